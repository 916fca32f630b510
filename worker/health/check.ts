/** Checks the domains that a shop sends mails from: when its settings change, each week, or when asked. */
import { textsAt } from '../connectors/dns.ts'
import { connectorOf, OWN, type Destination } from '../connectors/destinations/list.ts'
import type { Sender } from '../connectors/destinations/sender.ts'
import { isLoopback } from '../connectors/public-address.ts'
import { isLocal } from '../env.ts'
import { idsOf, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { DAY_MS, SENDER_CHECKS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { shopById } from '../shop/store.ts'
import { noticeStatement } from '../team/store.ts'
import { adviceOf, dkimNames, dmarcNames, type Finding, judge, spfName, spfTerms } from './rules.ts'
import { dueChecks, lastCheck, planChecks, putOffCheck, storeCheck } from './store.ts'

/** A destination's sender, with the name of the destination. */
export type NamedSender = Sender & { destination: string }

/** The sender of a destination; undefined if it sends no mails itself. */
export const senderOf = (env: Env, shop: Shop, options: Destination): Sender | undefined =>
  connectorOf(options).sender?.(options, { env, shop })

/** The senders of a shop: its own, or the Worker's if it has none. */
export function sendersOf(env: Env, shop: Shop): NamedSender[] {
  const own = shop.settings.destinations.flatMap((options): NamedSender[] => {
    const sender = senderOf(env, shop, options)
    return sender ? [{ ...sender, destination: options.name }] : []
  })
  const worker = senderOf(env, shop, OWN)
  return own.length > 0 || !worker ? own : [{ ...worker, destination: OWN.name }]
}

/** Plans a check of each sender that has none planned. Call it when the settings change. */
export const planSenderChecks = (env: Env, db: D1Database, shop: Shop, now: number) =>
  planChecks(db, shop.id, [...new Set(sendersOf(env, shop).map(({ domain }) => domain))], now)

/**
 * Looks a sender up in DNS and stores what was found. If something is wrong that was not wrong at the last
 * check, the shop's team gets a mail. `now`: milliseconds since 1970.
 */
export async function checkSender(
  env: Env,
  db: D1Database,
  shop: Shop,
  sender: NamedSender,
  now: number,
): Promise<Finding[]> {
  const { domain } = sender
  const findings = await look(env, sender)
  const before = new Set(adviceOf((await lastCheck(db, shop.id, domain))?.findings ?? []))
  const advice = adviceOf(findings)
  const isNews = advice.some((one) => !before.has(one))
  const notice = { kind: 'sender_health', domain, held: false, advice } as const
  const results = await write(db, [
    storeCheck(db, shop.id, domain, findings, now),
    ...(isNews ? [noticeStatement(db, shop, newId(now), notice, now)] : []),
  ])
  await enqueueOutbox(env, shop.id, idsOf(results.slice(1)))
  return findings
}

async function look(env: Env, sender: Sender): Promise<Finding[]> {
  const spf = spfName(sender)
  const names = [...dmarcNames(sender.domain), ...dkimNames(sender), ...(spf ? [spf] : [])]
  const found = await Promise.all(
    names.map(async (name) => [name, await textsAt(env, name)] as const),
  )
  const texts = new Map(found)
  const record = spf && texts.get(spf)?.find((text) => /^v=spf1/i.test(text))
  return judge(sender, texts, record ? await lookupsOf(env, record) : undefined)
}

// A record may include itself through others, so the count ends a little above the limit.
const ENOUGH_LOOKUPS = 11

/** How many lookups an SPF record causes, with those of what it includes. */
async function lookupsOf(env: Env, record: string): Promise<number> {
  let count = 0
  const queue = [record]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { costs, includes } = spfTerms(next)
    count += costs
    if (count >= ENOUGH_LOOKUPS) break
    const found = await Promise.all(includes.map((name) => textsAt(env, name)))
    queue.push(...found.flatMap((texts) => texts?.find((text) => /^v=spf1/i.test(text)) ?? []))
  }
  return count
}

/** Makes the checks of a home that are due, some at a time. A fault of one does not stop the others. */
export async function sweepSenders(env: Env, db: D1Database, now: number): Promise<void> {
  // Local development needs no network.
  if (isLocal(env) && !isLoopback(new URL(env.DNS_URL).hostname)) return
  for (const { shop: id, domain } of await dueChecks(db, now, SENDER_CHECKS)) {
    try {
      const shop = await shopById(env, id)
      const sender = shop && sendersOf(env, shop).find((one) => one.domain === domain)
      if (shop && sender) await checkSender(env, db, shop, sender, now)
      else await putOffCheck(db, id, domain, now + DAY_MS)
    } catch (error) {
      logLine('error', 'sender_check_failed', { shop: id, error: errorName(error) })
      await putOffCheck(db, id, domain, now + DAY_MS)
    }
  }
}
