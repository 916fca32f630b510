/** Stock levels per second, for a shop that sends all its levels when 1 % have changed. */
import { type Figure, type Options, rateFigures } from './figure.ts'
import { flood } from './http.ts'
import { compare } from './rounds.ts'
import { cpuMeter } from './workerd.ts'
import { startWorld } from './world.ts'

const LEVELS = 1000
const CHANGED = 10
const UPDATES = 15

/** Returns all levels; each call changes the next ten. */
function shelf() {
  const quantities = Array.from({ length: LEVELS }, () => 0)
  let at = 0
  return () => {
    for (let n = 0; n < CHANGED; n += 1) {
      const index = at++ % LEVELS
      quantities[index] = (quantities[index] ?? 0) + 1
    }
    return quantities.map((quantity, n) => ({ sku: `SKU-${n}`, quantity }))
  }
}

export async function levels({ rounds }: Options): Promise<Figure[]> {
  await using world = await startWorld()
  const { shelfbell, bare, shop, db } = world
  const ours = shelf()
  const theirs = shelf()
  const compared = await compare(
    rounds,
    async () =>
      (LEVELS * UPDATES) /
      (await flood(UPDATES, 1, () => bare.send('PUT', '/levels', { body: theirs() }))),
    async () =>
      (LEVELS * UPDATES) /
      (await flood(UPDATES, 1, () =>
        shelfbell.send('PUT', '/v1/stock-levels', { key: shop.secretKey, body: ours() }),
      )),
    cpuMeter(),
  )
  const written = await db
    .prepare(`SELECT sum(detail ->> 'written') AS n FROM log WHERE kind = 'stock_received'`)
    .first<number>('n')
  // The first update finds an empty table.
  const expected = LEVELS + CHANGED * (UPDATES * (rounds + 1) - 1)
  if (written !== expected) throw new Error(`${written} levels were written, not ${expected}`)
  return rateFigures('levels', 'levels', compared)
}
