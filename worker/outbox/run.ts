/**
 * The outbox consumer: leases rows, makes their calls six at a time, and records each six before
 * the next. A crash between a call and its record repeats at most those six, with the same key.
 */
import type { Product } from '../../shared/product.ts'
import type { Destination } from '../../shared/shop.ts'
import type { Call, Calls, Outcome } from '../destinations/connector.ts'
import { callsOf, OWN_MAIL, ownCalls } from '../destinations/list.ts'
import { CALLS_AT_ONCE, OUTBOX_LEASE_MS } from '../limits.ts'
import { entry, writeLog } from '../log/store.ts'
import { chunks, enqueueMatches, type OutboxMessage } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { begun, restockAgain } from '../stock/store.ts'
import { openSecrets } from '../shop/secrets.ts'
import { databaseOf, shopById } from '../shop/store.ts'
import { dropSuppressed } from '../suppression/store.ts'
import { channelsFromBits } from '../subscription/rules.ts'
import { openVault, type Vault } from '../vault.ts'
import { fateOf } from './rules.ts'
import {
  catalogKey,
  catalogOf,
  leaseRows,
  type OutboxRow,
  putBack,
  recordFates,
  soldOutAgain,
} from './store.ts'

export async function runOutbox(env: Env, message: OutboxMessage): Promise<void> {
  const shop = await shopById(env, message.shop)
  if (!shop) return
  const db = databaseOf(env, shop)
  const dropped = await dropSuppressed(db, shop.id, message.rows)
  const leased = await leaseRows(db, shop.id, message.rows, Date.now(), OUTBOX_LEASE_MS)
  if (leased.length + dropped.length === 0) return

  const vault = await openVault(env, shop.id)
  const catalog = await catalogOf(db, shop.id, [...new Set(leased.map((row) => row.sku))])
  const destinations = await openDestinations(env, shop, vault)
  const counts = new Map<string, number>()
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
  for (const row of dropped) count(`${row.call}:${row.destination}:suppressed`)
  for (const group of chunks(leased, CALLS_AT_ONCE)) {
    const back = await withdraw(env, db, shop, group)
    for (const row of back) count(`notify:${row.destination}:put_back`)
    const fates = await Promise.all(
      group
        .filter((row) => !back.includes(row))
        .map(async (row) => {
          const outcome = await make(row, destinations, () => toCall(row, vault, catalog))
          const fate = fateOf(outcome, row.attempts, Date.now(), Math.random())
          const reason = fate.state === 'finished' ? '' : `:${fate.reason}`
          count(`${row.call}:${row.destination}:${fate.state}${reason}`)
          return { row, fate }
        }),
    )
    if (fates.length > 0) await recordFates(db, fates, Date.now())
  }
  await writeLog(db, [entry(shop.id, 'outbox_run', Object.fromEntries(counts), onlySku(leased))])
}

/**
 * Reads the stock again before messages are sent: what has sold out again is not announced, and
 * the people wait on in their place. Gives the rows that were withdrawn.
 */
async function withdraw(
  env: Env,
  db: D1Database,
  shop: Shop,
  group: OutboxRow[],
): Promise<OutboxRow[]> {
  const restocks = new Set(group.flatMap((row) => row.restock_id ?? []))
  if (restocks.size === 0) return []
  const gone = await soldOutAgain(db, [...restocks], shop.settings.rules.threshold)
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
  destinations: Map<string, Calls>,
  call: () => Promise<Call>,
): Promise<Outcome> {
  const method = destinations.get(row.destination)?.[row.call]
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

async function openDestinations(env: Env, shop: Shop, vault: Vault): Promise<Map<string, Calls>> {
  const open = async (destination: Destination): Promise<[string, Calls]> => [
    destination.name,
    callsOf(await openSecrets(destination, vault), { env, shop }),
  ]
  const own: [string, Calls] = [OWN_MAIL, ownCalls({ env, shop })]
  return new Map([own, ...(await Promise.all(shop.settings.destinations.map(open)))])
}

function onlySku(leased: OutboxRow[]): string | undefined {
  const skus = new Set(leased.map((row) => row.sku))
  return skus.size === 1 ? leased[0]?.sku : undefined
}
