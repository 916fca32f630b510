/** The Worker's rate limits, and what happens without them. */
import { expect, it, vi } from 'vitest'
import { ask, makeShop, ORIGIN, table, world } from './harness.ts'

const PATH = '/v1/client/subscriptions'

it('a shopper is accepted, and /health names what is missing, if no rate limit is bound', async () => {
  const shop = await makeShop()
  const { LIMIT_ADDRESS: _address, LIMIT_IP: _ip, ...unbound } = world.env
  world.env = unbound as Env
  expect((await shop.page('POST', PATH, shop.request())).status).toBe(202)
  expect(await table('subscription')).toHaveLength(1)
  expect(await (await ask('/health')).json()).toEqual({
    ok: true,
    unbound: ['LIMIT_ADDRESS', 'LIMIT_IP'],
  })
})

it('a shopper is accepted while a rate limit gives no answer', async () => {
  const shop = await makeShop()
  const line = vi.spyOn(console, 'error').mockImplementation(() => {})
  const limit = () => Promise.reject(new Error('no answer'))
  world.env = { ...world.env, LIMIT_IP: { limit } }
  expect((await shop.page('POST', PATH, shop.request())).status).toBe(202)
  expect(line.mock.calls.flat().join()).toContain('limit_failed')
  line.mockRestore()
})

it('one IP address is answered 429 when it reads too much, also of unknown shops', async () => {
  const shop = await makeShop()
  const asked = new Map<string, number>()
  // A limit of two requests in place of 600 a minute.
  const limit = async ({ key }: { key: string }) => {
    asked.set(key, (asked.get(key) ?? 0) + 1)
    return { success: (asked.get(key) ?? 0) <= 2 }
  }
  world.env = { ...world.env, LIMIT_IP: { limit } }
  const read = async (path: string, ip: string) => {
    const headers = { Origin: ORIGIN, 'CF-Connecting-IP': ip }
    const answer = await ask(`/v1/client/${path}`, { headers })
    return answer.status
  }
  const sku = (n: number) => `availability?shop=${shop.publicKey}&sku=S${n}`
  expect(await read(sku(1), '203.0.113.7')).toBe(200)
  expect(await read('config?shop=pk_nobody', '203.0.113.7')).toBe(404)
  expect(await read(sku(2), '203.0.113.7')).toBe(429)
  expect(await read('config?shop=pk_nobody', '203.0.113.7')).toBe(429)
  expect(await read(sku(2), '203.0.113.8')).toBe(200)
})
