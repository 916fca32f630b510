/** Rules by product in the engine: what is offered, what is sellable, and how fast people are notified. */
import * as fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { ClientConfig } from '../../shared/client-config.ts'
import { form as de } from '../../shared/languages/de/form.ts'
import { TAGS, textsFor } from '../../shared/languages/texts.ts'
import { factsOf } from '../../worker/product/read.ts'
import { isOfferedSql, thresholdSql } from '../../worker/product/rule-sql.ts'
import { rulesFor } from '../../worker/shop/product-rules.ts'
import { offersOf, thresholdsOf } from '../../worker/shop/rule-parameter.ts'
import { Rules, type ShopSettings } from '../../worker/shop/settings.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { callerHeaders, SPOKEN } from './dialects/callers.ts'
import { subscription as klaviyo } from './dialects/klaviyo.ts'
import {
  ask,
  deliver,
  drain,
  makeShop,
  ORIGIN,
  table,
  tick,
  type TestShop,
  world,
} from './harness.ts'

const entry = (sku: string, facts: object = {}) => ({
  sku,
  title: sku,
  url: `${ORIGIN}/p`,
  ...facts,
})
const products = (shop: TestShop, ...entries: object[]) => shop.api('PUT', '/v1/products', entries)
const rules = (...some: object[]) => ({ rules: { products: some } })
const skusOfMails = () => world.mails.map(({ to }) => to).toSorted()

/** What a page is answered about some skus. */
async function seen(
  shop: TestShop,
  locale: string | undefined,
  ...skus: string[]
): Promise<unknown> {
  const query = new URLSearchParams([
    ['shop', shop.publicKey],
    ...(locale ? [['locale', locale]] : []),
    ...skus.map((sku) => ['sku', sku]),
  ] as [string, string][])
  const answer = await shop.page('GET', `/v1/client/availability?${query}`)
  return (await answer.json<{ offered?: unknown }>()).offered
}

const asks = async (shop: TestShop, changes: object): Promise<string> => {
  const answer = await shop.page('POST', '/v1/client/subscriptions', shop.request({ ...changes }))
  return `${answer.status} ${(await answer.json<{ code?: string }>()).code ?? ''}`.trim()
}

/** Sends the form without JavaScript, and gives the status and the text of its alert. */
async function byPlainForm(shop: TestShop, sku: string): Promise<string> {
  const at = (one: string) =>
    `/notify/${shop.publicKey}?${new URLSearchParams({ sku: one, locale: 'en' })}`
  const path = at(sku)
  // A form that was open before: now the page of the sku has none.
  const shown = await (await ask(at('ANY'))).text()
  const fields = [...shown.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value.replaceAll('&#39;', "'")] as [string, string],
  )
  const answer = await ask(path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Sec-Fetch-Site': 'same-origin',
      'CF-Connecting-IP': '10.3.2.2',
    },
    body: new URLSearchParams([...fields, ['email', 'ada@example.com']]).toString(),
  })
  const [, alert = ''] = /role="alert"[^>]*>(?:<[^>]+>)*([^<]+)/.exec(await answer.text()) ?? []
  return `${answer.status} ${alert}`
}

