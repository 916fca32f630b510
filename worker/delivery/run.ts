/**
 * The outbox consumer: leases rows, makes their calls at most six at a time, and records these before
 * the next. A crash between a call and its record repeats at most those six, with the same key.
 */
import { rows } from '../homes/d1.ts'
import type { Outcome } from '../connectors/destinations/outcome.ts'
import { BREAKER_MS, LEASE_SPARE_MS, OUTBOX_LEASE_MS, RATE_AHEAD_MS } from '../limits.ts'
import { entry, writeLog } from '../log/store.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { chunks } from '../chunks.ts'
import { type OutboxMessage } from '../messages.ts'
import { namesThatCan, platformsOf, stockedOf } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { begun, restockAgain } from '../stock/store.ts'
import { shopById } from '../shop/store.ts'
import { homeOf } from '../homes/home.ts'
import { dropSuppressed, suppressAddress, withoutSuppressed } from '../suppression/store.ts'
import { channelsFromBits } from '../subscription/rules.ts'
import { openVault, type Vault } from '../vault.ts'
import {
  detailOf,
  type Known,
  knownOf,
  make,
  type OpenDestination,
  openDestinations,
} from './call.ts'
import { book, disable, paceOf, report } from './gate.ts'
import { type Beside, recordFates } from './record.ts'
import { type Fate, fateOf } from './rules.ts'
import { leaseRows, type OutboxRow, putBack, release, soldOutAgain } from '../outbox/store.ts'

export async function runOutbox(env: Env, message: OutboxMessage): Promise<void> {
  const shop = await shopById(env, message.shop)
  if (!shop) return
  const db = homeOf(env, shop)
  const until = Date.now() + OUTBOX_LEASE_MS - LEASE_SPARE_MS
  const dropped = await dropSuppressed(db, shop.id, message.rows)
  const leased = await withoutSuppressed(
    db,
    shop.id,
    await leaseRows(db, shop.id, message.rows, Date.now(), OUTBOX_LEASE_MS),
  )
  if (leased.length + dropped.length === 0) return

  const vault = await openVault(env, shop.id)
  const destinations = await openDestinations(env, shop, vault)
  const known = await knownOf(db, shop, leased, destinations)
  const work = { env, shop, db, vault, known, until, counts: new Map<string, number>() }
  for (const row of dropped) count(work, `${row.call}:${row.destination}:suppressed`)
  for (const [name, due] of Map.groupBy(leased, (row) => row.destination)) {
    await runDestination(work, name, destinations.get(name), due)
  }
  const detail = Object.fromEntries(work.counts)
  await writeLog(db, [entry(shop.id, 'outbox_run', detail, onlySku(leased))])
}

/** What the calls of one message share. */
interface Work {
  env: Env
  shop: Shop
  db: D1Database
  vault: Vault
  known: Known
  /** No call begins after this: the lease would end under it. */
  until: number
  counts: Map<string, number>
}

const count = ({ counts }: Work, what: string, by = 1) =>
  counts.set(what, (counts.get(what) ?? 0) + by)

/** Makes the calls of one destination, at its pace, as long as it is there. */
async function runDestination(
  work: Work,
  name: string,
  open: OpenDestination | undefined,
  due: OutboxRow[],
): Promise<void> {
  const { env, shop, db } = work
  const { atOnce, gapMs } = paceOf(open?.rate ?? {})
  const fitting = gapMs > 0 ? Math.max(1, Math.floor(RATE_AHEAD_MS / gapMs)) : due.length
  const run = due.slice(0, fitting)
  const booking = await book(db, shop.id, name, gapMs * run.length, Date.now())
  const beside = {
    reporters: namesThatCan(shop.settings, 'report'),
    platforms: platformsOf(shop.settings).map((one) => one.name),
    stockTakers: stockedOf(shop.settings),
    threshold: shop.settings.rules.threshold,
    restock: (skus: string[]) => restockAgain(db, shop, skus, Date.now()),
  }
  if (!booking.booked) {
    const kept = booking.disabled ? await moveOn(work, name, open, due, beside) : due
    await putOff(env, db, shop, kept, booking.againAt)
    if (kept.length > 0) count(work, `${name}:put_off`)
    return
  }
  await putOff(env, db, shop, due.slice(fitting), booking.startAt + gapMs * run.length)
  let { failures } = booking
  const restocks = [...new Set(run.flatMap((row) => row.restock_id ?? []))]
  const stock = soldOutAgain(db, restocks, shop.settings.rules.threshold)
  let gone: Set<string> | undefined
  let next = 0
  for (const [index, group] of chunks(run, atOnce).entries()) {
    // What is late is not made up for: that would be a burst.
    const startAt = Math.max(booking.startAt + index * atOnce * gapMs, next)
    if (Math.max(startAt, Date.now()) > work.until) {
      await putOff(env, db, shop, run.slice(index * atOnce), startAt)
      count(work, `${name}:put_off`)
      break
    }
    const waited = await sleepUntil(startAt)
    next = Date.now() + atOnce * gapMs
    if (waited || !gone) gone = idsOf(await stock.all())
    const back = await withdraw(env, db, shop, group, gone)
    if (back.length > 0) count(work, `notify:${name}:put_back`, back.length)
    const rest = group.filter((row) => !back.includes(row))
    if (rest.length === 0) {
      gone = undefined
      continue
    }
    const calls = await Promise.all(rest.map((row) => callOf(work, name, open, row)))
    // The stock as the next group finds it is asked for in the same breath.
    const recorded = await recordFates(db, calls, Date.now(), { ...beside, after: stock })
    gone = idsOf(recorded.after)
    await enqueueMatches(env, shop.id, begun(recorded.restocked))
    await enqueueOutbox(env, shop.id, recorded.due)
    await heed(work, name, calls)

    const tried = calls.filter(({ outcome }) => outcome.kind !== 'later').length
    const failed = calls.filter(({ outcome }) => outcome.kind === 'retry').length
    const worked = tried - failed
    // Nothing to tell the gate while all goes well.
    if (tried === 0 || (worked > 0 && failures === 0)) continue
    const { closed } = await report(db, shop.id, name, { worked, failed }, Date.now())
    failures = worked > 0 ? 0 : failures + failed
    if (closed) {
      count(work, `${name}:closed`)
      await putOff(env, db, shop, run.slice((index + 1) * atOnce), Date.now() + BREAKER_MS)
      break
    }
  }
}

