/** How many bytes of the database a subscription takes, as D1 counts its size: whole pages. */
import type { Figure } from './figure.ts'
import { flood } from './http.ts'
import { startWorld, subscription } from './world.ts'

const REQUESTS = 1000
const IN_FLIGHT = 8

export async function bytes(): Promise<Figure[]> {
  await using world = await startWorld()
  const { shelfbell, shop, db } = world
  const size = async () => (await db.prepare('SELECT 1').run()).meta.size_after
  const before = await size()
  let person = 0
  await flood(REQUESTS, IN_FLIGHT, () =>
    shelfbell.send('POST', '/v1/client/subscriptions', subscription(shop, person++)),
  )
  const stored = await db.prepare('SELECT count(*) AS n FROM subscription').first<number>('n')
  if (stored !== REQUESTS) throw new Error(`${stored} subscriptions were stored`)
  const each = ((await size()) - before) / REQUESTS
  return [
    { bench: 'bytes', what: 'a subscription with its contact and consent', value: each, unit: 'B' },
  ]
}