describe('a rule in SQL', () => {
  const NAMES = ['a', 'b', 'c']
  const some = (least: number) => fc.subarray(NAMES, { minLength: least })
  const match = fc.record(
    {
      skus: some(1),
      tags: some(1),
      collections: some(1),
      brands: some(1),
      priceFrom: fc.integer({ min: 0, max: 4 }),
      priceTo: fc.integer({ min: 4, max: 8 }),
    },
    { requiredKeys: [] },
  )
  const rule = fc.record(
    {
      match,
      threshold: fc.integer({ min: 0, max: 9 }),
      offer: fc.boolean(),
      inEuros: fc.boolean(),
    },
    { requiredKeys: ['match', 'inEuros'] },
  )
  const facts = fc.record(
    {
      price: fc.integer({ min: 0, max: 8 }),
      currency: fc.constantFrom('EUR', 'SEK'),
      brand: fc.constantFrom(...NAMES),
      tags: some(0),
      collections: some(0),
      state: fc.constantFrom('active', 'hidden', 'discontinued'),
    },
    { requiredKeys: [] },
  )
  const LOCALES = ['', 'sv', 'sv-SE', 'de', 'en']

  it('decides as the same rule does in JavaScript, for any rules, entries and locale', async () => {
    const key = { shop: '?1', sku: `(j.value ->> 'sku')`, locale: `(j.value ->> 'locale')` }
    const story = fc.record({
      given: fc.array(rule, { maxLength: 5 }),
      entries: fc.array(fc.record({ locale: fc.constantFrom(...LOCALES), facts }), {
        maxLength: 3,
      }),
    })
    let run = 0
    await fc.assert(
      fc.asyncProperty(story, async ({ given, entries }) => {
        run += 1
        const id = `shop-${run}`
        const parsed = v.parse(Rules, {
          threshold: 3,
          products: given.map(({ match: { ...kinds }, inEuros, ...fields }) => {
            const priced = kinds.priceFrom !== undefined || kinds.priceTo !== undefined
            return { match: { ...kinds, ...(inEuros && priced && { currency: 'EUR' }) }, ...fields }
          }),
        })
        const settings = { rules: parsed, defaultLocale: 'de' } as ShopSettings
        const shop = { id, settings }
        for (const one of entries) {
          await world.env.DB.prepare(
            `INSERT OR REPLACE INTO product (shop_id, sku, locale, data, updated_at) VALUES (?1, 'a', ?2, ?3, 0)`,
          )
            .bind(id, one.locale, JSON.stringify(one.facts))
            .run()
        }
        const asked = ['a', 'b'].flatMap((sku) => LOCALES.map((locale) => ({ sku, locale })))
        const { results } = await world.env.DB.prepare(
          `SELECT ${thresholdSql(key, '?3')} AS threshold,
             ${isOfferedSql(key, { parameter: '?4', defaultLocale: '?5' })} AS offer
           FROM json_each(?2) j ORDER BY j.key`,
        )
          .bind(id, JSON.stringify(asked), thresholdsOf(settings), offersOf(settings), 'de')
          .all<{ threshold: number; offer: number }>()
        const expected = await Promise.all(
          asked.map(async ({ sku, locale }) => {
            const { threshold, offer } = rulesFor(
              settings,
              sku,
              await factsOf(world.env.DB, shop as never, sku, locale),
            )
            return { threshold, offer: Number(offer) }
          }),
        )
        expect(results).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a product that the shop leaves out', () => {
  const LEFT_OUT = rules({ match: { tags: ['clearance'] }, offer: false })

  it('is not offered to a page, and a request for it is refused at every door', async () => {
    const shop = await makeShop(LEFT_OUT)
    await products(shop, entry('OLD', { tags: ['clearance'] }), entry('NEW', { tags: ['spring'] }))
    expect(await seen(shop, undefined, 'OLD', 'NEW', 'UNKNOWN')).toEqual({ OLD: false })
    expect(await asks(shop, { sku: 'OLD' })).toBe('409 not_offered')
    expect(await asks(shop, { sku: 'NEW' })).toBe('202')
    expect(await asks(shop, { sku: 'UNKNOWN', email: 'b@example.com' })).toBe('202')

    const { shop: _shop, ...request } = shop.request({ sku: 'OLD' })
    const byApi = await shop.api('POST', '/v1/subscriptions', request)
    expect([byApi.status, await byApi.json()]).toMatchObject([409, { code: 'not_offered' }])
    expect(await byPlainForm(shop, 'OLD')).toContain(
      '404 Alerts aren’t available for this product.',
    )
    const page = (sku: string) => ask(`/notify/${shop.publicKey}?sku=${sku}&locale=de`)
    const refused = await page('OLD')
    const text = await refused.text()
    expect([refused.status, text.includes(de.errors.variant_not_found)]).toEqual([404, true])
    expect(text).not.toContain('<form')
    expect((await page('NEW')).status).toBe(200)
    expect(await table('subscription')).toHaveLength(2)
  })

  it('has a sentence in each language for a form that was open before', async () => {
    const shop = await makeShop()
    for (const locale of TAGS) {
      const path = `/v1/client/config?shop=${shop.publicKey}&locale=${locale}`
      const { errors } = await (await shop.page('GET', path)).json<ClientConfig>()
      const { form } = textsFor(locale)
      expect([locale, errors['not_offered']]).toEqual([locale, form.errors.variant_not_found])
    }
    expect(TAGS).toHaveLength(20)
  })

  it('is refused in each dialect as a variant that the original does not know', async () => {
    const shop = await makeShop({ ...SPOKEN, ...LEFT_OUT })
    await products(shop, entry('OLD', { tags: ['clearance'] }))
    const send = (path: string, body: unknown) =>
      ask(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'CF-Connecting-IP': '10.3.2.1', ...callerHeaders(path, shop.secretKey) },
      })
    const variant = '$custom:::$default:::OLD'
    const contact = await send('/api/v3/contacts', {
      contactType: 'Contact',
      email: 'a@example.com',
    })
    const { id: contactId } = await contact.json<{ id: string }>()
    const answers = await Promise.all([
      send(
        `/client/back-in-stock-subscriptions?company_id=${shop.publicKey}`,
        klaviyo(undefined, undefined, variant),
      ),
      send('/api/v3/inventory/backinstock/subscriptions', { contactId, sku: 'OLD', locale: 'en' }),
      send(`/voyado-centra/${shop.publicKey}`, {
        email: 'a@example.com',
        sku: 'OLD',
        store: 'tenant-1',
        newsletter: false,
        locale: 'en',
        externalId: '4',
      }),
      send('/api/v1/back-in-stock', {
        variantId: 'OLD',
        productId: 'OLD',
        customer: { email: 'a@example.com' },
      }),
    ])
    const said = await Promise.all(answers.map(async (one) => `${one.status} ${await one.text()}`))
    expect(said).toEqual([
      expect.stringMatching(/^404 .*variant_not_found/),
      expect.stringMatching(/^404 .*NotFound/),
      expect.stringMatching(/^404 .*SkuNotFound/),
      expect.stringMatching(/^404 .*PRODUCT_NOT_FOUND/),
    ])
    expect(await table('subscription')).toEqual([])
  })

  it('goes unnoticed in no language, whether the catalogue has it or not', async () => {
    const shop = await makeShop({ ...LEFT_OUT, defaultLocale: 'sv' })
    const tagged = { tags: ['clearance'] }
    await products(shop, entry('OLD', { locale: 'sv', ...tagged }), entry('OLD', { locale: 'fr' }))
    expect(await asks(shop, { sku: 'OLD', locale: 'ja' })).toBe('409 not_offered')
    expect(await asks(shop, { sku: 'OLD', locale: 'sv-FI' })).toBe('409 not_offered')
    expect(await asks(shop, { sku: 'OLD', locale: 'fr-FR' })).toBe('202')
    expect(await seen(shop, 'ja', 'OLD')).toEqual({ OLD: false })
    expect(await seen(shop, 'fr', 'OLD')).toBeUndefined()
  })

  it.each(['hidden', 'discontinued'])('is one that is %s, without any rule', async (state) => {
    const shop = await makeShop()
    await products(shop, entry('OLD', { state }), entry('NEW', { state: 'active' }))
    expect(await seen(shop, undefined, 'OLD', 'NEW')).toEqual({ OLD: false })
    expect(await asks(shop, { sku: 'OLD' })).toBe('409 not_offered')
    expect(await asks(shop, { sku: 'NEW' })).toBe('202')
  })

  it('holds the people who asked before, and notifies them when it is offered again', async () => {
    const shop = await makeShop({ maxQuantity: 5 })
    await products(shop, entry('TEE-M'))
    await shop.subscribe()
    await products(shop, entry('TEE-M', { state: 'hidden' }))
    // The person may still change the request, and gets the usual answer.
    expect(await asks(shop, { quantity: 2 })).toBe('202')
    expect(await table('subscription')).toMatchObject([{ wanted: 2 }])
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toEqual([])
    const held = await (await shop.api('GET', '/v1/held')).json<{ held: object[] }>()
    expect(held.held).toMatchObject([{ sku: 'TEE-M', reason: 'not_offered' }])
    await products(shop, entry('TEE-M', { state: 'active' }))
    await drain()
    expect(skusOfMails()).toEqual(['ada@example.com'])
  })

  it('is offered again when the rule goes, and its people are looked at', async () => {
    const shop = await makeShop(rules({ match: { skus: ['TEE-M'] }, offer: true }))
    await shop.subscribe()
    const patch = (body: object) => shop.api('PATCH', '/v1/shop', body)
    await patch(rules({ match: { skus: ['TEE-M'] }, offer: false }))
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toEqual([])
    expect((await patch({ rules: {} })).status).toBe(200)
    await tick(Date.now() + 120_000)
    await drain()
    expect(skusOfMails()).toEqual(['ada@example.com'])
  })

  it('reads further rows only where a product is withdrawn or a rule reads the catalogue', async () => {
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const costs = async (settings: object, ...entries: object[]) => {
      const shop = await makeShop({ limits: { newContactsPerHour: 1e6 }, ...settings })
      await products(shop, entry('TEE-M', { tags: ['x'] }), ...entries)
      await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
      takeUsed()
      await shop.page('GET', `/v1/client/availability?shop=${shop.publicKey}&sku=TEE-M`)
      const looked = takeUsed().read
      await shop.subscribe()
      const subscribed = takeUsed()
      await shop.setStock({ sku: 'TEE-M', quantity: 1 })
      return [looked, subscribed.read, subscribed.written, takeUsed().read]
    }
    const plain = await costs({})
    const extra = async (...given: Parameters<typeof costs>) => {
      const all = await costs(...given)
      return all.map((count, at) => count - (plain[at] ?? 0))
    }
    expect(plain[0]).toBe(2)
    const pace = rules({ match: { skus: ['X'] }, pace: { mode: 'everyone' } })
    expect(await extra(pace)).toEqual([0, 0, 0, 0])
    expect(await extra({}, entry('OLD', { state: 'hidden' }))).toEqual([2, 0, 0, 0])
    const facts = rules({ match: { tags: ['y'] }, offer: false, threshold: 5 })
    expect(await extra(facts)).toEqual([6, 5, 0, 7])
  })
})

describe('a threshold by product', () => {
  const scarce = (threshold: number) => rules({ match: { tags: ['scarce'] }, threshold })

  it('decides which level is a restock, and when a request is for what is in stock', async () => {
    const shop = await makeShop(scarce(3))
    await products(shop, entry('RARE', { tags: ['scarce'] }), entry('TEE'))
    await shop.setStock({ sku: 'RARE', quantity: 0 }, { sku: 'TEE', quantity: 0 })
    await shop.subscribe({ sku: 'RARE' })
    await shop.subscribe({ sku: 'TEE', email: 'bo@example.com' })
    await shop.setStock({ sku: 'RARE', quantity: 3 }, { sku: 'TEE', quantity: 3 })
    await drain()
    expect(skusOfMails()).toEqual(['bo@example.com'])
    expect(await asks(shop, { sku: 'TEE', email: 'c@example.com' })).toBe('409 in_stock')
    expect(await asks(shop, { sku: 'RARE', email: 'c@example.com' })).toBe('202')
    await shop.setStock({ sku: 'RARE', quantity: 4 })
    await drain()
    expect(skusOfMails()).toEqual(['ada@example.com', 'bo@example.com', 'c@example.com'])
  })

  it('puts people back when the level falls to it before their message is sent', async () => {
    const shop = await makeShop(scarce(3))
    await products(shop, entry('RARE', { tags: ['scarce'] }))
    await shop.subscribe({ sku: 'RARE' })
    await shop.setStock({ sku: 'RARE', quantity: 4 })
    const match = world.queued.splice(0)
    for (const message of match) await deliver(message)
    await shop.setStock({ sku: 'RARE', quantity: 3 })
    await drain()
    expect(world.mails).toEqual([])
    expect(await table('subscription')).toHaveLength(1)
  })

  it('starts the missing restock when a catalogue entry lowers it', async () => {
    const shop = await makeShop({
      rules: { threshold: 5, products: [{ match: { brands: ['Acme'] }, threshold: 0 }] },
    })
    await products(shop, entry('TEE-M', { locale: 'sv' }), entry('TEE-M', { locale: 'en' }))
    await shop.subscribe({ locale: 'sv' })
    await shop.setStock({ sku: 'TEE-M', quantity: 4 })
    await drain()
    expect(world.mails).toEqual([])
    const branded = ['sv', 'en'].map((locale) => entry('TEE-M', { locale, brand: 'Acme' }))
    await products(shop, ...branded)
    await drain()
    expect(skusOfMails()).toEqual(['ada@example.com'])
    expect(await table('restock')).toHaveLength(1)
  })

  it('starts the missing restock when the rule changes, and closes one that the rule ends', async () => {
    const shop = await makeShop(scarce(9))
    await products(shop, entry('RARE', { tags: ['scarce'] }))
    await shop.subscribe({ sku: 'RARE' })
    await shop.setStock({ sku: 'RARE', quantity: 4 })
    await drain()
    expect(world.mails).toEqual([])
    await shop.api('PATCH', '/v1/shop', scarce(3))
    await tick(Date.now() + 120_000)
    await shop.api('PATCH', '/v1/shop', scarce(9))
    await drain()
    expect(world.mails).toEqual([])
    expect(await table('restock')).toMatchObject([{ state: 'sold_out' }])
  })

  it('goes by the entry of the level’s locale', async () => {
    const shop = await makeShop(rules({ match: { priceFrom: 100, currency: 'SEK' }, threshold: 3 }))
    await products(
      shop,
      entry('TEE', { locale: 'sv', price: 199, currency: 'SEK' }),
      entry('TEE', { locale: 'de', price: 199, currency: 'EUR' }),
    )
    await shop.subscribe({ sku: 'TEE', locale: 'sv' })
    await shop.subscribe({ sku: 'TEE', locale: 'de', email: 'bo@example.com' })
    const levels = (quantity: number) =>
      shop.setStock({ sku: 'TEE', locale: 'sv', quantity }, { sku: 'TEE', locale: 'de', quantity })
    await levels(2)
    await drain()
    expect(skusOfMails()).toEqual(['bo@example.com'])
  })
})

describe('a pace by product', () => {
  it('notifies people of one product in waves and those of another at once', async () => {
    const waves = { mode: 'waves', perUnit: 1, everyMinutes: 30 }
    const shop = await makeShop(rules({ match: { collections: ['Drops'] }, pace: waves }))
    await products(shop, entry('DROP', { collections: ['Drops'] }), entry('TEE'))
    for (const who of ['a', 'b', 'c']) {
      await shop.subscribe({ sku: 'DROP', email: `${who}@drop.example` })
      await shop.subscribe({ sku: 'TEE', email: `${who}@tee.example` })
    }
    await shop.setStock({ sku: 'DROP', quantity: 2 }, { sku: 'TEE', quantity: 2 })
    await drain()
    expect(skusOfMails()).toEqual([
      'a@drop.example',
      'a@tee.example',
      'b@drop.example',
      'b@tee.example',
      'c@tee.example',
    ])
  })
})
