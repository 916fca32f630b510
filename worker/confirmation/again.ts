/** Asks a person again to confirm, at the request of the shop's staff. */
import { channelBits } from '../address/channels.ts'
import { readAddresses } from '../address/sealed.ts'
import { idsOf, write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { newId } from '../ids.ts'
import { CONFIRM_DELAY_MS } from '../limits.ts'
import { enqueueOutbox } from '../queue.ts'
import { confirmersOf } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { askStatements, type AskingRequest } from './ask.ts'
import { asksFor } from './rules.ts'

/** The outcome. `queued`: a message is on its way, a new one or one that was not sent yet. */
export type AskedAgain = 'queued' | 'unknown' | 'nothing_to_confirm'

const ASK_AGAIN = askStatements(
  '(SELECT jsonb(?1) AS request LIMIT 1), subscription s',
  `s.id = request ->> 'subscription' AND s.shop_id = request ->> 'shopId'`,
)

/**
 * Queues another message for each unconfirmed address of a subscription. The ceilings decide when
 * it is sent. `now` is in milliseconds since 1970.
 */
export async function askAgain(
  env: Env,
  shop: Shop,
  subscription: string,
  now: number,
): Promise<AskedAgain> {
  const db = homeOf(env, shop)
  const row = await db
    .prepare(
      `SELECT addresses, unconfirmed, locale FROM subscription WHERE id = ?2 AND shop_id = ?1`,
    )
    .bind(shop.id, subscription)
    .first<{ addresses: string; unconfirmed: number; locale: string }>()
  if (!row) return 'unknown'
  const asks = asksFor(readAddresses(row.addresses), confirmersOf(shop.settings)).filter(
    ({ channel }) => (channelBits([channel]) & row.unconfirmed) !== 0,
  )
  if (asks.length === 0) return 'nothing_to_confirm'
  const request: AskingRequest & { subscription: string; shopId: string } = {
    id: newId(now),
    // No other request will join the message, so it is due at once.
    at: now - CONFIRM_DELAY_MS,
    locale: row.locale,
    asks,
    again: newId(now),
    join: newId(now),
    subscription,
    shopId: shop.id,
  }
  const json = JSON.stringify(request)
  const results = await write(
    db,
    ASK_AGAIN.map((sql) => db.prepare(sql).bind(json)),
  )
  await enqueueOutbox(env, shop.id, idsOf(results.slice(-1)))
  return 'queued'
}
