/** From a row of the outbox to the call that it stands for, in clear, and its outcome. */
import type { Destination } from '../connectors/destinations/union.ts'
import type { Product } from '../../shared/product.ts'
import type { Agreed, Call, Calls, Level, Person } from '../connectors/destinations/contract.ts'
import type { Outcome } from '../connectors/destinations/outcome.ts'
import { callsOf, connectorOf, OWN_MAIL, ownCalls } from '../connectors/destinations/list.ts'
import { timeOf } from '../ids.ts'
import { tellingCalls } from '../shop/rules.ts'
import { openSecrets } from '../shop/secrets.ts'
import type { Shop } from '../shop/shop.ts'
import { channelsFromBits } from '../subscription/rules.ts'
import { openVault, type Vault } from '../vault.ts'
import { familiesOf } from './families.ts'
import { ofCalls, type Rate, slower } from './gate.ts'
import {
  catalogKey,
  catalogOf,
  type Detail,
  levelsOf,
  type OutboxRow,
  type PersonRow,
  peopleOf,
} from '../outbox/store.ts'

export interface OpenDestination {
  calls: Calls
  rate: Rate
  fallback?: string | undefined
  /** The calls that go to `fallback` where they are not taken. */
  moves: readonly string[]
  knowsPeople: boolean
  wantsSiblings: boolean
}

async function openOne(
  env: Env,
  shop: Shop,
  vault: Vault,
  destination: Destination,
): Promise<OpenDestination> {
  const connector = connectorOf(destination)
  const { knowsPeople = false, wantsSiblings = false, requestsPerCall = 1 } = connector
  const calls = callsOf(await openSecrets(destination, vault), { env, shop })
  const { fallback } = destination
  const limit = slower(destination.rate, connector.pace?.(destination) ?? {})
  const rate = ofCalls(limit, requestsPerCall)
  return { calls, rate, fallback, moves: tellingCalls(destination), knowsPeople, wantsSiblings }
}

/** A destination of a shop, secrets in clear; undefined where its settings have none of the name. */
export async function openDestination(
  env: Env,
  shop: Shop,
  name: string,
): Promise<OpenDestination | undefined> {
  const found = shop.settings.destinations.find((one) => one.name === name)
  return found && openOne(env, shop, await openVault(env, shop.id), found)
}

/** A shop's destinations by name, and the Worker's own mail. */
export async function openDestinations(
  env: Env,
  shop: Shop,
  vault: Vault,
): Promise<Map<string, OpenDestination>> {
  const own: [string, OpenDestination] = [
    OWN_MAIL,
    {
      calls: ownCalls({ env, shop }),
      rate: {},
      moves: [],
      knowsPeople: false,
      wantsSiblings: false,
    },
  ]
  const opened = shop.settings.destinations.map(async (one): Promise<[string, OpenDestination]> => [
    one.name,
    await openOne(env, shop, vault, one),
  ])
  return new Map([own, ...(await Promise.all(opened))])
}

/** What rows do not hold themselves. */
export interface Known {
  catalog: Map<string, Product>
  /** By contact. */
  people: Map<string, PersonRow>
}

/** Reads what the calls of some rows need, in as few questions as there are tables. */
export async function knownOf(
  db: D1Database,
  shop: Shop,
  rows: OutboxRow[],
  destinations: Map<string, OpenDestination>,
): Promise<Known> {
  const personal = rows.filter((row) => destinations.get(row.destination)?.knowsPeople)
  const [catalog, people] = await Promise.all([
    catalogOf(db, shop.id, [...new Set(rows.map((row) => row.sku))]),
    personal.length > 0
      ? peopleOf(
          db,
          personal.map((row) => row.contact_id),
        )
      : [],
  ])
  return { catalog, people: new Map(people.map((one) => [one.id, one])) }
}

