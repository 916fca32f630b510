/**
 * Step 4 of a delivery: record. It writes the fates of all calls of a round in one transaction,
 * with one statement for each kind of change.
 */
import { countMails } from '../health/store.ts'
import { HOUR_MS } from '../limits.ts'
import { idsOf, write } from '../homes/d1.ts'
import { type OutboxRow, partsOf } from '../outbox/store.ts'
import { thresholdsOf } from '../shop/rule-parameter.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { wake, wokenRestocks } from '../restock/again.ts'
import { PLAN_FIRST, PLAN_SECOND } from '../reminder/plan.ts'
import { namesThatCan, platformsOf, reminding, stockReceivers } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import {
  DELETE_FINISHED,
  INSERT_LATE_STOCK,
  INSERT_NOTIFICATIONS,
  INSERT_REPORTS,
  UPDATE_CONFIRMATIONS,
  UPDATE_ROWS,
  UPDATE_RELAYS,
} from './record-sql.ts'
import type { Fate } from './rules.ts'
import type { Work } from './work.ts'

/** A call that is done. */
interface Finished {
  id: string
  shop: string
  call: OutboxRow['call']
  destination: string
  sku: string
  message: string | undefined
  link: string | undefined
}

/**
 * Records the fates of rows, and queues the calls and restocks that follow. If a platform took over
 * a subscription whose variant is back, its restock is woken: the last look held the subscription
 * until the platform had it. `after` runs last in the same transaction; its result is returned.
 */
export async function recordFates(
  { env, db, shop, destinations }: Work,
  messages: { row: OutboxRow; fate: Fate }[],
  after?: D1PreparedStatement,
): Promise<D1Result<unknown> | undefined> {
  const now = Date.now()
  const { settings } = shop
  // All parts of a message have its fate.
  const fates = messages.flatMap(({ row, fate }) =>
    partsOf(row).map((part) => ({ row: part, fate })),
  )
  const finished = fates.flatMap(finishedOf)
  const dropped = fates.flatMap(({ row, fate }) =>
    fate.state === 'dropped' ? [{ id: row.id, shop: row.shop_id }] : [],
  )
  const sent = finished.filter(({ call }) => call === 'notify')
  const reminded = finished.filter(({ call }) => call === 'remind')
  const asked = finished.filter(({ call }) => call === 'confirm')
  const relayed = finished.filter(({ call }) => call === 'subscribe')
  const reporters = namesThatCan(settings, 'report')
  const stockTakers = new Set(stockReceivers(settings))
  const platforms = new Set(platformsOf(settings).map(({ name }) => name))
  const late = relayed.filter(({ destination }) => stockTakers.has(destination))
  const takenOver = relayed.filter(({ destination }) => platforms.has(destination))

  const forEach = (sql: string, some: unknown[], ...values: unknown[]) =>
    some.length > 0 ? [db.prepare(sql).bind(JSON.stringify(some), ...values)] : []
  const updates = fates.flatMap(({ row, fate }) => updateOf(row, fate, now))
  const statements = [
    ...forEach(UPDATE_ROWS, updates),
    ...forEach(INSERT_NOTIFICATIONS, [...sent, ...reminded], now),
    ...planStatements(db, shop, sent, reminded, now),
    ...forEach(UPDATE_RELAYS, relayed, now),
    ...forEach(INSERT_REPORTS, reporters.length > 0 ? sent : [], now, JSON.stringify(reporters)),
    ...forEach(INSERT_LATE_STOCK, late, now, thresholdsOf(settings)),
    ...forEach(UPDATE_CONFIRMATIONS, asked, now),
    ...mailsBySender(messages.flatMap(finishedOf), destinations).map(([domain, count]) =>
      countMails(db, shop.id, domain, 'sent', count, now),
    ),
    ...forEach(DELETE_FINISHED, [...finished, ...dropped]),
  ]
  const skus = [...new Set(takenOver.map(({ sku }) => sku))]
  const wakes = skus.length > 0 ? [wake(db, shop.id, skus, now, { lifts: ['not_handed_on'] })] : []
  const results = await write(db, [...statements, ...wakes, ...(after ? [after] : [])])

  // Only the statements that write outbox rows return ids.
  const written = idsOf(results.slice(0, statements.length))
  const moved = fates.flatMap(({ row, fate }) => (fate.state === 'moved' ? row.id : []))
  if (wakes.length > 0)
    await enqueueMatches(env, shop.id, wokenRestocks([results[statements.length]]))
  await enqueueOutbox(env, shop.id, [...moved, ...written])
  return after && results.at(-1)
}

/** Statements that plan the reminders of accepted messages, if the shop sends any. Run them after `INSERT_NOTIFICATIONS`. */
function planStatements(
  db: D1Database,
  { settings }: Shop,
  sent: Finished[],
  reminded: Finished[],
  now: number,
): D1PreparedStatement[] {
  const names = JSON.stringify(reminding(settings))
  const [first, second] = (settings.reminders?.afterHours ?? []).map((hours) => hours * HOUR_MS)
  return [
    ...(first !== undefined && sent.length > 0
      ? [db.prepare(PLAN_FIRST).bind(JSON.stringify(sent), now, names, first)]
      : []),
    ...(first !== undefined && second !== undefined && reminded.length > 0
      ? [db.prepare(PLAN_SECOND).bind(JSON.stringify(reminded), now, names, first, second)]
      : []),
  ]
}

/** How many mails each sender had accepted. */
function mailsBySender(
  finished: Finished[],
  destinations: Work['destinations'],
): [domain: string, count: number][] {
  const domains = finished.flatMap(
    ({ destination }) => destinations.get(destination)?.sender?.domain ?? [],
  )
  return [...Map.groupBy(domains, (domain) => domain)].map(([domain, all]) => [domain, all.length])
}

function finishedOf({ row, fate }: { row: OutboxRow; fate: Fate }): Finished[] {
  if (fate.state !== 'finished') return []
  const { id, shop_id: shop, call, destination, sku } = row
  return [{ id, shop, call, destination, sku, message: fate.messageId, link: fate.link }]
}

/** The changes to the row of a call that is not done. */
function updateOf(
  { id, shop_id: shop }: OutboxRow,
  fate: Fate,
  now: number,
): Record<string, unknown>[] {
  switch (fate.state) {
    case 'finished':
    case 'dropped':
      return []
    case 'dead':
      return [{ id, shop, state: 'dead', reason: fate.reason }]
    case 'moved':
      return [
        { id, shop, state: 'open', reason: fate.reason, dueAt: now, attempts: 0, to: fate.to },
      ]
    case 'open': {
      const { reason, dueAt, attempts, silent } = fate
      return [{ id, shop, state: 'open', reason, dueAt, attempts, ...(silent && { silent: 1 }) }]
    }
  }
}
