/** The mail that tells people what they wait for, right after a request that needs no confirmation. */
import { describe, expect, it, vi } from 'vitest'
import { CONFIRM_DELAY_MS, CONFIRMATIONS_A_DAY, DAY_MS } from '../../worker/limits.ts'
import {
  ask,
  drain,
  fakeUrl,
  linkIn,
  logged,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  world,
} from './harness.ts'

const PATH = '/v1/client/subscriptions'
const acknowledging = { acknowledge: true }

const product = (title: string) => ({ title, url: `${ORIGIN}/p`, price: 19.9, currency: 'EUR' })

/** Requests of one form, each for another sku. */
async function together(shop: TestShop, ...names: string[]): Promise<void> {
  for (const name of names) await shop.subscribe({ sku: name, product: product(name) })
}

describe('a shop that acknowledges', () => {
  it('names in one mail what was asked for together, without price, picture or link to a product', async () => {
    const shop = await makeShop(acknowledging)
    await shop.api('PUT', '/v1/products', [
      {
        sku: 'B',
        title: 'Boots',
        variantTitle: '38',
        url: `${ORIGIN}/b`,
        image: `${ORIGIN}/b.png`,
      },
    ])
    await together(shop, 'A', 'B', 'see https://evil.example')
    expect(await table('outbox')).toHaveLength(1)
    await drain()
    expect(world.mails).toHaveLength(1)
    const [mail] = world.mails
    expect(mail).toMatchObject({ to: 'ada@example.com', subject: 'You’re on the list at Acme' })
    expect(mail?.text).toContain('- A\n- Boots, 38\n- see\n')
    for (const part of [mail?.text, mail?.html]) {
      expect(part).toMatch(/If this wasn’t you/)
      // A token in a link may hold any characters.
      const words = part
        ?.replaceAll(/bell\.test\/\w\/[\w.-]+/g, '')
        .replaceAll(/<style>[^]*?<\/style>/g, '')
      expect(words).not.toMatch(/19|evil|<img|acme\.example/)
    }
    const list = await ask(linkIn(mail?.text, 'm'))
    expect(await list.text()).toContain('Boots, 38')
    expect((await ask(linkIn(mail?.text, 'u'))).status).toBe(200)
    expect(mail?.headers).toHaveProperty('List-Unsubscribe')
    expect(await table('outbox')).toEqual([])
  })

  it('names a single product in a sentence, in the person’s language, and its link stops that product', async () => {
    const shop = await makeShop(acknowledging)
    await shop.subscribe({ locale: 'sv' })
    await drain()
    const [mail] = world.mails
    expect(mail?.subject).toBe('Du står på listan hos Acme')
    expect(mail?.text).toContain('skickar dig ett mejl när ”Tee, M” finns i lager igen')
    const page = await ask(linkIn(mail?.text, 'u'))
    expect(await page.text()).toContain('Avsluta bara bevakningen av den här varan')
  })

  it('joins requests made within seconds, and sends another mail for later ones', async () => {
    const shop = await makeShop(acknowledging)
    const span = Math.ceil(Date.now() / CONFIRM_DELAY_MS) * CONFIRM_DELAY_MS
    vi.useFakeTimers({ now: span + CONFIRM_DELAY_MS - 1, toFake: ['Date'] })
    try {
      await together(shop, 'A')
      vi.setSystemTime(span + CONFIRM_DELAY_MS + 1)
      await together(shop, 'B')
      vi.setSystemTime(span + 2 * CONFIRM_DELAY_MS)
      await drain()
      await together(shop, 'C')
      await drain()
    } finally {
      vi.useRealTimers()
    }
    expect(world.mails.map(({ text }) => text.match(/^- .$|“.”/gmu))).toEqual([
      ['- A', '- B'],
      ['“C”'],
    ])
  })

  it('sends nothing for a repeated request, a backend’s request or one that needs confirmation', async () => {
    const shop = await makeShop(acknowledging)
    await shop.subscribe()
    await drain()
    expect(world.mails).toHaveLength(1)
    await shop.subscribe()
    const { shop: _, ...request } = shop.request({ email: 'grace@example.com' })
    expect((await shop.api('POST', '/v1/subscriptions', request)).status).toBe(202)
    await shop.subscribe({ email: 'heidi@example.com', country: 'DE' })
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['ada@example.com', 'heidi@example.com'])
    const [, asked] = world.mails
    expect(asked?.subject).toMatch(/confirm/i)
    await ask(linkIn(asked?.text, 'c'), { method: 'POST' })
    await drain()
    expect(world.mails).toHaveLength(2)
  })

  it('does not mail what was taken back, stopped or suppressed meanwhile, and names what is left', async () => {
    const shop = await makeShop(acknowledging)
    const undone = await shop.page('POST', PATH, shop.request())
    const { undo } = await undone.json<{ undo: string }>()
    await shop.page('POST', '/v1/client/undo', { shop: shop.publicKey, undo })
    await shop.subscribe({ email: 'left@example.com' })
    await shop.subscribe({ email: 'gone@example.com' })
    await shop.api('PUT', '/v1/suppressions', { email: 'gone@example.com' })
    await shop.subscribe({ email: 'part@example.com', sku: 'A', product: product('Aster') })
    await shop.subscribe({ email: 'part@example.com', sku: 'B', product: product('Begonia') })
    const rows = await table<{ id: string; sku: string }>('subscription')
    const stop = async (sku: string) => {
      const found = rows.find((row) => row.sku === sku)
      expect((await shop.api('DELETE', `/v1/subscriptions/${found?.id}`)).ok).toBe(true)
    }
    await stop('TEE-M')
    await stop('A')
    await shop.subscribe({ email: 'gone@example.com' })
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['part@example.com'])
    expect(world.mails[0]?.text).toContain('“Begonia”')
    expect(await table('outbox')).toEqual([])
  })

  it('drops the mail above the ceiling, says so in the log, and the alert still comes', async () => {
    const noon = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2
    vi.useFakeTimers({ now: noon, toFake: ['Date'] })
    try {
      const shop = await makeShop(acknowledging)
      for (let n = 0; n <= CONFIRMATIONS_A_DAY; n += 1) {
        await together(shop, `SKU-${n}`)
        await drain()
        vi.setSystemTime(Date.now() + 60_000)
      }
      expect(world.mails).toHaveLength(CONFIRMATIONS_A_DAY)
      expect(await table('outbox')).toEqual([])
      expect(await logged(shop, 'outbox_run')).toContainEqual({
        'acknowledge:email:dropped:acknowledge_ceiling': 1,
      })
      await shop.setStock({ sku: `SKU-${CONFIRMATIONS_A_DAY}`, quantity: 5 })
      await drain()
      expect(world.mails).toHaveLength(CONFIRMATIONS_A_DAY + 1)
    } finally {
      vi.useRealTimers()
    }
  })

  it('sends the mail from the Worker’s address if no destination of its own can', async () => {
    const shop = await makeShop({
      ...acknowledging,
      destinations: [
        {
          type: 'klaviyo',
          companyId: 'AbC123',
          catalog: '$custom:::$default',
          baseUrl: fakeUrl('klaviyo'),
        },
      ],
    })
    await shop.subscribe()
    expect(await table('outbox')).toContainEqual(
      expect.objectContaining({ call: 'acknowledge', destination: '@worker' }),
    )
    await drain()
    expect(world.mails).toMatchObject([
      { to: 'ada@example.com', from: { email: 'alerts@shelfbell.example', name: 'Acme' } },
    ])
  })

  it('must offer e-mail, and a shop that does not acknowledge sends nothing', async () => {
    const refused = await makeShop({
      ...acknowledging,
      channels: ['sms'],
      destinations: [
        { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' },
      ],
    }).catch(String)
    expect(refused).toContain('"pointer":"/acknowledge","code":"email_not_offered"')
    await (await makeShop()).subscribe()
    await drain()
    expect(world.mails).toEqual([])
  })
})
