/** Does what the shop wants with a restock: its state, its log entry and its queued messages. */
import { idsOf, rows, write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { logStatement } from '../log/store.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { wokenRestocks } from '../restock/again.ts'
import type { RestockState } from '../restock/store.ts'
import type { Actor } from '../shop/keys.ts'
import { announcersOf } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { type Before, type RestockAction, verdictOf } from './rules.ts'
import { actStatement, announceEnd, beforeStatement, LOGGED, makeDue } from './store.ts'

/** The result of an action: the restock as it is now, or why nothing was done. */
export type Acted =
  | { kind: 'done'; restock: { id: string; sku: string; state: RestockState } }
  | { kind: 'unknown' | 'closed' | 'stopped' }

interface BeforeRow extends Omit<Before, 'hasMessages'> {
  sku: string
  hasMessages: number
}

/**
 * Does an action with a restock. It is in effect from the next message on: a call that is being made
 * cannot be stopped. A repetition changes nothing, is not logged and has the same result. `now`:
 * milliseconds since 1970.
 */
export async function act(
  env: Env,
  shop: Shop,
  id: string,
  action: RestockAction,
  { by, reason }: { by: Actor; reason?: string | undefined },
  now: number,
): Promise<Acted> {
  const db = homeOf(env, shop)
  const before = await read(db, shop.id, id)
  if (!before) return { kind: 'unknown' }
  const { sku } = before
  const detail = { restock: id, by, ...(reason && { reason }) }
  const frees = action === 'resume' || action === 'end'
  const names = action === 'end' ? announcersOf(shop.settings, 'restock.finished') : []
  const announces = names.length > 0 ? [announceEnd(db, shop.id, id, names, now)] : []
  const results = await write(db, [
    ...announces,
    beforeStatement(db, shop.id, id),
    actStatement(db, shop.id, id, action, now),
    logStatement(db, shop.id, LOGGED[action], detail, { sku, ifChanged: true }),
    beforeStatement(db, shop.id, id),
    ...(frees ? [makeDue(db, shop.id, id, action === 'end', now)] : []),
  ])
  const announced = results.splice(0, announces.length)
  const [was, acted, , after, due] = results
  await enqueueMatches(env, shop.id, wokenRestocks([acted]))
  await enqueueOutbox(env, shop.id, idsOf([...announced, due]))
  const found = rows<BeforeRow>(was)[0] ?? before
  const verdict = verdictOf(action, { ...found, hasMessages: found.hasMessages === 1 })
  if (verdict === 'closed' || verdict === 'stopped') return { kind: verdict }
  return {
    kind: 'done',
    restock: { id, sku, state: rows<BeforeRow>(after)[0]?.state ?? found.state },
  }
}

async function read(db: D1Database, shopId: string, id: string): Promise<BeforeRow | undefined> {
  const row = await beforeStatement(db, shopId, id).first<BeforeRow>()
  return row ?? undefined
}
