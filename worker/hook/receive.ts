/**
 * Webhooks of a shop's sources and destinations. What is taken is stored or on a queue before the
 * vendor gets an answer; nothing of a webhook's body reaches the log.
 */
import type { Hook, Verification } from '../connectors/hook.ts'
import type { Delivery, SourceCalls } from '../connectors/sources/contract.ts'
import type { Calls } from '../connectors/destinations/contract.ts'
import { openDestination } from '../delivery/open.ts'
import { homeOf } from '../homes/home.ts'
import { entry, writeLog } from '../log/store.ts'
import { enqueueHints } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { openSource } from '../source/open.ts'
import { openSink } from '../source/sink.ts'
import { recordPush } from '../source/store.ts'
import { applyReports } from '../suppression/reported.ts'
import { sha256 } from '../vault.ts'
import { markSeen, wasSeen } from './store.ts'

/** What became of a webhook. */
export type HookOutcome =
  /** Wrongly signed, or not at all. */
  | { kind: 'forged' }
  /** Well signed, but too long ago. */
  | { kind: 'stale' }
  /** A greeting that says nothing. */
  | { kind: 'ping' }
  /** What it says of addresses is applied. */
  | { kind: 'reports' }
  /** In no shape that its connector knows: logged by its length. */
  | { kind: 'unreadable' }
  /** Taken before, by the vendor's id of the delivery. */
  | { kind: 'repeated' }
  /** Its levels and catalogue entries are stored, its hints are on the queue. */
  | { kind: 'stored' }

/** Takes the webhooks of one source or destination. */
export type HookReceiver = (hook: Hook) => Promise<HookOutcome>

/** The receiver of a name in the shop's settings; undefined where nothing there takes webhooks. */
export async function hookReceiver(
  env: Env,
  shop: Shop,
  name: string,
): Promise<HookReceiver | undefined> {
  const source = await openSource(env, shop, name)
  const calls = source ?? (await openDestination(env, shop, name))?.calls
  if (!calls?.verify) return
  return async (hook) => {
    const verification = await verificationOf(calls, hook)
    switch (verification) {
      case 'bad':
        return { kind: 'forged' }
      case 'stale':
      case 'ping':
        return { kind: verification }
      case 'good':
        return receive(env, shop, name, calls, hook)
      default:
        return verification satisfies never
    }
  }
}

async function receive(
  env: Env,
  shop: Shop,
  name: string,
  calls: SourceCalls | Calls,
  hook: Hook,
): Promise<HookOutcome> {
  const reports = 'readReports' in calls ? orNothing(() => calls.readReports?.(hook)) : undefined
  if (reports) {
    await applyReports(env, shop, reports, hook.now)
    return { kind: 'reports' }
  }
  const db = homeOf(env, shop)
  const delivery = 'readDelivery' in calls ? orNothing(() => calls.readDelivery?.(hook)) : undefined
  if (!delivery) {
    const detail = { source: name, characters: hook.body.length }
    await writeLog(db, [entry(shop.id, 'hook_unreadable', detail)])
    return { kind: 'unreadable' }
  }
  const id = delivery.id === undefined ? undefined : await sha256(delivery.id)
  if (id && (await wasSeen(db, shop.id, name, id))) return { kind: 'repeated' }
  await store(env, shop, name, delivery, hook.now)
  if (id) await markSeen(db, shop.id, name, id, hook.now)
  return { kind: 'stored' }
}

async function store(
  env: Env,
  shop: Shop,
  name: string,
  delivery: Delivery,
  now: number,
): Promise<void> {
  const { levels = [], entries = [], hints = [] } = delivery
  const sink = openSink(env, shop, name, now)
  await sink.entries(entries)
  await sink.levels(levels)
  await enqueueHints(env, shop.id, name, hints)
  await sink.log()
  const { written, restocks } = sink.tally
  const push = { heardAt: now, lagMs: lagOf(delivery, now), written, restocks }
  await recordPush(homeOf(env, shop), shop.id, name, push, now)
}

/** A webhook that cannot be verified is not the vendor's. */
async function verificationOf({ verify }: SourceCalls | Calls, hook: Hook): Promise<Verification> {
  try {
    return (await verify?.(hook)) ?? 'bad'
  } catch {
    return 'bad'
  }
}

/** What a reader gives, or nothing where it throws at an unknown shape. */
function orNothing<T>(read: () => T | undefined): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** How old the newest level is, in milliseconds, where the vendor dates them. */
function lagOf({ levels = [] }: Delivery, now: number): number | undefined {
  const times = levels.map(({ at }) => (at === undefined ? Number.NaN : Date.parse(at)))
  const known = times.filter((at) => Number.isFinite(at))
  return known.length > 0 ? Math.max(0, now - Math.max(...known)) : undefined
}
