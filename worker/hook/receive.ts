/**
 * Handles webhooks of a shop's sources and destinations. Their content is stored or queued before
 * the vendor gets an answer. No part of a body reaches the log.
 */
import type { Hook, Verification } from '../connectors/hook.ts'
import type { Delivery, SourceCalls } from '../connectors/sources/contract.ts'
import type { Calls } from '../connectors/destinations/contract.ts'
import { holdIfComplaints } from '../delivery/complaints.ts'
import { openDestination } from '../delivery/open.ts'
import { senderOf } from '../health/check.ts'
import { homeOf } from '../homes/home.ts'
import { writeLog } from '../log/store.ts'
import { enqueueHints } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { openSource } from '../source/open.ts'
import { openSink } from '../source/sink.ts'
import { recordPush } from '../source/store.ts'
import { applyReports } from '../suppression/reported.ts'
import { sha256 } from '../vault.ts'
import { obeyPrivacyCall } from './privacy.ts'
import { markSeen, wasSeen } from './store.ts'

/** What became of a webhook. */
export type HookOutcome =
  /** It was not verified, or has no content. */
  | { kind: Exclude<Verification, 'good'> }
  /** Its reports about addresses were applied. */
  | { kind: 'reports' }
  /** The connector does not know its shape: the log has its length. */
  | { kind: 'unreadable' }
  /** It was handled before: the vendor's id of the delivery is known. */
  | { kind: 'repeated' }
  /** Its levels and catalogue entries were stored, its hints were queued. */
  | { kind: 'stored' }
  /** It was a request about personal data, which is done or will be. */
  | { kind: 'obeyed' }

/** Handles webhooks of one source or destination. */
export type HookReceiver = (hook: Hook) => Promise<HookOutcome>

/** The receiver for a source or destination; undefined if the shop has none that takes webhooks. */
export async function hookReceiver(
  env: Env,
  shop: Shop,
  name: string,
): Promise<HookReceiver | undefined> {
  const source = await openSource(env, shop, name)
  const calls = source ?? (await openDestination(env, shop, name))?.calls
  if (!calls?.verify) return
  return async (hook) => {
    const kind = await verificationOf(calls, hook)
    // A signature covers the byte order mark, but parsers of JSON and forms refuse it.
    const content = { ...hook, body: hook.body.replace(/^\uFEFF/, '') }
    return kind === 'good' ? receive(env, shop, name, calls, content) : { kind }
  }
}

async function receive(
  env: Env,
  shop: Shop,
  name: string,
  calls: SourceCalls | Calls,
  hook: Hook,
): Promise<HookOutcome> {
  const db = homeOf(env, shop)
  const said = 'readReports' in calls ? orNothing(() => calls.readReports?.(hook)) : undefined
  if (said) {
    const { reports, unreadable } = said
    const options = shop.settings.destinations.find((one) => one.name === name)
    const domain = options && senderOf(env, shop, options)?.domain
    await applyReports(env, shop, reports, hook.now, domain)
    if (domain && reports.some(({ reason }) => reason === 'complaint')) {
      await holdIfComplaints(env, db, shop, { destination: name, domain }, hook.now)
    }
    if (unreadable > 0) {
      const detail = { source: name, unreadable, reports: reports.length }
      await writeLog(db, shop.id, 'reports_unreadable', detail)
    }
    return { kind: 'reports' }
  }
  const delivery = 'readDelivery' in calls ? orNothing(() => calls.readDelivery?.(hook)) : undefined
  if (!delivery) {
    const detail = { source: name, characters: hook.body.length }
    await writeLog(db, shop.id, 'hook_unreadable', detail)
    return { kind: 'unreadable' }
  }
  const id = delivery.id === undefined ? undefined : await sha256(delivery.id)
  if (id && (await wasSeen(db, shop.id, name, id))) return { kind: 'repeated' }
  const { privacy } = delivery
  if (privacy) await obeyPrivacyCall(env, shop, name, privacy, hook.now)
  else await store(env, shop, name, delivery, hook.now)
  if (id) await markSeen(db, shop.id, name, id, hook.now)
  return { kind: privacy ? 'obeyed' : 'stored' }
}

async function store(
  env: Env,
  shop: Shop,
  name: string,
  delivery: Delivery,
  now: number,
): Promise<void> {
  const { levels = [], entries = [], facts = [], hints = [], leftOut = 0 } = delivery
  const sink = openSink(env, shop, name, now)
  await sink.entries(entries)
  await sink.facts(facts)
  await sink.levels(levels)
  await enqueueHints(env, shop.id, name, hints)
  await sink.log()
  const db = homeOf(env, shop)
  if (leftOut > 0) {
    const detail = { source: name, count: leftOut, reason: 'item_unreadable' }
    await writeLog(db, shop.id, 'source_skipped', detail)
  }
  const { written, restocks } = sink.tally
  const push = { heardAt: now, lagMs: lagOf(delivery, now), written, restocks }
  await recordPush(db, shop.id, name, push, now)
}

/** Verifies a webhook. If the connector throws, the signature counts as bad. */
async function verificationOf({ verify }: SourceCalls | Calls, hook: Hook): Promise<Verification> {
  try {
    return (await verify?.(hook)) ?? 'bad'
  } catch {
    return 'bad'
  }
}

/** The result of `read`; undefined if it throws because it does not know the shape. */
function orNothing<T>(read: () => T | undefined): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** How old the newest level is, in milliseconds; undefined if the vendor does not date levels. */
function lagOf({ levels = [] }: Delivery, now: number): number | undefined {
  const times = levels.map(({ at }) => (at === undefined ? Number.NaN : Date.parse(at)))
  const known = times.filter((at) => Number.isFinite(at))
  return known.length > 0 ? Math.max(0, now - Math.max(...known)) : undefined
}
