import { describe, expect, it } from 'vitest'
import { ask, deliver, drain, makeShop, table, world } from './harness.ts'

/** A person who was notified about one product and still waits for two. */
async function mailedPerson(locale = 'en') {
  const shop = await makeShop()
  for (const sku of ['TEE-M', 'TEE-L', 'VASE']) await shop.subscribe({ sku, locale })
  await shop.subscribe({ email: 'other@example.com', sku: 'VASE' })
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  await drain()
  const headers = world.mails[0]?.headers ?? {}
  const link = /^<(https:\/\/bell\.test)(\/u\/.+)>$/.exec(headers['List-Unsubscribe'] ?? '')
  return { shop, headers, path: link?.[2] ?? '' }
}

const browser = { Accept: 'text/html,application/xhtml+xml' }

describe('the unsubscribe link of a mail', () => {
  it('is in the one-click headers (RFC 8058) and in the mail', async () => {
    const { headers, path } = await mailedPerson()
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    expect(world.mails[0]?.html).toContain(path)
    expect(world.mails[0]?.text).toContain(path)
  })

  it('changes nothing when it is followed, and opens a page with a button', async () => {
    const { path } = await mailedPerson('sv')
    const before = await table('subscription')
    const response = await ask(path, { headers: browser })
    expect(response.status).toBe(200)
    const page = await response.text()
    expect(page).toContain('<html lang="sv" dir="ltr">')
    expect(page).toContain('<form method="post">')
    expect(response.headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(await table('subscription')).toEqual(before)
  })

  it('cancels all subscriptions of the person when it is posted, once or twice', async () => {
    const { path } = await mailedPerson()
    for (let time = 1; time <= 2; time += 1) {
      const response = await ask(path, {
        method: 'POST',
        body: 'List-Unsubscribe=One-Click',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      })
      expect(response.status).toBe(200)
      expect(await table('subscription')).toMatchObject([{ sku: 'VASE' }])
    }
    const withdrawn = (await table('consent')).filter((one) => one['action'] === 'withdrawn')
    expect(withdrawn.map((one) => [one['sku'], one['method']]).toSorted()).toEqual([
      ['TEE-L', 'one_click'],
      ['VASE', 'one_click'],
    ])
  })

  it('cancels all subscriptions when the person presses the button of its page', async () => {
    const { path } = await mailedPerson()
    const response = await ask(path, { method: 'POST', headers: browser })
    expect(await response.text()).toContain(
      'You won’t get the alerts you asked <bdi>Acme</bdi> for.',
    )
    expect(await table('subscription')).toHaveLength(1)
  })

  it('opens an error page in the reader’s language when it is cut off', async () => {
    const { path } = await mailedPerson()
    const response = await ask(path.slice(0, -3), {
      headers: { ...browser, 'Accept-Language': 'sv-SE,sv;q=0.9' },
    })
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('Länken är inte fullständig')
  })
})

describe('a person whose message is on its way', () => {
  /** A person whose message is in the outbox and not sent yet. */
  async function matched() {
    const shop = await makeShop()
    await shop.subscribe()
    const [one] = await table('subscription')
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    for (const message of world.queued.splice(0)) await deliver(message)
    expect(await table('outbox')).toMatchObject([{ call: 'notify' }])
    return { shop, id: one?.['id'] }
  }
  const withdrawn = async () =>
    (await table('consent'))
      .filter(({ action }) => action === 'withdrawn')
      .map((one) => one['subscription_id'])

  it('gets no message when the shop cancels the subscription, which is recorded', async () => {
    const { shop, id } = await matched()
    expect((await shop.api('DELETE', `/v1/subscriptions/${id}`)).status).toBe(204)
    expect((await shop.api('DELETE', `/v1/subscriptions/${id}`)).status).toBe(404)
    await drain()
    expect(world.mails).toEqual([])
    expect(await withdrawn()).toEqual([id])
  })

  it('gets no message when they subscribed again and the shop cancels that', async () => {
    const { shop, id } = await matched()
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.subscribe()
    await shop.subscribe({ locale: 'sv-SE' })
    const [again, other] = await table('subscription')
    expect((await shop.api('DELETE', `/v1/subscriptions/${again?.['id']}`)).status).toBe(204)
    await drain()
    expect(await table('outbox')).toEqual([])
    expect(await table('subscription')).toEqual([other])
    expect((await withdrawn()).toSorted()).toEqual([id, again?.['id']])
  })

  it('still gets the message when the shop cancels another subscription', async () => {
    const { shop } = await matched()
    await shop.subscribe({ sku: 'VASE' })
    const [vase] = await table('subscription')
    await shop.api('DELETE', `/v1/subscriptions/${vase?.['id']}`)
    await drain()
    expect(world.mails).toHaveLength(1)
  })
})
