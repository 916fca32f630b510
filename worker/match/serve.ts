/** Serves the subscriptions of a restock, chunk by chunk, within an allowance of units. */
import { channelBits } from '../address/channels.ts'
import { openFact } from '../address/facts.ts'
import { MATCH_CHUNK, MATCH_LEASE_MS, MINUTE_MS } from '../limits.ts'
import { enqueueOutbox } from '../queue.ts'
import type { HoldCounts, HoldReason } from '../restock/hold.ts'
import { joinersOf, notifiersOf, platformsOf, reminding } from '../shop/rules.ts'
import type { Pace } from '../shop/settings.ts'
import type { Shop } from '../shop/shop.ts'
import { openVault, type Vault } from '../vault.ts'
import { announceHeld } from './announce-held.ts'
import { claim } from './claim.ts'
import type { Restock } from './lease.ts'
import { choose, type Criteria } from './rules.ts'
import { nextOfPeople, nextWaiting, type Page, theOnly } from './waiting.ts'

/** Counts of one run. */
export interface Served {
  /** People served. */
  matched: number
  /** Outbox rows written and queued. */
  queued: number
  /** Subscriptions deleted without a message, because the shop's conditions do not hold. */
  unmatched: number
  held: HoldCounts
  /** When time may lift a hold, for each hold that time can lift; milliseconds since 1970. */
  lifts: number[]
  /** Whether all waiting subscriptions were looked at. */
  finished: boolean
  /** Whether the shop stopped or ended the restock meanwhile. */
  stopped: boolean
}

/** How a run serves people. */
export interface Manner {
  /** The quantity of the level now. */
  quantity: number
  pace: Pace
  /** The shop notifies people itself: the allowance counts people. `only`: this subscription alone. */
  wish?: { only?: string | undefined }
}

/** Serves people until `allowance` units are used or nobody is left, the first tier first. */
export async function serve(
  env: Env,
  db: D1Database,
  shop: Shop,
  restock: Restock,
  manner: Manner,
  allowance: number,
): Promise<Served> {
  const { digestMinutes } = shop.settings.rules
  const plan = {
    notifiers: notifiersOf(shop.settings),
    joiners: digestMinutes > 0 ? joinersOf(shop.settings) : [],
    digestMs: digestMinutes * MINUTE_MS,
    reminds: reminding(shop.settings),
  }
  const { quantity, wish } = manner
  const base = criteriaOf(shop, quantity)
  // What the shop does by hand never removes a person without a message.
  const criteria: Criteria = wish ? { ...base, keepUnmatched: true, countsPeople: true } : base
  const total: Served = {
    matched: 0,
    queued: 0,
    unmatched: 0,
    held: {},
    lifts: [],
    finished: true,
    stopped: false,
  }
  let units = 0
  const vault = await openVault(env, shop)
  // Everybody whom this run read. With the people served by earlier runs: everybody who waited.
  const people = new Set<string>()
  for (const read of readersOf(db, vault, shop, restock, manner)) {
    let after = ''
    for (;;) {
      const now = Date.now()
      const { waiting, contacts, next } = await read(after)
      for (const contact of contacts) people.add(contact)
      const choice = choose(waiting, criteria, allowance - units, now)
      if (choice.served.length + choice.unmatched.length > 0) {
        const others = people.size > 1 || restock.matched > 0
        const claimed = await claim(db, restock, choice, others, plan, now, MATCH_LEASE_MS)
        if (!claimed) return { ...total, finished: false, stopped: true }
        units += claimed.units
        total.matched += claimed.people
        total.unmatched += choice.unmatched.length
        total.queued += claimed.outbox.length
        for (const [dueAt, rows] of Map.groupBy(claimed.outbox, (row) => row.dueAt)) {
          await enqueueOutbox(
            env,
            shop.id,
            rows.map(({ id }) => id),
            dueAt - now,
          )
        }
      }
      // A restock by hand holds no people.
      if (!wish) await announceHeld(env, db, shop, restock, choice.kept, now)
      for (const [reason, count] of Object.entries(choice.held) as [HoldReason, number][]) {
        total.held[reason] = (total.held[reason] ?? 0) + count
      }
      total.lifts.push(...choice.lifts)
      if (choice.last?.id !== waiting.at(-1)?.id) {
        total.finished = false
        break
      }
      if (next === undefined) break
      after = next
    }
  }
  return total
}

/** The criteria for all people whom a level of this quantity serves. */
export function criteriaOf({ settings }: Shop, quantity: number): Criteria {
  const { conditions, coolDownHours, keepUnmatched } = settings.rules
  const notifiers = notifiersOf(settings)
  const own = channelBits(notifiers.map(({ channel }) => channel))
  const joiners = new Set(joinersOf(settings))
  const senders = [...Map.groupBy(notifiers, ({ name }) => name)].map(([name, some]) => ({
    bits: channelBits(some.map(({ channel }) => channel)),
    joins: settings.rules.digestMinutes > 0 && joiners.has(name),
  }))
  const platforms = platformsOf(settings).map(({ name, channels }) => ({
    name,
    bits: channelBits(channels),
  }))
  return {
    reach: { own, senders, platforms },
    coolDownHours,
    conditions,
    keepUnmatched,
    messagesPerPersonPerDay: settings.limits.messagesPerPersonPerDay,
    quantity,
  }
}

/**
 * How the subscriptions of a restock are read, page by page: all of them in their order; or, if the
 * pace prefers people with an attribute, first theirs and then the others'. Attributes are sealed, so
 * the Worker opens them, and only where the pace or the conditions ask for them.
 */
function readersOf(
  db: D1Database,
  vault: Vault,
  shop: Shop,
  restock: Restock,
  { pace, wish }: Manner,
): ((after: string) => Promise<Page>)[] {
  const { conditions } = shop.settings.rules
  const opened = async ({ waiting, ...page }: Page): Promise<Page> => ({
    ...page,
    waiting: conditions
      ? await Promise.all(waiting.map((one) => withAttributes(vault, one)))
      : waiting,
  })
  const all = (after: string) => nextWaiting(db, shop, restock, after, MATCH_CHUNK)
  const { only } = wish ?? {}
  if (only !== undefined) return [async () => opened(await theOnly(db, shop, restock, only))]
  if (pace.mode !== 'waves' || !pace.first) return [async (after) => opened(await all(after))]

  const { attribute, value } = pace.first
  const preferred = new Set<string>()
  const isPreferred = async (one: { contact_id: string; attributes: string }) => {
    const { attributes } = await withAttributes(vault, one)
    const known = JSON.parse(attributes ?? '{}') as Record<string, unknown>
    return Object.hasOwn(known, attribute) && known[attribute] === value
  }
  return [
    async (after) => {
      const page = await nextOfPeople(db, shop, restock, after, MATCH_CHUNK, isPreferred)
      for (const { id } of page.waiting) preferred.add(id)
      return opened(page)
    },
    async (after) => {
      const { waiting, ...page } = await all(after)
      return opened({ waiting: waiting.filter(({ id }) => !preferred.has(id)), ...page })
    },
  ]
}

/** A person with their attributes in clear. */
export const withAttributes = async <T extends { contact_id: string; attributes: string | null }>(
  vault: Vault,
  one: T,
): Promise<T> => ({
  ...one,
  attributes: await openFact(vault, one.contact_id, 'attributes', one.attributes),
})
