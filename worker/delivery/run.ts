/**
 * The outbox consumer delivers rows in four steps: it leases them, books calls to each destination,
 * makes the calls in rounds of at most six, and records each round before the next one. A crash
 * between a round and its record repeats at most those six calls, with the same idempotency keys.
 */
import { BREAKER_MS, LEASE_SPARE_MS, OUTBOX_LEASE_MS } from '../limits.ts'
import { homeOf } from '../homes/home.ts'
import { writeLog } from '../log/store.ts'
import type { OutboxMessage } from '../messages.ts'
import { type OutboxRow, partsOf } from '../outbox/store.ts'
import { keepForLinks } from '../shop/known.ts'
import { joinersOf } from '../shop/rules.ts'
import { shopById } from '../shop/store.ts'
import { openVault } from '../vault.ts'
import { book, type Booked } from './book.ts'
import { ceilingsFor } from './ceilings.ts'
import { factsFor } from './facts.ts'
import { reportCalls } from './gate.ts'
import { drop, lease } from './lease.ts'
import { openDestinations } from './open.ts'
import { byPace, type Paced } from './pace.ts'
import { barredNow } from './put-back.ts'
import { recordFates } from './record.ts'
import { applyRefusals } from './refusals.ts'
import { type Barring, barredIn, type MadeCall, round } from './round.ts'
import { messagesOf } from './together.ts'
import { withinDay } from './within-day.ts'
import { count, putOff, type Work } from './work.ts'

/** Handles a queue message: delivers those of its rows that are open and due. */
export async function runOutbox(env: Env, message: OutboxMessage): Promise<void> {
  const shop = await shopById(env, message.shop)
  if (!shop) return
  const db = homeOf(env, shop)
  const now = Date.now()
  const { rows: leased, dropped } = await lease(
    db,
    shop.id,
    message.rows,
    now,
    joinersOf(shop.settings).length > 0,
  )
  if (leased.length + dropped.length === 0) return
  await keepForLinks(env, shop, now)

  const vault = await openVault(env, shop)
  const destinations = await openDestinations(env, shop, vault)
  const counts = new Map<string, number>()
  const rows = await withinDay({ db, shop, destinations, counts }, leased)
  const all = messagesOf(rows, destinations)
  const messages = all.filter((row) => destinations.get(row.destination)?.sends)
  const [facts, ceilings] = await Promise.all([
    factsFor(db, shop, vault, rows, destinations),
    ceilingsFor(env, db, shop, vault, messages),
  ])
  const until = now + OUTBOX_LEASE_MS - LEASE_SPARE_MS
  const work: Work = { env, db, shop, vault, facts, ceilings, destinations, until, counts }
  for (const row of dropped) count(work, `${row.call}:${row.destination}:suppressed`)
  const moot = all.filter(
    ({ id, call }) =>
      (call === 'confirm' && !facts.asked.has(id)) ||
      (call === 'acknowledge' && !facts.acknowledged.has(id)),
  )
  await drop(db, shop.id, moot)
  for (const row of moot) count(work, `${row.call}:${row.destination}:nothing_to_${row.call}`)
  const open = all.filter((row) => !moot.includes(row))
  for (const [name, due] of Map.groupBy(open, (row) => row.destination)) {
    for (const paced of byPace(work, name, due)) await runDestination(work, name, paced)
  }
  const detail = Object.fromEntries(work.counts)
  await writeLog(db, shop.id, 'outbox_run', detail, onlySku(rows))
}

/** Makes the calls of one pace to a destination, as long as its gate is open. */
async function runDestination(work: Work, name: string, paced: Paced): Promise<void> {
  const booked = await book(work, name, paced)
  if (!booked) return
  const { groups, startAt, groupMs } = booked
  const parts = paced.rows.flatMap(partsOf)
  const reminders = parts.flatMap(({ id, call }) => (call === 'remind' ? [id] : []))
  const restocks = parts.flatMap((row) => (row.call === 'remind' ? [] : (row.restock_id ?? [])))
  const query = barredNow(work.db, work.shop, { restocks: [...new Set(restocks)], reminders })
  let { failures } = booked
  let barred: Barring | undefined
  let notBefore = startAt
  for (const [index, group] of groups.entries()) {
    const at = Math.max(startAt + index * groupMs, notBefore)
    if (Math.max(at, Date.now()) > work.until) {
      await putOff(work, groups.slice(index).flat(), at)
      count(work, `${name}:put_off`)
      return
    }
    const { made, startedAt } = await round(work, booked, group, at, barred, query)
    // A late round delays all rounds after it: catching up would exceed the rate.
    notBefore = startedAt + groupMs
    const recorded = await record(work, booked, made, query, failures)
    if (recorded.closed) {
      await putOff(work, groups.slice(index + 1).flat(), Date.now() + BREAKER_MS)
      return
    }
    ;({ barred, failures } = recorded)
  }
}

/**
 * Records a round: the fates of its rows, refusals, and the state of the gate. Gives what may
 * not be sent now (undefined if that was not read), how many calls have failed in a row, and
 * whether the gate has closed.
 */
async function record(
  work: Work,
  { name }: Booked,
  made: MadeCall[],
  query: D1PreparedStatement,
  failures: number,
) {
  if (made.length === 0) return { barred: undefined, failures, closed: false }
  const barred = barredIn(await recordFates(work, made, query))
  for (const one of made) countCall(work, name, one)
  await applyRefusals(work, name, made)

  const tried = made.filter(({ outcome }) => outcome.kind !== 'later').length
  const failed = made.filter(({ outcome }) => outcome.kind === 'retry').length
  const worked = tried - failed
  // While all calls work, the gate's row is not written: that saves a write for each round.
  if (tried === 0 || (worked > 0 && failures === 0)) return { barred, failures, closed: false }
  const calls = { worked, failed }
  const { closed } = await reportCalls(work.db, work.shop.id, name, calls, Date.now())
  if (closed) count(work, `${name}:closed`)
  return { barred, failures: worked > 0 ? 0 : failures + failed, closed }
}

function countCall(work: Work, name: string, { row, outcome, fate }: MadeCall): void {
  const reason = fate.state === 'finished' ? '' : `:${fate.reason}`
  count(work, `${row.call}:${name}:${fate.state}${reason}`)
  if (outcome.kind !== 'accepted') return
  for (const [what, by] of Object.entries(outcome.used ?? {})) count(work, `${name}:${what}`, by)
}

/** The sku of the rows, if they all have the same. */
function onlySku(rows: OutboxRow[]): string | undefined {
  const skus = new Set(rows.map((row) => row.sku))
  return skus.size === 1 ? rows[0]?.sku : undefined
}
