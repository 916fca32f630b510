/** What a shop has to be told of, because it goes on going wrong until somebody looks. */
import type { Shop } from '../shop/shop.ts'
import { databaseOf } from '../shop/store.ts'
import { entry, writeLog } from './store.ts'

/** Each is an entry of the log; `reason` is a short stable code. */
export type ShopEvent =
  | { kind: 'source_silent'; source: string; reason?: string }
  | { kind: 'source_failed'; source: string; reason: string; item?: number | undefined }
  | { kind: 'feed_shrunk'; source: string; items: number; before: number }

/** The single place from which a shop is told. */
export async function reportShop(
  env: Env,
  shop: Pick<Shop, 'id' | 'database'>,
  { kind, ...detail }: ShopEvent,
): Promise<void> {
  await writeLog(databaseOf(env, shop), [entry(shop.id, kind, detail)])
}