/** Makes the call of a row. A destination that throws has a fault of its own: try again later. */
export async function make(
  row: OutboxRow,
  open: OpenDestination | undefined,
  db: D1Database,
  shop: Shop,
  vault: Vault,
  known: Known,
): Promise<Outcome> {
  try {
    if (row.call === 'stock') {
      if (!open?.calls.updateStock) return { kind: 'refused', reason: 'destination_removed' }
      return await open.calls.updateStock(await currentLevels(row, open, db, shop))
    }
    if (row.call === 'event') {
      const { news, at = 0 } = detailOf(row)
      if (!open?.calls.announce || !news) return { kind: 'refused', reason: 'destination_removed' }
      return await open.calls.announce({ key: row.id, at, ...news })
    }
    const method = open?.calls[row.call]
    if (!method) return { kind: 'refused', reason: 'destination_removed' }
    const call = await toCall(row, vault, known)
    if (row.call !== 'subscribe' || !open?.wantsSiblings) return await method(call)
    const siblings = async () => {
      const families = await familiesOf(db, shop, [{ sku: call.sku, product: call.product }])
      return families.get(call.sku) ?? []
    }
    return await method({ ...call, siblings })
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

export const detailOf = (row: OutboxRow): Detail =>
  row.detail ? (JSON.parse(row.detail) as Detail) : {}

async function toCall(row: OutboxRow, vault: Vault, { catalog, people }: Known): Promise<Call> {
  const product =
    catalog.get(catalogKey(row.sku, row.locale)) ??
    catalog.get(catalogKey(row.sku, '')) ??
    (row.product ? (JSON.parse(row.product) as Product) : undefined)
  const person = people.get(row.contact_id)
  const detail = detailOf(row)
  const { relayId, destination, messageId } = detail
  const at = detail.at ?? timeOf(row.restock_id ?? row.id)
  return {
    key: row.id,
    at,
    subscriptionId: row.subscription_id,
    contactId: row.contact_id,
    channels: channelsFromBits(row.channels),
    sku: row.sku,
    quantity: row.wanted,
    ...(row.email && { email: await vault.open(row.email) }),
    ...(row.phone && { phone: await vault.open(row.phone) }),
    ...(row.locale && { locale: row.locale }),
    ...(row.external_id && { externalId: row.external_id }),
    ...(product && { product }),
    ...(relayId && { relayId }),
    ...(destination && { sent: { destination, ...(messageId && { messageId }) } }),
    ...(person?.customer_id && { customerId: person.customer_id }),
    ...(person && { person: personOf(person, row.subscription_id) }),
  }
}

function personOf({ attributes, consents }: PersonRow, subscriptionId: string): Person {
  const agreed = JSON.parse(consents) as (Agreed & { subscription: string; page: string | null })[]
  return {
    attributes: attributes ? (JSON.parse(attributes) as Person['attributes']) : {},
    consents: agreed
      .filter((one) => one.subscription === subscriptionId)
      .map(({ purpose, channel, text, version, page, at }) => ({
        purpose,
        channel,
        text,
        version,
        ...(page && { page }),
        at,
      })),
  }
}

/** The levels that a row names as they are now, whatever they were when it was written. */
async function currentLevels(
  row: OutboxRow,
  { wantsSiblings }: OpenDestination,
  db: D1Database,
  shop: Shop,
): Promise<Level[]> {
  const { threshold } = shop.settings.rules
  const { levels = [] } = detailOf(row)
  const told = new Map(levels.map(({ sku, product }) => [sku, product ?? undefined]))
  const current = await levelsOf(db, shop.id, levels)
  const families = wantsSiblings
    ? await familiesOf(
        db,
        shop,
        current.map(({ sku }) => ({ sku, product: told.get(sku) })),
      )
    : undefined
  return current.map((one) => {
    const product = one.data ? (JSON.parse(one.data) as Product) : told.get(one.sku)
    return {
      sku: one.sku,
      quantity: one.quantity,
      sellable: one.quantity > threshold,
      ...(one.locale && { locale: one.locale }),
      ...(one.external_id && { externalId: one.external_id }),
      ...(product && { product }),
      ...(families && { siblings: families.get(one.sku) ?? [] }),
    }
  })
}
