/** What a shop has to be told of, because it goes on going wrong until somebody looks. */
import { write } from '../homes/d1.ts'
import type { News } from '../connectors/destinations/contract.ts'
import { newId } from '../ids.ts'
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
  const id = newId(now)
  const rows = hearers.map((name) => ({ id: `${id}:${name}`, name }))
  const news = JSON.stringify({ at: now, news: { type, data: detail } })
  await write(db, [
    logStatement(db, entry(shop.id, kind, detail), quietMs && now - quietMs),
    ...rows.map((row) =>
      db
        .prepare(
          `INSERT INTO outbox (id, shop_id, call, destination, due_at, subscription_id, contact_id,
             channels, sku, locale, external_id, detail)
           VALUES (?1, ?2, 'event', ?3, ?4, '', '', 0, '', '', '', ?5)
           ON CONFLICT DO NOTHING`,
        )
        .bind(row.id, shop.id, row.name, now, news),
    ),
  ])
  await enqueueOutbox(
    env,
    shop.id,
    rows.map((row) => row.id),
  )
}
