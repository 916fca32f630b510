/**
 * Step 4 of a delivery: record. What became of a round's calls is written in one transaction of a
 * few statements, however many rows.
 */
import { rows, write } from '../homes/d1.ts'
import { about, insertRows } from '../outbox/row.ts'
import type { OutboxRow } from '../outbox/store.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { startedRestocks, startRestocks } from '../restock/start.ts'
import { levelServes } from '../restock/serves.ts'
import { namesThatCan, platformsOf, stockReceivers } from '../shop/rules.ts'
import type { Fate } from './rules.ts'
import type { Work } from './work.ts'

/** A call that is done. */
interface Finished {
  id: string
  call: OutboxRow['call']
  destination: string
  sku: string
  message: string | undefined
  link: string | undefined
}

const UPDATE_OPEN = `
  UPDATE outbox SET state = j.value ->> 'state', reason = j.value ->> 'reason',
    due_at = coalesce(j.value ->> 'dueAt', due_at),
    attempts = coalesce(j.value ->> 'attempts', attempts),
    destination = coalesce(j.value ->> 'to', destination),
    detail = CASE WHEN j.value ->> 'silent' THEN json_set(coalesce(detail, '{}'), '$.silent', 1)
      ELSE detail END
  FROM json_each(?1) j WHERE outbox.id = j.value ->> 'id'`

const FINISHED = "json_each(?1) j JOIN outbox o ON o.id = j.value ->> 'id'"

const INSERT_NOTIFICATION = `
  INSERT INTO notification (id, shop_id, restock_id, subscription_id, contact_id, sku,
    channels, destination, message_id, link, sent_at)
  SELECT o.id, o.shop_id, o.restock_id, o.subscription_id, o.contact_id, o.sku,
    o.channels, o.destination, j.value ->> 'message', j.value ->> 'link', ?2
  FROM ${FINISHED}
  WHERE true
  ON CONFLICT DO NOTHING`

const INSERT_REPORT = insertRows(
  'report',
  {
    ...about('o'),
    subscription_id: 'o.subscription_id',
    id: `o.id || ':report:' || d.value`,
    destination: 'd.value',
    due_at: '?2',
    detail: `json_patch(json_object('at', ?2, 'destination', o.destination),
      json_object('messageId', j.value ->> 'message'))`,
  },
  `FROM ${FINISHED} JOIN json_each(?3) d WHERE d.value <> o.destination`,
)

const UPDATE_RELAYS = `
  UPDATE subscription SET relays = json_set(coalesce(relays, '{}'),
    '$.' || json_quote(j.value ->> 'destination'),
    json_patch(json_object('at', ?2), json_object('id', j.value ->> 'message')))
  FROM ${FINISHED}
  WHERE subscription.id = o.subscription_id`

// The variant came back before the platform knew that somebody waits: it is told once more.
const INSERT_LATE_STOCK = insertRows(
  'stock',
  {
    id: `o.id || ':stock'`,
    shop_id: 'o.shop_id',
    destination: 'o.destination',
    due_at: '?2',
    sku: 'o.sku',
    detail: `json_object('levels', json_group_array(json_object('sku', l.sku, 'locale', l.locale,
      'externalId', l.external_id)))`,
  },
  `FROM ${FINISHED} JOIN stock_level l ON l.shop_id = o.shop_id AND l.sku = o.sku
     AND ${levelServes({ locale: 'o.locale', externalId: 'o.external_id' })}
   WHERE l.quantity > ?3 GROUP BY o.id`,
)

const DELETE_FINISHED = `
  DELETE FROM outbox WHERE id IN (SELECT j.value ->> 'id' FROM json_each(?1) j)`

/**
 * Records what became of rows, and queues the calls and restocks that follow. A subscription that a
 * platform took over while its variant is back is served at once: the restock left it alone until
 * then. `after` runs last in the same transaction; its result is returned.
 */
export async function recordFates(
  { env, db, shop }: Work,
  fates: { row: OutboxRow; fate: Fate }[],
  after?: D1PreparedStatement,
): Promise<D1Result<unknown> | undefined> {
  const now = Date.now()
  const { settings } = shop
  const finished = fates.flatMap(finishedOf)
  const sent = finished.filter(({ call }) => call === 'notify')
  const relayed = finished.filter(({ call }) => call === 'subscribe')
  const reporters = namesThatCan(settings, 'report')
  const stockTakers = new Set(stockReceivers(settings))
  const platforms = new Set(platformsOf(settings).map(({ name }) => name))
  const late = relayed.filter(({ destination }) => stockTakers.has(destination))
  const taken = relayed.filter(({ destination }) => platforms.has(destination))

  const forEach = (sql: string, some: unknown[], ...values: unknown[]) =>
    some.length > 0 ? [db.prepare(sql).bind(JSON.stringify(some), ...values)] : []
  const updates = fates.flatMap(({ row, fate }) => updateOf(row.id, fate, now))
  const own = [
    ...forEach(UPDATE_OPEN, updates),
    ...forEach(INSERT_NOTIFICATION, sent, now),
    ...forEach(UPDATE_RELAYS, relayed, now),
    ...forEach(INSERT_REPORT, reporters.length > 0 ? sent : [], now, JSON.stringify(reporters)),
    ...forEach(INSERT_LATE_STOCK, late, now, settings.rules.threshold),
    ...forEach(DELETE_FINISHED, finished),
  ]
  const skus = [...new Set(taken.map(({ sku }) => sku))]
  const again = skus.length > 0 ? [startRestocks(db, shop, skus, now)] : []
  const results = await write(db, [...own, ...again, ...(after ? [after] : [])])

  // Of the first, only those that write rows of the outbox give anything out.
  const written = results.slice(0, own.length).flatMap(rows<{ id: string }>)
  const moved = fates.flatMap(({ row, fate }) => (fate.state === 'moved' ? row.id : []))
  if (again.length > 0) await enqueueMatches(env, shop.id, startedRestocks(results[own.length]))
  await enqueueOutbox(env, shop.id, [...moved, ...written.map(({ id }) => id)])
  return after && results.at(-1)
}

function finishedOf({ row, fate }: { row: OutboxRow; fate: Fate }): Finished[] {
  if (fate.state !== 'finished') return []
  const { id, call, destination, sku } = row
  return [{ id, call, destination, sku, message: fate.messageId, link: fate.link }]
}

/** What is written to the row of a call that is not done. */
function updateOf(id: string, fate: Fate, now: number): Record<string, unknown>[] {
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
