/** Opens destinations for calls: connectors whose options have their secrets in clear. */
import type { Rate } from '../connectors/contract.ts'
import type { Calls, Planned } from '../connectors/destinations/contract.ts'
import { connectorOf, type Destination, OWN } from '../connectors/destinations/list.ts'
import type { Sender } from '../connectors/destinations/sender.ts'
import { onlyPublic } from '../connectors/destinations/only-public.ts'
import { detailOf, type OutboxRow } from '../outbox/store.ts'
import { notifyingCalls } from '../shop/rules.ts'
import { openSecrets } from '../shop/secrets.ts'
import type { Shop } from '../shop/shop.ts'
import { openVault, type Vault } from '../vault.ts'
import { ofCalls, slower } from './rate.ts'

/** How many calls of a kind a destination allows. */
export interface CallPace {
  /** The shop's limit or the vendor's, whichever is lower. */
  rate: Rate
  /** Whether these calls and all others do not wait for each other. */
  apart: boolean
}

/** A destination that is ready for calls. It lives no longer than a run. */
export interface OpenDestination {
  calls: Calls
  /** How a call is paced. */
  paceOf(planned: Planned): CallPace
  fallback?: string | undefined
  /** The calls that move to `fallback` when this destination refuses them. */
  moves: readonly string[]
  knowsPeople: boolean
  /** It sends its messages to people itself, so the ceilings apply. */
  sends: boolean
  /** The sender of its mails. */
  sender: Sender | undefined
  wantsSiblings: boolean
  /** One message can be about several products. */
  joins: boolean
}

async function openOne(
  env: Env,
  shop: Shop,
  vault: Vault,
  destination: Destination,
): Promise<OpenDestination> {
  const connector = connectorOf(destination)
  const {
    knowsPeople = false,
    wantsSiblings = false,
    sends = false,
    joins = false,
    requestsPerCall = 1,
  } = connector
  const options = await openSecrets(destination, vault)
  const given = options as Partial<Record<string, unknown>>
  const addresses = connector.addresses.flatMap((field) => {
    const address = given[field]
    return typeof address === 'string' ? [address] : []
  })
  const calls = onlyPublic(env, addresses, connector.create(options, { env, shop }))
  return {
    calls,
    paceOf(planned) {
      const pace = connector.pace?.(destination, planned) ?? { rate: {} }
      const { rate, requests = requestsPerCall, apart = false } = pace
      return { rate: ofCalls(slower(destination.rate, rate), requests), apart }
    },
    fallback: destination.fallback,
    moves: notifyingCalls(destination),
    knowsPeople,
    sends,
    joins,
    sender: connector.sender?.(destination, { env, shop }),
    wantsSiblings,
  }
}

/** Opens one destination by its name; undefined if the shop's settings do not have it. */
export async function openDestination(
  env: Env,
  shop: Shop,
  name: string,
): Promise<OpenDestination | undefined> {
  const found = shop.settings.destinations.find((one) => one.name === name)
  return found && openOne(env, shop, await openVault(env, shop), found)
}

/** Opens all destinations of a shop, and the Worker's own mail; by name. */
export async function openDestinations(
  env: Env,
  shop: Shop,
  vault: Vault,
): Promise<Map<string, OpenDestination>> {
  const opened = [OWN, ...shop.settings.destinations].map(
    async (one) => [one.name, await openOne(env, shop, vault, one)] as const,
  )
  return new Map(await Promise.all(opened))
}

/**
 * The destination that takes over a refused call. None if an earlier attempt got no answer: that
 * attempt may have worked, and a second destination would then send a second message.
 */
export const fallbackFor = (
  row: OutboxRow,
  open: OpenDestination | undefined,
): string | undefined =>
  open?.moves.includes(row.call) && !detailOf(row).silent ? open.fallback : undefined
