/**
 * Reads what calls need beyond their rows, for all rows of a run at once: one query for each table.
 */
import type { Channel } from '../../shared/channels.ts'
import type { Product } from '../../shared/product.ts'
import { openFact } from '../address/facts.ts'
import type { Catalog } from '../catalog/lookup.ts'
import { catalogProduct } from '../product/entry.ts'
import { thresholdSql } from '../product/rule-sql.ts'
import { thresholdsOf } from '../shop/rule-parameter.ts'
import { readAddresses } from '../address/sealed.ts'
import { productIn } from '../catalog/snapshot.ts'
import { entriesOf } from '../catalog/store.ts'
import { WHOSE_WORDS, WORDS } from '../consent/rows.ts'
import type { Agreed, Level, Person } from '../connectors/destinations/call.ts'
import { type Asked, askedOf } from '../confirmation/pending.ts'
import { CONFIRM_AT_ONCE, OUTBOX_CHUNK } from '../limits.ts'
import { type Detail, detailOf, type OutboxRow } from '../outbox/store.ts'
import type { Shop } from '../shop/shop.ts'
import { type AcknowledgedRow, acknowledgedBy } from '../subscription/acknowledge.ts'
import { familiesOf } from './families.ts'
import type { Vault } from '../vault.ts'
import type { OpenDestination } from './open.ts'

/** What the calls of a run need. */
export interface Facts {
  catalog: Catalog
  /** By the id of the contact; only for destinations that need data about people. */
  people: Map<string, PersonRow>
  /** The requests that the person is asked to confirm, by the id of a `confirm` row. */
  asked: Map<string, Asked>
  /** The products that the person waits for, by the id of an `acknowledge` row. */
  acknowledged: Map<string, AcknowledgedRow[]>
}

/** Reads the facts for some rows. */
export async function factsFor(
  db: D1Database,
  shop: Shop,
  vault: Vault,
  rows: OutboxRow[],
  destinations: Map<string, OpenDestination>,
): Promise<Facts> {
  const confirming = askedOf(
    db,
    shop.id,
    rows.flatMap(({ id: row, contact_id: contact, call, addresses }) =>
      call === 'confirm'
        ? Object.values(readAddresses(addresses)).map(({ index }) => ({ row, contact, index }))
        : [],
    ),
    OUTBOX_CHUNK * CONFIRM_AT_ONCE,
  )
  const acknowledging = acknowledgedBy(
    db,
    shop.id,
    rows.flatMap(({ id, contact_id: contact, call }) =>
      call === 'acknowledge' ? [{ id, contact }] : [],
    ),
    OUTBOX_CHUNK * CONFIRM_AT_ONCE,
  )
  const [asked, acknowledged] = await Promise.all([confirming, acknowledging])
  const askedAbout = [
    ...[...asked.values()].flatMap(({ pending }) => pending),
    ...[...acknowledged.values()].flat(),
  ]
  const personal = rows.filter((row) => destinations.get(row.destination)?.knowsPeople)
  const [catalog, people] = await Promise.all([
    entriesOf(db, shop.id, [
      ...new Set([...rows, ...askedAbout].map(({ sku }) => sku).filter(Boolean)),
      ...rows.flatMap((row) => (row.call === 'close' ? (detailOf(row).alternative ?? []) : [])),
    ]),
    personal.length > 0
      ? peopleOf(db, shop.id, vault, [...new Set(personal.map((row) => row.contact_id))])
      : [],
  ])
  return { catalog, people: new Map(people.map((one) => [one.id, one])), asked, acknowledged }
}

/** A contact, in clear. `consents`: JSON of the consents that were given and not withdrawn. */
export interface PersonRow {
  id: string
  customer_id: string | null
  attributes: string | null
  consents: string
}

