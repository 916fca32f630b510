/** Subscriptions per second, compared with a single insert of the same request. */
import { type Figure, type Options, rateFigures } from './figure.ts'
import { flood } from './http.ts'
import { compare } from './rounds.ts'
import { cpuMeter } from './workerd.ts'
import { startWorld, subscription } from './world.ts'

const REQUESTS = 500
const IN_FLIGHT = 32

export async function subscriptions({ rounds }: Options): Promise<Figure[]> {
  await using world = await startWorld()
  const { shelfbell, bare, shop, db } = world
  let person = 0
  const compared = await compare(
    rounds,
    async () =>
      REQUESTS /
      (await flood(REQUESTS, IN_FLIGHT, () =>
        bare.send('POST', '/insert', subscription(shop, person++)),
      )),
    async () =>
      REQUESTS /
      (await flood(REQUESTS, IN_FLIGHT, () =>
        shelfbell.send('POST', '/v1/client/subscriptions', subscription(shop, person++)),
      )),
    cpuMeter(),
  )
  const stored = await db.prepare('SELECT count(*) AS n FROM subscription').first<number>('n')
  if (stored !== REQUESTS * (rounds + 1)) throw new Error(`${stored} subscriptions were stored`)
  return rateFigures('subscriptions', 'subscriptions', compared, { least: 0.6 })
}
