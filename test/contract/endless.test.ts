/** What everybody who calls out does when the other side's answer never ends. */
import { describe, expect, it, vi } from 'vitest'
import type { SentBytes } from '../fakes/endless.ts'
import { SECRET } from '../fakes/webhook.ts'
import {
  drain,
  fakeUrl,
  logged,
  makeShop,
  ORIGIN,
  poll,
  sourceState,
  table,
} from '../worker/harness.ts'

const MB = 1024 * 1024
/** What both ends of a connection on loopback hold without anybody reading it. */
const IN_THE_PIPE = 16 * MB

const sentBy = async (base: string) => (await fetch(`${base}/sent`)).json() as Promise<SentBytes>

/** Expects that the server could send little more than `limit`, and is no longer sending. */
async function isClosed(base: string, limit: number) {
  await vi.waitFor(async () => expect(await sentBy(base)).toMatchObject({ open: 0 }), 5_000)
  const { bytes } = await sentBy(base)
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(limit + IN_THE_PIPE)
}

describe('an answer without an end', () => {
  it('to a webhook is cancelled, and its status counts', async () => {
    const base = fakeUrl('endless')
    const hook = { type: 'webhook', url: `${base}/hook`, secret: SECRET }
    const shop = await makeShop({ destinations: [{ type: 'email' }, hook] })
    const answer = await shop.api('POST', '/v1/destinations/webhook/check')
    expect(await answer.json()).toMatchObject({ ok: true })
    await isClosed(base, 64 * 1024)
    await shop.subscribe()
    await drain()
    await isClosed(base, 2 * 64 * 1024 + IN_THE_PIPE)
    expect(await table('outbox')).toEqual([])
    expect(await logged(shop, 'outbox_run')).toEqual([{ 'subscribe:webhook:finished': 1 }])
  })

  it.each([
    { type: 'magento', token: 't', limit: 8 * MB },
    { type: 'woocommerce', consumerKey: 'k', consumerSecret: 's', limit: 8 * MB },
    { type: 'bigcommerce', accessToken: 't', limit: 8 * MB },
    { type: 'centra', token: 't', integration: 'i', limit: 8 * MB },
    { type: 'shopify', shop: 'a.myshopify.com', accessToken: 't', limit: 8 * MB },
  ])('to the source $type is cancelled', async ({ limit, ...options }) => {
    const base = fakeUrl('endless')
    const shop = await makeShop({ sources: [{ ...options, baseUrl: base }] })
    await poll(shop, options.type)
    await isClosed(base, limit)
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'answer_too_long' } })
  })

  it('to the source feed is cancelled above 110 MB', async () => {
    const base = fakeUrl('endless')
    const options = { type: 'feed', url: `${base}/f`, format: 'klaviyo', missingMeans: 'unchanged' }
    const shop = await makeShop({ sources: [options] })
    await poll(shop, 'feed')
    await isClosed(base, 110 * MB)
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'feed_too_large' } })
  })

  it('to the source page is cancelled', async () => {
    const base = fakeUrl('endless')
    const { origin } = new URL(base)
    const shop = await makeShop({ origins: [ORIGIN, origin], sources: [{ type: 'page' }] })
    const url = `${base}/p`
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', title: 'Tee', url }])
    await shop.subscribe()
    await poll(shop, 'page')
    // The robots.txt has no end either.
    await isClosed(`${origin}/robots.txt`, 512 * 1024)
    expect(await sentBy(base)).toEqual({ bytes: 0, open: 0 })
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'robots_unreachable' } })
  })
})
