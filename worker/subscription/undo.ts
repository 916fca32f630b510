/**
 * Takes back a request from the form that sent it. Every accepted request gets a token, whatever
 * became of it, so that the answer tells nobody who is on a list. The token is sealed: it names the
 * contact, and the index of an address is for nobody outside. It removes only what its own request
 * added, so whoever repeats another person's request cannot remove that person.
 */
import * as v from 'valibot'
import { idsOf, isUnavailable, write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { newId } from '../ids.ts'
import { UNDO_LIFE_MS } from '../limits.ts'
import { defer, enqueueOutbox } from '../queue.ts'
import { done, failed, type Result } from '../result.ts'
import type { ClientShop, Shop } from '../shop/shop.ts'
import { shopById } from '../shop/store.ts'
import { type About, openVault, type Vault } from '../vault.ts'
import { cancelAtDestinations } from './cancel-calls.ts'
import { rememberUndone } from './stopped.ts'
import { ADDED_CHANNEL, CAN_UNDO, UNDO } from './undo-sql.ts'
import { withdrawConsents } from './withdraw.ts'

/** The request that a token takes back. */
export interface Undo {
  requestId: string
  contactId: string
  /** D1 gave no answer: the request waits in the intake queue, perhaps still. */
  deferred: boolean
}

/** Why a token takes nothing back. */
export type UndoFault = 'token_expired' | 'token_unknown'

const UNDO_TOKEN: About = ['undo']

// All parts always have the same number of characters, so all tokens are of one length.
const Content = v.tuple([v.string(), v.string(), v.number(), v.number()])

/** The token for a request that was answered as accepted at `now` (milliseconds since 1970). */
export function undoToken(
  vault: Vault,
  { requestId, contactId, deferred }: Undo,
  now: number,
): Promise<string> {
  const content = [requestId, contactId, now + UNDO_LIFE_MS, Number(deferred)]
  return vault.seal(JSON.stringify(content), UNDO_TOKEN)
}

/** A token like any other that takes back nothing: for a machine that must learn nothing. */
export async function idleUndo(env: Env, shop: ClientShop): Promise<string> {
  const [vault, now] = [await openVault(env, shop), Date.now()]
  const contactId = await vault.index('email', '')
  return undoToken(vault, { requestId: newId(now), contactId, deferred: false }, now)
}

/** The request of a token of this shop, if it may still be taken back. */
async function readToken(
  vault: Vault,
  token: string,
  now: number,
): Promise<Result<Undo, UndoFault>> {
  try {
    const content: unknown = JSON.parse(await vault.open(token, UNDO_TOKEN))
    const [requestId, contactId, until, deferred] = v.parse(Content, content)
    return until < now
      ? failed('token_expired')
      : done({ requestId, contactId, deferred: deferred === 1 })
  } catch {
    return failed('token_unknown')
  }
}

/** A request to take back that waits in the intake queue. `at`: milliseconds since 1970. */
export interface DeferredUndo {
  kind: 'undo'
  undo: Undo
  at: number
}

/**
 * Takes back the request of a token. While D1 gives no answer, that waits in the intake queue, as
 * requests do. Throws when D1 fails otherwise.
 */
export async function undoRequest(
  env: Env,
  shop: ClientShop,
  token: string,
  now: number,
): Promise<Result<undefined, UndoFault>> {
  const vault = await openVault(env, shop)
  const read = await readToken(vault, token, now)
  if (!read.ok) return read
  const work: DeferredUndo = { kind: 'undo', undo: read.value, at: now }
  try {
    const whole = await shopById(env, shop.id)
    if (whole) await undoDeferred(env, whole, work)
  } catch (error) {
    if (!isUnavailable(error)) throw error
    await defer(env, vault, shop.id, work)
  }
  return done(undefined)
}

/**
 * Takes back what a request added: channels of a subscription, or all of it, with the queued calls and
 * messages about it. It changes nothing if somebody has asked for the same since, if the person has
 * confirmed it, or if the message was sent. It may be repeated. Throws if D1 gives no answer.
 */
export async function undoDeferred(
  env: Env,
  shop: Shop,
  { undo: { requestId, contactId, deferred }, at }: DeferredUndo,
): Promise<void> {
  const db = homeOf(env, shop)
  const values = [shop.id, contactId, 'form', at, requestId]
  const results = await write(db, [
    ...withdrawConsents(db, `${CAN_UNDO} AND ${ADDED_CHANNEL}`, values),
    ...cancelAtDestinations(db, shop, contactId, { requestId }, at),
    ...UNDO.map((sql) => db.prepare(sql).bind(...values)),
    ...(deferred ? [rememberUndone(db, shop.id, contactId, requestId, at)] : []),
  ])
  await enqueueOutbox(env, shop.id, idsOf(results))
}
