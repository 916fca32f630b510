/** What became of calls, in D1: one transaction of a few statements, however many rows. */
import { rows, write } from '../homes/d1.ts'
import type { Fate } from './rules.ts'
import type { OutboxRow } from '../outbox/store.ts'

/** What is done beside recording fates, in the same transaction. */
export interface Beside {
  /** The destinations that hear of messages that were sent. */
  reporters: string[]
  /** The destinations that tell the people whose subscriptions they took. */
  platforms: string[]
  /** Begins restocks for skus that are sellable already. */
  restock: (skus: string[]) => D1PreparedStatement
  /** The destinations that hear of levels, and above which quantity one is sellable. */
  stockTakers: string[]
  threshold: number
  /** Runs last. */
  after: D1PreparedStatement
}

/** A call that is done. */
interface Finished {
  id: string
  call: OutboxRow['call']
  destination: string
  sku: string
  message: string | undefined
  link: string | undefined
}

const PUT_ON = `
  UPDATE outbox SET state = j.value ->> 'state', reason = j.value ->> 'reason',
    due_at = coalesce(j.value ->> 'dueAt', due_at),
    attempts = coalesce(j.value ->> 'attempts', attempts),
    destination = coalesce(j.value ->> 'to', destination),
    detail = CASE WHEN j.value ->> 'silent' THEN json_set(coalesce(detail, '{}'), '$.silent', 1)
      ELSE detail END
  FROM json_each(?1) j WHERE outbox.id = j.value ->> 'id'`

const TOLD = `
  INSERT INTO notification (id, shop_id, restock_id, subscription_id, contact_id, sku,
    channels, destination, message_id, link, sent_at)
  SELECT o.id, o.shop_id, o.restock_id, o.subscription_id, o.contact_id, o.sku,
    o.channels, o.destination, j.value ->> 'message', j.value ->> 'link', ?2
  FROM json_each(?1) j JOIN outbox o ON o.id = j.value ->> 'id'
  WHERE true
  ON CONFLICT DO NOTHING`

const REPORT = `
  INSERT INTO outbox (id, shop_id, call, destination, due_at, subscription_id, contact_id,
    restock_id, channels, email, phone, sku, locale, external_id, product, wanted, detail)
  SELECT o.id || ':report:' || d.value, o.shop_id, 'report', d.value, ?2, o.subscription_id,
    o.contact_id, NULL, o.channels, o.email, o.phone, o.sku, o.locale, o.external_id,
    o.product, o.wanted,
    json_patch(json_object('at', ?2, 'destination', o.destination),
      json_object('messageId', j.value ->> 'message'))
  FROM json_each(?1) j JOIN outbox o ON o.id = j.value ->> 'id' JOIN json_each(?3) d
  WHERE d.value <> o.destination
  ON CONFLICT DO NOTHING
  RETURNING id`

const RELAYED = `
  UPDATE subscription SET relays = json_set(coalesce(relays, '{}'),
    '$.' || json_quote(j.value ->> 'destination'),
    json_patch(json_object('at', ?2), json_object('id', j.value ->> 'message')))
  FROM json_each(?1) j JOIN outbox o ON o.id = j.value ->> 'id'
  WHERE subscription.id = o.subscription_id`

// It came back before the platform knew that somebody waits: it has to hear of it once more.
const LATE = `
  INSERT INTO outbox (id, shop_id, call, destination, due_at, subscription_id, contact_id,
    channels, sku, locale, external_id, detail)
  SELECT o.id || ':stock', o.shop_id, 'stock', o.destination, ?2, '', '', 0, o.sku, '', '',
    json_object('levels', json_group_array(json_object('sku', l.sku, 'locale', l.locale,
      'externalId', l.external_id)))
  FROM json_each(?1) j JOIN outbox o ON o.id = j.value ->> 'id'
    JOIN stock_level l ON l.shop_id = o.shop_id AND l.sku = o.sku
      AND l.locale IN ('', o.locale) AND l.external_id IN ('', o.external_id)
  WHERE l.quantity > ?3 GROUP BY o.id
  ON CONFLICT DO NOTHING
  RETURNING id`

const DONE = `
  DELETE FROM outbox WHERE id IN (SELECT j.value ->> 'id' FROM json_each(?1) j)`

/**
 * Records what became of rows. A subscription that a platform took over while its variant is back is
 * served at once: the restock had left it alone until then. Gives the answers to `after` and
 * `restock`, and rows of the outbox that are due now.
 */
export async function recordFates(
  db: D1Database,
  fates: { row: OutboxRow; fate: Fate }[],
  now: number,
  { reporters, platforms, stockTakers, threshold, restock, after }: Beside,
): Promise<{
  after: D1Result<unknown> | undefined
  restocked: D1Result<unknown> | undefined
  due: string[]
}> {
  const finished = fates.flatMap(finishedOf)
  const told = finished.filter(({ call }) => call === 'notify')
  const relayed = finished.filter(({ call }) => call === 'subscribe')
  const late = relayed.filter(({ destination }) => stockTakers.includes(destination))
  const taken = relayed.filter(({ destination }) => platforms.includes(destination))

  const about = (sql: string, some: unknown[], ...values: unknown[]) =>
    some.length > 0 ? [db.prepare(sql).bind(JSON.stringify(some), ...values)] : []
  const reported = reporters.length > 0 ? told : []
  const own = [
    ...about(
      PUT_ON,
      fates.flatMap(({ row, fate }) => putOn(row.id, fate, now)),
    ),
    ...about(TOLD, told, now),
    ...about(RELAYED, relayed, now),
    ...about(REPORT, reported, now, JSON.stringify(reporters)),
    ...about(LATE, late, now, threshold),
    ...about(DONE, finished),
  ]
  const skus = [...new Set(taken.map(({ sku }) => sku))]
  const again = skus.length > 0 ? [restock(skus)] : []
  const results = await write(db, [...own, ...again, after])
  const moved = fates.flatMap(({ row, fate }) => (fate.state === 'moved' ? row.id : []))
  // Of the first, only those that write rows of the outbox give anything out.
  const written = results.slice(0, own.length).flatMap(rows<{ id: string }>)
  return {
    after: results.at(-1),
    restocked: again.length > 0 ? results[own.length] : undefined,
    due: [...moved, ...written.map(({ id }) => id)],
  }
}

function finishedOf({ row, fate }: { row: OutboxRow; fate: Fate }): Finished[] {
  if (fate.state !== 'finished') return []
  const { id, call, destination, sku } = row
  return [{ id, call, destination, sku, message: fate.messageId, link: fate.link }]
}

/** What is written to the row of a call that is not done. */
function putOn(id: string, fate: Fate, now: number): Record<string, unknown>[] {
  switch (fate.state) {
    case 'finished':
      return []
    case 'dead':
      return [{ id, state: 'dead', reason: fate.reason }]
    case 'moved':
      return [{ id, state: 'open', reason: fate.reason, dueAt: now, attempts: 0, to: fate.to }]
    case 'open': {
      const { reason, dueAt, attempts, silent } = fate
      return [{ id, state: 'open', reason, dueAt, attempts, ...(silent && { silent: 1 }) }]
    }
  }
}
