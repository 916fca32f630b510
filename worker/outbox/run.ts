/**
 * The outbox consumer: leases rows, makes their calls six at a time, and records each six before
 * the next. A crash between a call and its record repeats at most those six, with the same key.
 */
import type { Product } from '../../shared/product.ts'
import type { Destination } from '../../shared/shop.ts'
import type { Call, Calls, Outcome } from '../destinations/connector.ts'
import { callsOf, OWN_MAIL, ownCalls } from '../destinations/list.ts'
import { BREAKER_MS, CALLS_AT_ONCE, OUTBOX_LEASE_MS, RATE_AHEAD_MS } from '../limits.ts'
import { rows } from '../d1.ts'
import { entry, writeLog } from '../log/store.ts'
import { chunks, enqueueMatches, enqueueOutbox, type OutboxMessage } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { begun, restockAgain } from '../stock/store.ts'
import { openSecrets } from '../shop/secrets.ts'
import { databaseOf, shopById } from '../shop/store.ts'
import { dropSuppressed, withoutSuppressedNumbers } from '../suppression/store.ts'
import { channelsFromBits } from '../subscription/rules.ts'
import { openVault, type Vault } from '../vault.ts'
import { book, type Rate, report, spacing } from './gate.ts'
import { fateOf } from './rules.ts'
import {
  catalogKey,
  catalogOf,
  leaseRows,
  type OutboxRow,
  putBack,
  recordFates,
  release,
  soldOutAgain,
} from './store.ts'

export async function runOutbox(env: Env, message: OutboxMessage): Promise<void> {
  const shop = await shopById(env, message.shop)
  if (!shop) return
  const db = databaseOf(env, shop)
  const dropped = await dropSuppressed(db, shop.id, message.rows)
  const leased = await withoutSuppressedNumbers(
    db,
    shop.id,
    await leaseRows(db, shop.id, message.rows, Date.now(), OUTBOX_LEASE_MS),
  )
  if (leased.length + dropped.length === 0) return

  const vault = await openVault(env, shop.id)
  const catalog = await catalogOf(db, shop.id, [...new Set(leased.map((row) => row.sku))])
  const destinations = await openDestinations(env, shop, vault)
  const counts = new Map<string, number>()
  const count = (what: string, by = 1) => counts.set(what, (counts.get(what) ?? 0) + by)
  for (const row of dropped) count(`${row.call}:${row.destination}:suppressed`)
  for (const [name, some] of Map.groupBy(leased, (row) => row.destination)) {
    const open = destinations.get(name)
    const gap = spacing(open?.rate ?? {})
    const fitting = gap > 0 ? Math.max(1, Math.floor(RATE_AHEAD_MS / gap)) : some.length
    const run = some.slice(0, fitting)
    const booking = await book(db, shop.id, name, gap * run.length, Date.now())
    if (!booking.booked) {
      await putOff(env, db, shop, some, booking.againAt)
      count(`${name}:put_off`)
      continue
    }
    await putOff(env, db, shop, some.slice(fitting), booking.startAt + gap * run.length)
    let { failures } = booking
    const restocks = [...new Set(run.flatMap((row) => row.restock_id ?? []))]
    const stock = soldOutAgain(db, restocks, shop.settings.rules.threshold)
    let gone: Set<string> | undefined
    for (const [index, group] of chunks(run, CALLS_AT_ONCE).entries()) {
      const waited = await sleepUntil(booking.startAt + index * CALLS_AT_ONCE * gap)
      if (waited || !gone) gone = idsOf(await stock.all())
      const back = await withdraw(env, db, shop, group, gone)
      if (back.length > 0) count(`notify:${name}:put_back`, back.length)
      const rest = group.filter((row) => !back.includes(row))
      if (rest.length === 0) {
        gone = undefined
        continue
      }
      let failed = 0
      const fates = await Promise.all(
        rest.map(async (row) => {
          const outcome = await make(row, open?.calls, () => toCall(row, vault, catalog))
          if (outcome.kind === 'retry') failed += 1
          const fate = fateOf(outcome, row.attempts, Date.now(), Math.random())
          const reason = fate.state === 'finished' ? '' : `:${fate.reason}`
          count(`${row.call}:${name}:${fate.state}${reason}`)
          return { row, fate }
        }),
      )
      // The stock as the next six find it is asked for in the same breath.
      gone = idsOf(await recordFates(db, fates, Date.now(), stock))
      const worked = fates.length - failed
      // Nothing to tell the gate while all goes well.
      if (worked > 0 && failures === 0) continue
      const { closed } = await report(db, shop.id, name, { worked, failed }, Date.now())
      failures = worked > 0 ? 0 : failures + failed
      if (closed) {
        count(`${name}:closed`)
        const left = run.slice((index + 1) * CALLS_AT_ONCE)
        await putOff(env, db, shop, left, Date.now() + BREAKER_MS)
        break
      }
    }
  }
  await writeLog(db, [entry(shop.id, 'outbox_run', Object.fromEntries(counts), onlySku(leased))])
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

/** Makes the call of a row. A destination that throws has a fault of its own: try again later. */
async function make(
  row: OutboxRow,
  calls: Calls | undefined,
  call: () => Promise<Call>,
): Promise<Outcome> {
  const method = calls?.[row.call]
  if (!method) return { kind: 'refused', reason: 'destination_removed' }
  try {
    return await method(await call())
  } catch (error) {
    console.error(
      JSON.stringify({
        level: 'error',
        event: 'call_threw',
        destination: row.destination,
        error: error instanceof Error ? error.name : 'unknown',
      }),
    )
    return { kind: 'retry', reason: 'internal' }
  }
}

async function toCall(row: OutboxRow, vault: Vault, catalog: Map<string, Product>): Promise<Call> {
  const product =
    catalog.get(catalogKey(row.sku, row.locale)) ??
    catalog.get(catalogKey(row.sku, '')) ??
    (row.product ? (JSON.parse(row.product) as Product) : undefined)
  return {
    key: row.id,
    subscriptionId: row.subscription_id,
    contactId: row.contact_id,
    channels: channelsFromBits(row.channels),
    sku: row.sku,
    ...(row.email && { email: await vault.open(row.email) }),
    ...(row.phone && { phone: await vault.open(row.phone) }),
    ...(row.locale && { locale: row.locale }),
    ...(row.external_id && { externalId: row.external_id }),
    ...(product && { product }),
  }
}

interface OpenDestination {
  calls: Calls
  rate: Rate
}

async function openDestinations(
  env: Env,
  shop: Shop,
  vault: Vault,
): Promise<Map<string, OpenDestination>> {
  const open = async (destination: Destination): Promise<[string, OpenDestination]> => {
    const calls = callsOf(await openSecrets(destination, vault), { env, shop })
    return [destination.name, { calls, rate: destination.rate }]
  }
  const own: [string, OpenDestination] = [OWN_MAIL, { calls: ownCalls({ env, shop }), rate: {} }]
  return new Map([own, ...(await Promise.all(shop.settings.destinations.map(open)))])
}

function onlySku(leased: OutboxRow[]): string | undefined {
  const skus = new Set(leased.map((row) => row.sku))
  return skus.size === 1 ? leased[0]?.sku : undefined
}
