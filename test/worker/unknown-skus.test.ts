/** The log names the skus that shoppers asked for and that nobody knows. */
import { describe, expect, it } from 'vitest'
import { newId, timeOf } from '../../worker/ids.ts'
import { DAY_MS, HOUR_MS, UNKNOWN_SKUS } from '../../worker/limits.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { logUnknownSkus } from '../../worker/subscription/unknown-skus.ts'
import { logged, makeShop, ORIGIN, table, tick, type TestShop, world } from './harness.ts'

/** The hour after which the newest request is looked at, in milliseconds since 1970. */
async function hourAfterRequests(): Promise<number> {
  const ids = (await table<{ id: string }>('subscription')).map(({ id }) => id).toSorted()
  return Math.ceil((timeOf(ids.at(-1) ?? '') + 1 + UNKNOWN_SKUS.graceMs) / HOUR_MS) * HOUR_MS
}

async function askFor(shop: TestShop, ...skus: string[]) {
  for (const [n, sku] of skus.entries()) {
    await shop.subscribe({ sku, email: `p${n}-${sku.length}@example.com` })
  }
}

describe('a sku that neither the catalogue nor a level knows', () => {
  it('is named in the log once a day, and those that most people asked for come first', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'IN-STOCK-LIST', quantity: 0 })
    const entry = { sku: 'IN-CATALOGUE', title: 'Tee', url: `${ORIGIN}/p` }
    await shop.api('PUT', '/v1/products', [entry])
    await askFor(shop, 'IN-STOCK-LIST', 'IN-CATALOGUE', 'TEE_M', '4711', '4711')
    const hour = await hourAfterRequests()
    await tick(hour - 60_000)
    expect(await logged(shop, 'sku_unknown')).toEqual([])
    for (const at of [hour, hour, hour + HOUR_MS]) await tick(at)
    expect(await logged(shop, 'sku_unknown')).toEqual([{ skus: ['4711', 'TEE_M'] }])
  })

  it('is named again on another day, if somebody asks again', async () => {
    const shop = await makeShop()
    await askFor(shop, '4711')
    const hour = await hourAfterRequests()
    await tick(hour)
    await world.env.DB.prepare(`UPDATE log SET id = ?2 WHERE shop_id = ?1`)
      .bind(shop.id, newId(hour - DAY_MS - 1))
      .run()
    await tick(hour)
    expect(await logged(shop, 'sku_unknown')).toEqual([{ skus: ['4711'] }, { skus: ['4711'] }])
    await tick(hour + DAY_MS)
    expect(await logged(shop, 'sku_unknown')).toHaveLength(2)
  })

  it('is named to its own shop, at most twenty in an hour, and never if it may be an address', async () => {
    const [busy, calm] = [await makeShop(), await makeShop()]
    const many = Array.from({ length: 25 }, (_, n) => `S${n}`)
    // The address comes first, where the limit of twenty does not hide it.
    await askFor(busy, 'ada@example.com', ...many)
    await askFor(calm, 'CALM')
    await tick(await hourAfterRequests())
    const [entry] = await logged(busy, 'sku_unknown')
    expect(entry?.['skus']).toHaveLength(20)
    expect(JSON.stringify(entry)).not.toContain('@')
    expect(await logged(calm, 'sku_unknown')).toEqual([{ skus: ['CALM'] }])
  })

  it('costs one row for each shop and hour, and none if every sku is known', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await askFor(shop, 'TEE-M', 'TEE-M', 'TEE-M')
    const cost = async () => {
      takeUsed()
      await logUnknownSkus(meteredDatabase(world.env.DB), await hourAfterRequests())
      return takeUsed()
    }
    // Two rows for each request, and a few for the statement.
    expect(await cost()).toMatchObject({ read: 13, written: 0 })
    await askFor(shop, 'A', 'B')
    expect(await cost()).toMatchObject({ written: 1 })
  })
})
