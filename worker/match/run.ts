/** The match consumer: serves a restock until nobody whom it serves is waiting. */
import { MATCH_CHUNK, MATCH_LEASE_MS } from '../limits.ts'
import { entry, writeLog } from '../log/store.ts'
import { enqueueOutbox } from '../outbox/run.ts'
import { sendAll } from '../queue.ts'
import { clientShop, notifiersOf } from '../shop/rules.ts'
import { databaseOf, shopById } from '../shop/store.ts'
import { channelBits } from '../subscription/rules.ts'
import { choose } from './rules.ts'
import { claim, closeRestock, leaseRestock, nextWaiting } from './store.ts'

/** Carries ids and nothing else. */
export interface MatchMessage {
  shop: string
  restock: string
}

export function enqueueMatches(env: Env, shop: string, restocks: string[]): Promise<void> {
  return sendAll(
    env.MATCH_QUEUE,
    restocks.map((restock) => ({ shop, restock })),
  )
}

export async function runMatch(env: Env, message: MatchMessage): Promise<void> {
  const shop = await shopById(env, message.shop)
  if (!shop) return
  const db = databaseOf(env, shop)
  const restock = await leaseRestock(db, message.restock, Date.now(), MATCH_LEASE_MS)
  if (!restock) return

  if ((restock.quantity_now ?? 0) <= shop.settings.rules.threshold) {
    await closeRestock(db, restock.id, 'sold_out', 0)
    await writeLog(db, [entry(shop.id, 'restock_sold_out', {}, restock.sku)])
    return
  }

  const notifiers = notifiersOf(shop.settings)
  const reach = {
    own: channelBits(notifiers.map(({ channel }) => channel)),
    relayed: channelBits(clientShop(shop).relays.flatMap(({ channels }) => channels)),
  }
  let { matched } = restock
  let held = 0
  let queued = 0
  let after = ''
  for (;;) {
    const waiting = await nextWaiting(db, restock, after, MATCH_CHUNK)
    const chosen = choose(waiting, reach)
    held += chosen.held
    if (chosen.served.length > 0) {
      const now = Date.now()
      const outbox = await claim(db, restock, chosen.served, notifiers, now, MATCH_LEASE_MS)
      matched += chosen.served.length
      queued += outbox.length
      await enqueueOutbox(env, shop.id, outbox)
    }
    const last = waiting.at(-1)
    if (!last || waiting.length < MATCH_CHUNK) break
    after = last.id
  }
  await closeRestock(db, restock.id, 'done', held)
  await writeLog(db, [entry(shop.id, 'restock_matched', { matched, queued, held }, restock.sku)])
}
