/** Puts waiting people into the database by SQL, and notifies them. */
import { PATIENCE_MS } from './http.ts'
import { subscription, type World } from './world.ts'

const POLL_MS = 50

/** Creates one real subscription; all others copy its sealed address and product. */
export async function plantSeed({ shelfbell, shop }: World): Promise<void> {
  const request = subscription(shop, 'seed', 'SEED')
  const { status } = await shelfbell.send('POST', '/v1/client/subscriptions', request)
  if (status !== 202) throw new Error(`the seed was answered ${status}`)
}

/** Inserts `count` people who wait for a sku, in order, each with their own contact. */
export async function seedWaiting({ db, shop }: World, sku: string, count: number): Promise<void> {
  const people = `WITH RECURSIVE person (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM person WHERE n < ?3)`
  const seed = `SELECT s.*, s.addresses FROM subscription s JOIN contact k ON k.id = s.contact_id
    WHERE s.shop_id = ?1 AND s.sku = 'SEED'`
  await db.batch([
    db
      .prepare(
        `${people}, seed AS (${seed})
         INSERT INTO subscription (id, shop_id, contact_id, sku, locale, external_id, channels, addresses, product, request_id)
         SELECT printf('01900000-0000-7000-8000-%012x', n) || ?2, ?1, lower(hex(randomblob(11))), ?2,
           seed.locale, '', 1, seed.addresses, seed.product, '' FROM person, seed`,
      )
      .bind(shop.id, sku, count),
    db
      .prepare(
        `WITH seed AS (${seed})
         INSERT INTO contact (id, shop_id, addresses, created_at)
         SELECT s.contact_id, ?1, seed.addresses, 0 FROM subscription s, seed
         WHERE s.shop_id = ?1 AND s.sku = ?2`,
      )
      .bind(shop.id, sku),
  ])
}

/** How many messages the sink has received so far. */
export async function received({ bare }: World): Promise<number> {
  const { text } = await bare.send('GET', '/received')
  return (JSON.parse(text) as { received: number }).received
}

/** Puts a sku back in stock; returns the seconds until the sink has received `count` messages. */
export async function restockAndWait(world: World, sku: string, count: number): Promise<number> {
  const { shelfbell, shop, db } = world
  const before = await received(world)
  const began = performance.now()
  const request = { key: shop.secretKey, body: [{ sku, quantity: 5 }] }
  const { status } = await shelfbell.send('PUT', '/v1/stock-levels', request)
  if (status !== 202) throw new Error(`the restock was answered ${status}`)
  await until(async () => (await received(world)) >= before + count)
  const seconds = (performance.now() - began) / 1000

  const told = () =>
    db.prepare('SELECT count(*) AS n FROM notification WHERE sku = ?1').bind(sku).first<number>('n')
  await until(async () => (await told()) === count)
  if ((await received(world)) !== before + count) throw new Error('somebody was told twice')
  return seconds
}

/** Resolves when `so` returns true, and rejects after `PATIENCE_MS`. */
export async function until(so: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await so())) {
    if (performance.now() > end) throw new Error('waited in vain')
    await new Promise((wake) => setTimeout(wake, POLL_MS))
  }
}