async function peopleOf(
  db: D1Database,
  shopId: string,
  vault: Vault,
  ids: string[],
): Promise<PersonRow[]> {
  const { results } = await db
    .prepare(
      `SELECT k.id, k.customer_id, k.attributes,
         (SELECT json_group_array(json_object('subscription', c.subscription_id,
            'purpose', c.purpose, 'channel', c.channel, 'text', ${WORDS}, 'version', c.version,
            'method', c.method, 'words', ${WHOSE_WORDS}, 'page', c.page, 'at', c.at))
          FROM consent c
          WHERE c.contact_id = k.id AND c.shop_id = ?1 AND c.action = 'given' AND NOT EXISTS (
            SELECT 1 FROM consent w
            WHERE w.contact_id = c.contact_id AND w.shop_id = ?1
              AND w.subscription_id = c.subscription_id
              AND w.purpose = c.purpose AND w.channel = c.channel AND w.action = 'withdrawn')
         ) AS consents
       FROM contact k WHERE k.id IN (SELECT value FROM json_each(?2)) AND k.shop_id = ?1`,
    )
    .bind(shopId, JSON.stringify(ids))
    .all<PersonRow>()
  return Promise.all(
    results.map(async (row) => ({
      ...row,
      customer_id: await openFact(vault, row.id, 'customerId', row.customer_id),
      attributes: await openFact(vault, row.id, 'attributes', row.attributes),
    })),
  )
}

/**
 * A person as destinations receive it, with the consents of one subscription. `isKnown`: whether
 * the call has the address of a channel. A consent over any other channel is left out: its address
 * may be unconfirmed, and so belong to somebody else.
 */
export function personOf(
  { attributes, consents }: Pick<PersonRow, 'attributes' | 'consents'>,
  subscriptionId: string,
  isKnown: (channel: Channel) => boolean,
): Person {
  const agreed = JSON.parse(consents) as (Agreed & { subscription: string; page: string | null })[]
  return {
    attributes: attributes ? (JSON.parse(attributes) as Person['attributes']) : {},
    consents: agreed
      .filter(({ subscription, channel }) => subscription === subscriptionId && isKnown(channel))
      .map(({ subscription: _subscription, page, ...one }) => ({ ...one, ...(page && { page }) })),
  }
}

/** Whether a person agreed to marketing with a subscription, over any channel. */
export const agreedToNews = ({ consents }: PersonRow, subscriptionId: string): boolean =>
  consents.includes('"marketing"') &&
  personOf({ consents, attributes: null }, subscriptionId, () => true).consents.some(
    ({ purpose }) => purpose === 'marketing',
  )

interface LevelRow {
  sku: string
  locale: string
  external_id: string
  quantity: number
  threshold: number
  data: string | null
}

const OF_LEVEL = { shop: 'l.shop_id', sku: 'l.sku', locale: 'l.locale' }

const CURRENT_LEVELS = `SELECT l.sku, l.locale, l.external_id, l.quantity,
    ${catalogProduct(OF_LEVEL)} AS data,
    ${thresholdSql(OF_LEVEL, '?3')} AS threshold
  FROM json_each(?2) j
  JOIN stock_level l ON l.shop_id = ?1 AND l.sku = j.value ->> 'sku'
    AND l.locale = j.value ->> 'locale' AND l.external_id = j.value ->> 'externalId'`

/** Reads the levels that a `stock` row names, with their current quantities. */
export async function levelsNow(
  { levels = [] }: Detail,
  wantsSiblings: boolean,
  db: D1Database,
  shop: Shop,
): Promise<Level[]> {
  const fromPage = new Map(
    levels.map(({ sku, product }) => [sku, product ? productIn(product) : undefined]),
  )
  const { results } = await db
    .prepare(CURRENT_LEVELS)
    .bind(shop.id, JSON.stringify(levels), thresholdsOf(shop.settings))
    .all<LevelRow>()
  const asked = results.map(({ sku }) => ({ sku, product: fromPage.get(sku) }))
  const families = wantsSiblings ? await familiesOf(db, shop, asked) : undefined
  return results.map((row) => {
    const product = row.data ? (JSON.parse(row.data) as Product) : fromPage.get(row.sku)
    return {
      sku: row.sku,
      quantity: row.quantity,
      sellable: row.quantity > row.threshold,
      ...(row.locale && { locale: row.locale }),
      ...(row.external_id && { externalId: row.external_id }),
      ...(product && { product }),
      ...(families && { siblings: families.get(row.sku) ?? [] }),
    }
  })
}
