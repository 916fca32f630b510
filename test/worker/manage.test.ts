/** A person's own page: who gets its link, and what it removes. */
import { describe, expect, it } from 'vitest'
import { ask, makeShop, table, type TestShop } from './harness.ts'

const pathOf = (url: string) => url.replace('https://bell.test', '')

/** The link to the page of a person, as the shop's backend gets it. */
async function manageUrl(shop: TestShop, email = 'ada@example.com'): Promise<string> {
  const found = await shop.api('POST', '/v1/contacts/lookup', { email })
  const { id } = await found.json<{ id: string }>()
  const answer = await shop.api('GET', `/v1/contacts/${id}`)
  return (await answer.json<{ manageUrl: string }>()).manageUrl
}

const post = (path: string, fields: Record<string, string>) =>
  ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })

describe('the page of a person', () => {
  it('is linked in the answer to a backend’s request and in the person’s data, in their language', async () => {
    const shop = await makeShop()
    const request = { ...shop.request({ locale: 'sv' }), shop: undefined }
    const answer = await shop.api('POST', '/v1/subscriptions', request)
    const { manageUrl: first } = await answer.json<{ manageUrl: string }>()
    for (const url of [first, await manageUrl(shop)]) {
      const page = await ask(pathOf(url))
      expect(page.status).toBe(200)
      const html = await page.text()
      expect(html).toContain('<html lang="sv"')
      expect(html).toContain('Tee, M')
    }
  })

  it('removes everything that the person waits for, and nothing of anybody else', async () => {
    const shop = await makeShop()
    for (const sku of ['TEE-S', 'TEE-M']) await shop.subscribe({ sku })
    await shop.subscribe({ email: 'eve@example.com' })
    const path = pathOf(await manageUrl(shop))
    expect(await (await ask(path)).text()).toContain('Remove all')
    expect(await table('subscription')).toHaveLength(3)

    for (const _ of [1, 2]) {
      const page = await post(path, { all: 'yes' })
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('<p role="status">All removed.</p>')
    }
    expect(await table('subscription')).toHaveLength(1)
    const withdrawn = (await table('consent')).filter(({ action }) => action === 'withdrawn')
    expect(withdrawn).toMatchObject([{ method: 'link' }, { method: 'link' }])
    // The person may ask again: it is no suppression.
    expect(await table('suppression')).toEqual([])
  })
})
