/** Destinations of a shop, opened for calls: their secrets in clear for as long as a run takes. */
import type { Rate } from '../connectors/contract.ts'
import type { Calls } from '../connectors/destinations/contract.ts'
import {
  callsOf,
  connectorOf,
  type Destination,
  OWN_MAIL,
  ownCalls,
} from '../connectors/destinations/list.ts'
import { detailOf, type OutboxRow } from '../outbox/store.ts'
import { notifyingCalls } from '../shop/rules.ts'
import { openSecrets } from '../shop/secrets.ts'
import type { Shop } from '../shop/shop.ts'
import { openVault, type Vault } from '../vault.ts'
import { ofCalls, slower } from './rate.ts'

export interface OpenDestination {
  calls: Calls
  rate: Rate
  fallback?: string | undefined
  /** The calls that move to `fallback` when this destination refuses them. */
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
  const limit = slower(destination.rate, connector.limits?.(destination) ?? {})
  return {
    calls,
    rate: ofCalls(limit, requestsPerCall),
    fallback: destination.fallback,
    moves: notifyingCalls(destination),
    knowsPeople,
    wantsSiblings,
  }
}

/** One destination by its name; undefined where the shop's settings have none. */
export async function openDestination(
  env: Env,
  shop: Shop,
  name: string,
): Promise<OpenDestination | undefined> {
  const found = shop.settings.destinations.find((one) => one.name === name)
  return found && openOne(env, shop, await openVault(env, shop.id), found)
}

/** All destinations of a shop by name, and the Worker's own mail. */
export async function openDestinations(
  env: Env,
  shop: Shop,
  vault: Vault,
): Promise<Map<string, OpenDestination>> {
  const own: OpenDestination = {
    calls: ownCalls({ env, shop }),
    rate: {},
    moves: [],
    knowsPeople: false,
    wantsSiblings: false,
  }
  const opened = shop.settings.destinations.map(
    async (one) => [one.name, await openOne(env, shop, vault, one)] as const,
  )
  return new Map([[OWN_MAIL, own] as const, ...(await Promise.all(opened))])
}

/** Where a refused row goes: nowhere if an earlier silence may have meant that it was taken. */
export const fallbackFor = (
  row: OutboxRow,
  open: OpenDestination | undefined,
): string | undefined =>
  open?.moves.includes(row.call) && !detailOf(row).silent ? open.fallback : undefined
