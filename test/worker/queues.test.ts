/** Runs a restock over real queues: this test delivers no messages itself. */
import { env } from 'cloudflare:workers'
import { expect, it, vi } from 'vitest'
import { makeShop, table, world } from './harness.ts'

it('a restock reaches every inbox over real queues', async () => {
  world.env = { ...env }
  const shop = await makeShop()
  for (let n = 0; n < 60; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  await vi.waitFor(async () => expect(await table('notification')).toHaveLength(60), {
    timeout: 20_000,
  })
  expect(await table('outbox')).toHaveLength(0)
  expect(await table('subscription')).toHaveLength(0)
})
