/**
 * Moves the people of a list to another variant, or closes the list: some people at a time, each step in one
 * transaction. A job is a row, and the sweep continues it. A step decides by what is there, so one that is
 * repeated, or made by two at once, does nothing twice.
 */
import { channelBits } from '../address/channels.ts'
import { idsOf, write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { DAY_MS, LIST_JOB_DAYS, LIST_JOBS, LIST_STEP, LIST_STEPS, MINUTE_MS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { lookAgain, wokenRestocks } from '../restock/again.ts'
import type { Actor } from '../shop/keys.ts'
import {
  announcersOf,
  clientShop,
  namesThatCan,
  notifyingChannels,
  relayBits,
} from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { shopById } from '../shop/store.ts'
import { cancelListAtDestinations } from '../subscription/cancel-calls.ts'
import { type CloseBody, derivedId, type ListJob, type MoveBody } from './list-rules.ts'
import {
  CONSENTS_ENDED,
  CONSENTS_MOVED,
  COUNT_STEP,
  DELETE_STEP,
  DROP_RELAYING,
  DROP_YOUNGER,
  FORGET_RELAYS,
  INSERT_CLOSE,
  MERGE,
  MOVE_STEP,
  RELAY_JOINED,
  RELAY_MOVED,
} from './list-sql.ts'
import { dropListJobs, dueJobs, endJob, nextOfJob, startJob } from './list-store.ts'

/** The result: how many subscriptions are done, and whether more follow; or why nothing was done. */
export type ListDone =
  | { kind: 'done'; people: number; more: boolean }
  /** The other variant is not in the catalogue. */
  | { kind: 'variant_unknown' }
  | { kind: 'same_variant' }
  /** The id stands for another wish. */
  | { kind: 'id_used' }

/** Moves the people who wait for a variant to another one. `now`: milliseconds since 1970. */
export async function moveList(
  env: Env,
  shop: Shop,
  sku: string,
  { to, id, reason, locale = '', externalId = '' }: MoveBody,
  by: Actor,
  now: number,
): Promise<ListDone> {
  if (to === sku) return { kind: 'same_variant' }
  const db = homeOf(env, shop)
  if (shop.settings.catalog === 'strict' && !(await isInCatalog(db, shop.id, to)))
    return { kind: 'variant_unknown' }
  const job = {
    shop_id: shop.id,
    id: id === undefined ? derivedId('move', { sku, to, locale, externalId }) : `id:${id}`,
    kind: 'move' as const,
    sku,
    locale,
    external_id: externalId,
    to_sku: to,
    message: 0,
  }
  const detail = { to, ...(locale && { locale }), ...(externalId && { externalId }), by, reason }
  return begin(env, shop, job, { again: id === undefined, detail }, now)
}

/** Closes the list of a variant that will not come back. `now`: milliseconds since 1970. */
export async function closeList(
  env: Env,
  shop: Shop,
  sku: string,
  { message, alternative, id, reason }: CloseBody,
  by: Actor,
  now: number,
): Promise<ListDone> {
  if (alternative === sku) return { kind: 'same_variant' }
  const db = homeOf(env, shop)
  // The message has to name it, so the catalogue must.
  if (alternative !== undefined && !(await isInCatalog(db, shop.id, alternative)))
    return { kind: 'variant_unknown' }
  const job = {
    shop_id: shop.id,
    id: id === undefined ? derivedId('close', { sku }) : `id:${id}`,
    kind: 'close' as const,
    sku,
    locale: '',
    external_id: '',
    to_sku: alternative ?? null,
    message: message ? 1 : 0,
  }
  const detail = { message, ...(alternative !== undefined && { alternative }), by, reason }
  return begin(env, shop, job, { again: id === undefined, detail }, now)
}

async function isInCatalog(db: D1Database, shopId: string, sku: string): Promise<boolean> {
  const row = await db
    .prepare('SELECT 1 AS known FROM product WHERE shop_id = ?1 AND sku = ?2 LIMIT 1')
    .bind(shopId, sku)
    .first()
  return row !== null
}

async function begin(
  env: Env,
  shop: Shop,
  wanted: Omit<ListJob, 'until' | 'due_at' | 'people'>,
  how: { again: boolean; detail: Record<string, unknown> },
  now: number,
): Promise<ListDone> {
  const db = homeOf(env, shop)
  const names = announcersOf(shop.settings, 'restock.finished')
  const { job, due } = await startJob(db, wanted, how, names, now)
  await enqueueOutbox(env, shop.id, due)
  if (!job || job.kind !== wanted.kind || job.sku !== wanted.sku) return { kind: 'id_used' }
  const { people, more } = await goOn(env, db, shop, job, now)
  return { kind: 'done', people, more }
}

/** Makes the next steps of a job. */
async function goOn(
  env: Env,
  db: D1Database,
  shop: Shop,
  job: ListJob,
  now: number,
): Promise<{ people: number; more: boolean }> {
  if (job.due_at === null) return { people: job.people, more: false }
  let { people } = job
  for (let step = 0; step < LIST_STEPS; step += 1) {
    const ids = await nextOfJob(db, job, LIST_STEP)
    if (ids.length === 0) {
      const later = await endJob(db, job, now + MINUTE_MS)
      return { people, more: later !== null }
    }
    await (job.kind === 'move' ? moveStep : closeStep)(env, db, shop, job, ids, now)
    people += ids.length
  }
  return { people, more: true }
}

type Step = (
  env: Env,
  db: D1Database,
  shop: Shop,
  job: ListJob,
  ids: string[],
  now: number,
) => Promise<void>

const moveStep: Step = async (env, db, shop, { id, sku, to_sku }, ids, now) => {
  const to = to_sku ?? sku
  const list = JSON.stringify(ids)
  const relays = relayBits(clientShop(shop))
  const names = JSON.stringify(relays.map(({ name }) => name))
  const base = [shop.id, list, sku, to]
  const relayed = [...base, now, JSON.stringify(relays), id]
  const look = lookAgain(db, shop, [to], now)
  const results = await write(db, [
    db.prepare(COUNT_STEP).bind(shop.id, list, sku, now, id),
    db.prepare(CONSENTS_MOVED).bind(...base, now),
    ...cancelListAtDestinations(db, shop, { ids: list, sku, cause: id }, now),
    db.prepare(DROP_RELAYING).bind(shop.id, list, sku, names),
    db.prepare(FORGET_RELAYS).bind(shop.id, list, sku),
    ...MERGE.map((sql) => db.prepare(sql).bind(...base)),
    db.prepare(RELAY_JOINED).bind(...relayed),
    db.prepare(DROP_YOUNGER).bind(...base),
    db.prepare(MOVE_STEP).bind(...base),
    db.prepare(RELAY_MOVED).bind(...relayed),
    ...look,
  ])
  await enqueueOutbox(env, shop.id, idsOf(results.slice(0, -look.length)))
  await enqueueMatches(env, shop.id, wokenRestocks(results.slice(-look.length)))
}

const closeStep: Step = async (env, db, shop, { id, sku, to_sku, message }, ids, now) => {
  const list = JSON.stringify(ids)
  const base = [shop.id, list, sku]
  const names = JSON.stringify(relayBits(clientShop(shop)).map(({ name }) => name))
  const results = await write(db, [
    db.prepare(COUNT_STEP).bind(...base, now, id),
    db.prepare(CONSENTS_ENDED).bind(...base, now),
    ...(message
      ? [db.prepare(INSERT_CLOSE).bind(...base, now, JSON.stringify(closersOf(shop)), to_sku)]
      : []),
    ...cancelListAtDestinations(db, shop, { ids: list, sku, cause: id }, now),
    db.prepare(DROP_RELAYING).bind(...base, names),
    db.prepare(DELETE_STEP).bind(...base),
  ])
  await enqueueOutbox(env, shop.id, idsOf(results))
}

/** The destinations that send the last message, with their channels as bits. */
const closersOf = ({ settings }: Shop): { name: string; bits: number }[] => {
  const names = namesThatCan(settings, 'close')
  return settings.destinations
    .filter(({ name }) => names.includes(name))
    .map((one) => ({ name: one.name, bits: channelBits([...notifyingChannels(one)]) }))
}

/** Continues the jobs of a home that are due. Logs the failure of one; it stays due. */
export async function takeListJobs(env: Env, db: D1Database, now: number): Promise<void> {
  for (const job of await dueJobs(db, now, LIST_JOBS)) {
    const shop = await shopById(env, job.shop_id)
    if (!shop) continue
    await goOn(env, db, shop, job, now).catch((error: unknown) =>
      logLine('error', 'list_job_failed', { shop: job.shop_id, error: errorName(error) }),
    )
  }
}

/** Deletes jobs that were done some days ago: a repeated wish is no longer recognised then. */
export const dropOldListJobs = (db: D1Database, now: number): Promise<void> =>
  dropListJobs(db, now - LIST_JOB_DAYS * DAY_MS)
