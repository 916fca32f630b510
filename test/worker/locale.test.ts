/** Which language a request has, whatever a template wrote, and how a locale is spelled everywhere. */
import { describe, expect, it } from 'vitest'
import { consentTexts } from '../../shared/languages/consent-texts.ts'
import { ask, drain, makeShop, ORIGIN, table, type TestShop, world } from './harness.ts'

const NONE = ['{{ lang }}', '%lang%', 'undefined', 'null', 'en-', '', 'default', 'x'.repeat(200)]

/** What a page of the shop gets that says a locale: from the config, the availability and the form. */
async function answersTo(shop: TestShop, locale: string) {
  const query = new URLSearchParams({ shop: shop.publicKey, locale, sku: 'TEE-M' })
  const config = await shop.page('GET', `/v1/client/config?${query}`)
  const stock = await shop.page('GET', `/v1/client/availability?${query}`)
  const form = await ask(`/notify/${shop.publicKey}?${query}`)
  return {
    config: (await config.json<{ locale?: string }>()).locale,
    stock: (await stock.json<{ availability?: { 'TEE-M': string } }>()).availability?.['TEE-M'],
    form: /<html lang="([^"]*)"/.exec(await form.text())?.[1],
  }
}

/** A request whose consent is in the words for one locale, and that says another. */
function requestIn(shop: TestShop, locale: string, said: unknown) {
  const { version, texts } = consentTexts({ name: 'Acme', defaultLocale: 'sv-SE' }, locale)
  const consents = [{ purpose: 'alert', channel: 'email', version, text: texts.email }]
  return { ...shop.request(), consents, locale: said }
}

describe('a page whose template wrote no locale', () => {
  it('gets its form, its stock and its consent in the shop’s language', async () => {
    const shop = await makeShop({ defaultLocale: 'sv-SE' })
    const level = { sku: 'TEE-M', quantity: 0 }
    await shop.setStock({ ...level, locale: 'sv-SE' }, { ...level, locale: 'en', quantity: 3 })
    for (const locale of NONE) {
      const expected = { locale, config: 'sv-SE', stock: 'sold_out', form: 'sv' }
      expect({ locale, ...(await answersTo(shop, locale)) }).toEqual(expected)
    }
  })

  it('subscribes the shopper, who gets the mail in the shop’s language', async () => {
    const shop = await makeShop({ defaultLocale: 'sv-SE' })
    for (const said of [...NONE, null, 7, ['sv']]) {
      const answer = await shop.page(
        'POST',
        '/v1/client/subscriptions',
        requestIn(shop, 'sv-SE', said),
      )
      expect([said, answer.status]).toEqual([said, 202])
    }
    expect(await table('subscription')).toMatchObject([{ locale: 'sv-SE' }])
    await shop.setStock({ sku: 'TEE-M', quantity: 3, locale: 'sv-SE' })
    await drain()
    expect(world.mails.map(({ subject }) => subject)).toEqual(['Åter i lager: Tee, M'])
  })

  it('is understood if the template only spelled it otherwise', async () => {
    const shop = await makeShop({ defaultLocale: 'sv_SE' })
    expect(await answersTo(shop, 'zh_Hant_TW')).toMatchObject({
      config: 'zh-Hant-TW',
      form: 'zh-Hant',
    })
    const request = requestIn(shop, 'de', 'de_AT')
    expect((await shop.page('POST', '/v1/client/subscriptions', request)).status).toBe(202)
    expect(await table('subscription')).toMatchObject([{ locale: 'de-AT' }])
  })
})

describe('a locale from a shop’s backend', () => {
  it('is refused with a pointer if it is none, and may have underscores', async () => {
    const shop = await makeShop()
    const entry = { sku: 'A', title: 'Tee', url: `${ORIGIN}/p/a` }
    const calls = (locale: string): [string, string, unknown][] => [
      ['PUT', '/v1/stock-levels', [{ sku: 'A', quantity: 1, locale }]],
      ['PUT', '/v1/products', [{ ...entry, locale }]],
      ['PATCH', '/v1/shop', { defaultLocale: locale }],
    ]
    for (const call of calls('{{ lang }}')) {
      const answer = await shop.api(...call)
      expect(answer.status).toBe(422)
      expect(await answer.json()).toMatchObject({ errors: [{ code: 'locale_invalid' }] })
    }
    for (const call of calls('zh_hant_tw')) {
      expect([call[1], (await shop.api(...call)).ok]).toEqual([call[1], true])
    }
    expect(await table('stock_level')).toMatchObject([{ locale: 'zh-Hant-TW' }])
    expect(await table('product')).toMatchObject([{ locale: 'zh-Hant-TW' }])
  })

  it('stands once in the consent texts of a shop', async () => {
    const shop = await makeShop()
    const texts = (...locales: string[]) =>
      shop.api('PATCH', '/v1/shop', {
        consent: { version: '1', texts: Object.fromEntries(locales.map((one) => [one, {}])) },
      })
    const twice = await texts('nb', 'nn')
    expect(twice.status).toBe(422)
    expect(await twice.json()).toMatchObject({
      errors: [{ pointer: '/consent/texts', code: 'locale_repeated' }],
    })
    expect((await texts('nn', 'sv')).status).toBe(200)
  })
})

describe('Norwegian', () => {
  it('is one language, whether a shop or a page calls it no, nn or nb', async () => {
    const shop = await makeShop({
      consent: { version: '1', texts: { no: { email: 'Si fra én gang.' } } },
      rules: { conditions: { field: 'locale', op: 'in', value: ['no_NO', 'sv-SE'] } },
    })
    await shop.api('PUT', '/v1/products', [
      { sku: 'TEE-M', title: 'Tskjorte', url: `${ORIGIN}/p/tee`, locale: 'nn-NO' },
    ])
    expect(await answersTo(shop, 'nn')).toMatchObject({ config: 'nb', form: 'nb' })
    const consents = [{ purpose: 'alert', channel: 'email', version: '1', text: 'Si fra én gang.' }]
    await shop.subscribe({ locale: 'nn_NO', consents })
    expect(await table('subscription')).toMatchObject([{ locale: 'nb-NO' }])
    await shop.setStock({ sku: 'TEE-M', quantity: 3, locale: 'no-NO' })
    await drain()
    expect(world.mails.map(({ subject }) => subject)).toEqual(['På lager igjen: Tskjorte'])
  })
})
