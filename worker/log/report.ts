/** What a shop has to be told of, because it goes on going wrong until somebody looks. */
import { write } from '../homes/d1.ts'
import type { News } from '../connectors/destinations/call.ts'
import { newId } from '../ids.ts'
import { idsOf, insertRows } from '../outbox/row.ts'
import { enqueueOutbox } from '../queue.ts'
import { namesThatCan } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { shopById } from '../shop/store.ts'
import { homeOf } from '../homes/home.ts'
import { entry, logStatement } from './store.ts'

/** Each is an entry of the log; `reason` is a short stable code. */
export type ShopEvent =
  | { kind: 'source_silent'; source: string; reason?: string }
  | { kind: 'source_failed'; source: string; reason: string; item?: number | undefined }
  | { kind: 'feed_shrunk'; source: string; items: number; before: number }
  | { kind: 'bot_check_skipped'; reason: string }

// What nobody mends by itself is news to destinations that hear such.
const NEWS: { [K in ShopEvent['kind']]?: News['type'] } = {
  source_silent: 'source.silent',
  feed_shrunk: 'feed.held',
}

const ANNOUNCE = insertRows(
  'event',
  { id: `?1 || ':' || d.value`, shop_id: '?2', destination: 'd.value', due_at: '?4', detail: '?5' },
  'FROM json_each(?3) d WHERE true',
)

/**
 * The single place from which a shop is told: in the log, and over destinations that hear news. With
 * `quietMs`, the log says it once in that time.
 */
export async function reportShop(
  env: Env,
  shop: Pick<Shop, 'id' | 'database'>,
  { kind, ...detail }: ShopEvent,
  quietMs?: number,
): Promise<void> {
  const db = homeOf(env, shop)
  const now = Date.now()
  const type = NEWS[kind]
  const settings = type && (await shopById(env, shop.id))?.settings
  const hearers = settings ? namesThatCan(settings, 'announce') : []
  const news = JSON.stringify({ at: now, news: { type, data: detail } })
  const [, announced] = await write(db, [
    logStatement(db, entry(shop.id, kind, detail), quietMs && now - quietMs),
    ...(hearers.length > 0
      ? [db.prepare(ANNOUNCE).bind(newId(now), shop.id, JSON.stringify(hearers), now, news)]
      : []),
  ])
  await enqueueOutbox(env, shop.id, idsOf([announced]))
}
