/**
 * Facts of products in D1: what each of several systems knows is kept (shared/product.ts has their names). An
 * entry is stored as JSON with its facts first, in their order, so that equal entries are equal texts.
 */
import { FACTS } from '../../shared/product.ts'
import type { SourceFacts } from '../connectors/sources/entry.ts'
import { write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { ifAnyActive, wokenRestocks } from '../restock/again.ts'
import type { Shop } from '../shop/shop.ts'
import { lookAtEntered, type Stored } from './entered.ts'

const factsOf = (data: string): string =>
  `json_object(${FACTS.map((name) => `'${name}', ${data} -> '$.${name}'`).join(', ')})`

/**
 * SQL: a new entry with the facts of the stored one that it leaves out. Null in `said` takes a fact away; a
 * price without a currency takes the currency away. `stored`: the stored entry, or NULL. Both are JSON.
 */
export const withKeptFacts = (stored: string, said: string): string => {
  const kept = FACTS.map((name) => {
    const value = `${stored} -> '$.${name}'`
    const isKept = name === 'currency' ? `iif(${said} -> '$.price' IS NULL, ${value}, NULL)` : value
    return `'${name}', ${isKept}`
  })
  return `json_patch('{}', json_patch(json_object(${kept.join(', ')}), ${said}))`
}

const patched = (stored: string, said: string): string =>
  `json_patch('{}', json_patch(json_patch(${factsOf(stored)}, ${stored}), ${said}))`

/** An entry as JSON with its facts first. */
export function entryJson(entry: Readonly<Record<string, unknown>>): string {
  const facts = FACTS.flatMap((name) => (entry[name] === undefined ? [] : [[name, entry[name]]]))
  return JSON.stringify({ ...Object.fromEntries(facts), ...entry })
}

const IS_OF = `p.shop_id = ?1 AND p.sku = j.value ->> 'sku'
  AND (j.value ->> 'locale' IS NULL OR p.locale = j.value ->> 'locale')
  AND (j.value ->> 'variantId' IS NULL OR p.data ->> 'variantId' = j.value ->> 'variantId')`

// The skus of which this transaction has changed facts.
const changed = (skus: string) => `SELECT DISTINCT p.sku AS value FROM json_each(${skus}) j
  CROSS JOIN product p ON ${IS_OF} WHERE p.updated_at = ?3`
const CHANGED = { ifActive: changed(ifAnyActive('?2')), any: changed('?2') }

/** Changes facts of the entries that the catalogue has, and writes only those that change. */
export async function patchFacts(
  db: D1Database,
  shop: Shop,
  facts: readonly SourceFacts[],
  now: number,
): Promise<Stored> {
  const logged = discontinued(
    db,
    shop.id,
    facts,
    `AND EXISTS (SELECT 1 FROM product p WHERE ${IS_OF})`,
  )
  const patches = inTurn(facts).map((some) => db.prepare(PATCH).bind(shop.id, jsonOf(some), now))
  const results = await write(db, [
    ...logged,
    ...patches,
    ...lookAtEntered(db, shop, { ...CHANGED, value: jsonOf(facts) }, now),
  ])
  const woken = results.splice(logged.length + patches.length)
  const written = results.slice(logged.length).reduce((sum, { meta }) => sum + meta.changes, 0)
  return { written, restocks: wokenRestocks(woken) }
}

const PATCH = `UPDATE product SET data = u.data, updated_at = ?3
  FROM (SELECT p.sku, p.locale, ${patched('p.data', `j.value ->> 'said'`)} AS data
    FROM json_each(?2) j CROSS JOIN product p ON ${IS_OF}
    WHERE ${patched('p.data', `j.value ->> 'said'`)} <> p.data) u
  WHERE product.shop_id = ?1 AND product.sku = u.sku AND product.locale = u.locale`

const jsonOf = (facts: readonly SourceFacts[]): string =>
  JSON.stringify(
    facts.map(({ sku, locale, variantId, ...said }) => ({
      sku,
      locale,
      variantId,
      said: JSON.stringify(said),
    })),
  )

/** Lists with each sku once, in turn: one statement changes a row once, by one of those that are about it. */
function inTurn(facts: readonly SourceFacts[]): SourceFacts[][] {
  const before = new Map<string, number>()
  const lists: SourceFacts[][] = []
  for (const one of facts) {
    const turn = before.get(one.sku) ?? 0
    before.set(one.sku, turn + 1)
    ;(lists[turn] ??= []).push(one)
  }
  return lists
}

/**
 * Statements that log for which skus people wait although the shop will not sell them again. They come before
 * the write: an entry that was discontinued before is no news. None if no entry says so.
 * `further`: SQL, a condition on `j`.
 */
export function discontinued(
  db: D1Database,
  shopId: string,
  said: readonly { sku: string; state?: unknown; locale?: unknown; variantId?: unknown }[],
  further = '',
): D1PreparedStatement[] {
  const gone = new Map(
    said.flatMap((one) => (one.state === 'discontinued' ? [[one.sku, one] as const] : [])),
  )
  if (gone.size === 0) return []
  const list = Array.from(gone.values(), ({ sku, locale, variantId }) => ({
    id: newId(),
    sku,
    locale,
    variantId,
    close: `POST /v1/demand/${encodeURIComponent(sku)}/close`,
  }))
  return [
    db
      .prepare(
        `INSERT INTO log (shop_id, id, kind, sku, detail)
         SELECT ?1, j.value ->> 'id', 'product_discontinued', j.value ->> 'sku',
           json_object('people', sum(w.people), 'close', j.value ->> 'close')
         FROM json_each(?2) j CROSS JOIN demand w ON w.shop_id = ?1 AND w.sku = j.value ->> 'sku'
         WHERE NOT EXISTS (SELECT 1 FROM product q INDEXED BY product_withdrawn
           WHERE q.shop_id = ?1 AND q.sku = j.value ->> 'sku'
             AND q.data ->> 'state' IN ('hidden', 'discontinued')
             AND q.data ->> 'state' = 'discontinued') ${further}
         GROUP BY j.key HAVING sum(w.people) > 0
         ON CONFLICT DO NOTHING`,
      )
      .bind(shopId, JSON.stringify(list)),
  ]
}