interface Made {
  row: OutboxRow
  outcome: Outcome
  fate: Fate
}

async function callOf(
  work: Work,
  name: string,
  open: OpenDestination | undefined,
  row: OutboxRow,
): Promise<Made> {
  const { db, shop, vault, known } = work
  const outcome = await make(row, open, db, shop, vault, known)
  const fallback = standInFor(row, open)
  const fate = fateOf(outcome, row.attempts, Date.now(), Math.random(), fallback)
  const reason = fate.state === 'finished' ? '' : `:${fate.reason}`
  count(work, `${row.call}:${name}:${fate.state}${reason}`)
  if (outcome.kind === 'accepted') {
    for (const [what, by] of Object.entries(outcome.used ?? {})) count(work, `${name}:${what}`, by)
  }
  return { row, outcome, fate }
}

/** Where a row goes that is not taken: nowhere, once silence may have meant that it was. */
const standInFor = (row: OutboxRow, open: OpenDestination | undefined): string | undefined =>
  open?.moves.includes(row.call) && !detailOf(row).silent ? open.fallback : undefined

/** Moves rows of a destination that is disabled to the one that stands in; gives those that stay. */
async function moveOn(
  work: Work,
  name: string,
  open: OpenDestination | undefined,
  due: OutboxRow[],
  beside: Omit<Beside, 'after'>,
): Promise<OutboxRow[]> {
  const { env, shop, db } = work
  const reason = 'disabled'
  const moved = due.flatMap((row) => {
    const to = standInFor(row, open)
    return to ? [{ row, fate: { state: 'moved', to, reason } as const }] : []
  })
  if (moved.length === 0) return due
  const after = soldOutAgain(db, [], 0)
  const recorded = await recordFates(db, moved, Date.now(), { ...beside, after })
  await enqueueOutbox(env, shop.id, recorded.due)
  count(work, `${name}:moved:${reason}`, moved.length)
  return due.filter((row) => !moved.some((one) => one.row === row))
}

/** Acts on what the other side said beside no: that an address is dead, or never to call again. */
async function heed({ env, db, shop, vault }: Work, name: string, calls: Made[]): Promise<void> {
  const now = Date.now()
  for (const { row, outcome } of calls) {
    if (outcome.kind !== 'refused') continue
    if (outcome.disable) await disable(db, shop.id, name, outcome.reason)
    if (outcome.address) {
      // A contact is known by its e-mail address; a message over the phone is about the number.
      const byPhone = channelsFromBits(row.channels).every((channel) => channel !== 'email')
      const address =
        byPhone && row.phone
          ? { phone: await vault.index('phone', await vault.open(row.phone)) }
          : { contact: row.contact_id }
      await enqueueOutbox(
        env,
        shop.id,
        await suppressAddress(db, shop, address, outcome.address, now),
      )
    }
  }
}

/** Gives rows back, with a message that brings them up again when it is time. */
async function putOff(
  env: Env,
  db: D1Database,
  shop: Shop,
  some: OutboxRow[],
  until: number,
): Promise<void> {
  if (some.length === 0) return
  const ids = some.map((row) => row.id)
  await release(db, ids, until)
  await enqueueOutbox(env, shop.id, ids, until - Date.now())
}

/** Says whether there was anything to wait for. */
async function sleepUntil(at: number): Promise<boolean> {
  const ms = at - Date.now()
  if (ms <= 0) return false
  await new Promise((wake) => setTimeout(wake, ms))
  return true
}

const idsOf = (result: D1Result<unknown> | undefined) =>
  new Set(rows<{ id: string }>(result).map((row) => row.id))

/**
 * Takes messages back whose restock has sold out again: they are not announced, and the people
 * wait on in their place. Gives the rows that were withdrawn.
 */
async function withdraw(
  env: Env,
  db: D1Database,
  shop: Shop,
  group: OutboxRow[],
  gone: Set<string>,
): Promise<OutboxRow[]> {
  const back = group.filter((row) => row.restock_id !== null && gone.has(row.restock_id))
  if (back.length === 0) return []
  // Should the level have risen again just now, nobody was waiting then; so it is asked again.
  const again = restockAgain(db, shop, [...new Set(back.map((row) => row.sku))], Date.now())
  const restocked = await putBack(
    db,
    back.map((row) => row.id),
    again,
  )
  await enqueueMatches(env, shop.id, begun(restocked))
  return back
}

function onlySku(leased: OutboxRow[]): string | undefined {
  const skus = new Set(leased.map((row) => row.sku))
  return skus.size === 1 ? leased[0]?.sku : undefined
}
