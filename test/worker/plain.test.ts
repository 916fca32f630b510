import { describe, expect, it } from 'vitest'
import { openAddresses, readAddresses } from '../../worker/address/sealed.ts'
import { openVault } from '../../worker/vault.ts'
import { ask, consents, drain, makeShop, ORIGIN, table, world, type TestShop } from './harness.ts'

const TEE = new URLSearchParams({
  sku: 'TEE-M',
  title: 'Tee',
  variant: 'M',
  url: `${ORIGIN}/p/tee?size=M`,
  locale: 'en',
})

const pageOf = (shop: TestShop, query = TEE) => `/notify/${shop.publicKey}?${query}`

/** The hidden fields of a page, as a browser sends them back. */
function hidden(html: string): Record<string, string> {
  const fields = [...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, unescaped(value)]))
}
const unescaped = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

/** The options of a list as value and label. A star marks the selected one. */
function optionsOf(html: string, name: string): string[] {
  const list = new RegExp(`<select id="${name}" name="${name}">(.*?)</select>`, 's').exec(html)
  const options = [...(list?.[1] ?? '').matchAll(/<option value="(.*?)"( selected[^>]*)?>(.*?)</gs)]
  return options.map(([, value, chosen, words]) => `${chosen ? '*' : ''}${value} ${words}`)
}

/** The settings of a shop that offers SMS. */
const texting = {
  channels: ['email', 'sms'],
  smsCountries: ['SE', 'NO', 'DE'],
  destinations: [
    { type: 'email' },
    {
      type: 'sms',
      accountSid: `AC${'0'.repeat(32)}`,
      authToken: 'none',
      from: 'Acme',
    },
  ],
}

let hosts = 0

/** Loads the page, fills in its form, and sends it as a browser does. */
async function submit(
  shop: TestShop,
  fields: Record<string, string>,
  { query = TEE, headers = {} }: { query?: URLSearchParams; headers?: HeadersInit } = {},
) {
  const page = await ask(pageOf(shop, query))
  const shown = hidden(await page.text())
  hosts += 1
  const response = await ask(pageOf(shop, query), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Sec-Fetch-Site': 'same-origin',
      'CF-Connecting-IP': `10.9.${hosts >> 8}.${hosts & 255}`,
      ...headers,
    },
    body: new URLSearchParams({ website: '', ...shown, ...fields }).toString(),
  })
  return { status: response.status, html: await response.text() }
}

describe('the form without JavaScript', () => {
  it('shows the consent text of the shop, and labels every field', async () => {
    const shop = await makeShop({ channels: ['email'] })
    const response = await ask(pageOf(shop))
    const html = await response.text()
    expect(response.status).toBe(200)
    expect(html).toContain('<label for="email">')
    expect(html).toContain('I agree that Acme emails me once')
    expect(html).toContain('<b>Tee</b>')
    expect(html).not.toContain('<script')
  })

  it('stores the same as the widget, and the person is notified', async () => {
    const shop = await makeShop()
    expect(await submit(shop, { email: 'ada@example.com' })).toMatchObject({ status: 200 })
    expect(await table('subscription')).toMatchObject([
      { shop_id: shop.id, sku: 'TEE-M', locale: 'en', status: 'waiting' },
    ])
    expect(await consents()).toMatchObject([
      {
        purpose: 'alert',
        channel: 'email',
        method: 'form',
        version: 'standard-2',
        page: `${ORIGIN}/p/tee`,
        text: 'I agree that Acme emails me once for each item I choose here, when it is back in stock. I can withdraw my consent at any time, with the link in the email or by contacting the shop.',
      },
    ])
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['ada@example.com', 'Back in stock: Tee, M'],
    ])
  })

  it('asks for a quantity if the shop does, keeps the choice after an error, and stores it', async () => {
    const shop = await makeShop({ maxQuantity: 3 })
    const shown = await (await ask(pageOf(shop))).text()
    expect(shown).toContain('<label for="quantity">How many would you like?</label>')
    expect(optionsOf(shown, 'quantity')).toEqual(['*1 1', '2 2', '3 3'])
    const wrong = await submit(shop, { email: 'nobody', quantity: '2' })
    expect(optionsOf(wrong.html, 'quantity')).toEqual(['1 1', '*2 2', '3 3'])
    expect(await submit(shop, { email: 'ada@example.com', quantity: '2' })).toMatchObject({
      status: 200,
    })
    expect(await table('subscription')).toMatchObject([{ wanted: 2 }])
  })

  it('asks for no quantity if the shop does not, and refuses more than one unit', async () => {
    const shop = await makeShop()
    expect(await (await ask(pageOf(shop))).text()).not.toContain('quantity')
    for (const quantity of ['2', 'many']) {
      const { status } = await submit(shop, { email: 'ada@example.com', quantity })
      expect(status).toBe(422)
    }
    expect(await table('subscription')).toEqual([])
  })

  it('shows an error beside its field, and keeps what the shopper typed', async () => {
    const shop = await makeShop()
    const empty = await submit(shop, { email: '' })
    expect(empty.status).toBe(422)
    expect(empty.html).toContain('Enter your email address.')
    const wrong = await submit(shop, { email: 'not an email <script>' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toMatch(/id="email-fault">Check the email address/)
    expect(wrong.html).toContain('aria-describedby="email-fault email-consent"')
    expect(wrong.html).toContain('value="not an email &lt;script&gt;"')
    expect(wrong.html).not.toContain('<script>')
    expect(await table('subscription')).toEqual([])
  })

  it('asks for a confirmation if the shop requires it', async () => {
    const shop = await makeShop({ doubleOptIn: true })
    const { html } = await submit(shop, { email: 'ada@example.com' })
    expect(html).toContain('One more step')
    expect(await table('subscription')).toMatchObject([{ status: 'pending' }])
  })

  it('lists countries by name, and reads the number in the chosen country', async () => {
    const shop = await makeShop(texting)
    const query = new URLSearchParams({ sku: 'TEE-M', locale: 'sv' })
    const from = async (country: string) => {
      const headers = { 'CF-IPCountry': country }
      const html = await (await ask(pageOf(shop, query), { headers })).text()
      return optionsOf(html, 'country').filter((option) => option.startsWith('*'))
    }
    expect(await from('NO')).toEqual(['*NO Norge'])
    expect(await from('XX')).toEqual(['*SE Sverige'])
    // Only the countries that the shop writes to, and no other is chosen.
    expect(await from('FR')).toEqual(['*SE Sverige'])
    const all = optionsOf(await (await ask(pageOf(shop, query))).text(), 'country')
    expect(all).toEqual(['NO Norge', '*SE Sverige', 'DE Tyskland'])

    const fields = { phone: '0176 12345678', country: 'DE' }
    const wrong = await submit(shop, { ...fields, email: 'nobody' }, { query })
    expect(optionsOf(wrong.html, 'country')).toContain('*DE Tyskland')
    expect(await submit(shop, fields, { query })).toMatchObject({ status: 200 })
    const [one] = await table<{ addresses: string; contact_id: string }>('subscription')
    const vault = await openVault(world.env, shop)
    const { sms } = await openAddresses(
      vault,
      one?.contact_id ?? '',
      readAddresses(one?.addresses ?? null),
    )
    expect(sms).toBe('+4917612345678')
  })

  it('selects no country if it knows none of the visitor or the shop', async () => {
    const shop = await makeShop({ ...texting, country: undefined })
    const html = await (await ask(pageOf(shop))).text()
    expect(optionsOf(html, 'country')[0]).toBe('* –')
    const { status } = await submit(shop, { phone: '0176 12345678', country: '' })
    expect(status).toBe(422)
  })

  it('asks for a confirmation if the country of the number requires it, and says so', async () => {
    const shop = await makeShop(texting)
    const both = { email: 'ada@example.com', country: 'DE' }
    const bare = await submit(shop, { ...both, email: 'bob@example.com' })
    expect(bare.html).toContain('You’re on the list')
    const { html } = await submit(shop, { ...both, phone: '0176 12345678' })
    expect(html).toContain('One more step')
    const statuses = (await table('subscription')).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual(['pending', 'waiting'])
  })

  it('refuses consent to an outdated text, and shows the current one', async () => {
    const shop = await makeShop()
    const { status, html } = await submit(shop, {
      email: 'ada@example.com',
      'shown-email': 'Acme may send me everything.',
    })
    expect(status).toBe(422)
    expect(html).toContain('The consent text has just changed')
    expect(hidden(html)['shown-email']).toContain('emails me once')
    expect(await table('subscription')).toEqual([])
  })

  it('links to the product if it is already back in stock', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    const { status, html } = await submit(shop, { email: 'ada@example.com' })
    expect(status).toBe(409)
    expect(html).toContain('It’s already back in stock')
    expect(html).toContain(`href="${ORIGIN}/p/tee?size=M"`)
  })

  it('stores a marketing consent only if the shopper ticked its box', async () => {
    const texts = { en: { email: 'One mail.', marketing: 'News as well.' } }
    const shop = await makeShop({ consent: { version: '7', texts } })
    const page = await (await ask(pageOf(shop))).text()
    expect(page).toMatch(/<input type="checkbox" name="marketing" value="on"\/?>/)
    const wrong = await submit(shop, { email: 'bob', marketing: 'on' })
    expect(wrong.html).toMatch(/name="marketing" value="on" checked/)
    await submit(shop, { email: 'ada@example.com' })
    await submit(shop, { email: 'bob@example.com', marketing: 'on' })
    const purposes = (await table('consent')).map(({ purpose }) => purpose)
    expect(purposes.toSorted()).toEqual(['alert', 'alert', 'marketing'])
  })

  it('shows nothing of a product’s name that a phone makes a link of', async () => {
    const shop = await makeShop()
    const query = new URLSearchParams({
      sku: 'TEE-M',
      title: 'Bank: verify at evil.example/xyz or call 0909 8790000',
      url: `${ORIGIN}/tee`,
    })
    const html = await (await ask(pageOf(shop, query))).text()
    expect(html).toContain('<b>Bank: verify at evil. example/xyz or call ...</b>')
    expect(html).not.toMatch(/evil\.example|8790000/)
    expect(html).toContain('name="format-detection"')
  })

  it('shows no product whose link leaves the origins of the shop', async () => {
    const shop = await makeShop()
    const query = new URLSearchParams({
      sku: 'TEE-M',
      title: 'Call this number',
      url: 'https://elsewhere.example/tee',
    })
    const html = await (await ask(pageOf(shop, query))).text()
    expect(html).not.toContain('Call this number')
    expect(html).not.toContain('elsewhere')
    const { status } = await submit(shop, { email: 'ada@example.com' }, { query })
    expect(status).toBe(200)
    expect(await table('subscription')).toMatchObject([{ product: null }])
  })

  it.each([
    ['another website', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }, 403],
    ['a page that hides where it is', { 'Sec-Fetch-Site': '', Origin: 'null' }, 403],
    [
      'the page itself, in an older browser',
      { 'Sec-Fetch-Site': '', Origin: 'https://bell.test' },
      200,
    ],
    ['a page of the shop', { 'Sec-Fetch-Site': 'cross-site', Origin: ORIGIN }, 200],
  ])('accepts or refuses, by its origin, a post from %s', async (_from, headers, status) => {
    const shop = await makeShop()
    const answer = await submit(shop, { email: 'ada@example.com' }, { headers })
    expect(answer.status).toBe(status)
    expect(await table('subscription')).toHaveLength(status === 200 ? 1 : 0)
  })

  it('answers a bot that fills in every field as usual, and stores nothing', async () => {
    const shop = await makeShop()
    const { status } = await submit(shop, {
      email: 'bot@example.com',
      website: 'https://spam.example',
    })
    expect(status).toBe(200)
    expect(await table('subscription')).toEqual([])
  })

  it('shows an error page for an unknown shop and for a missing product', async () => {
    const shop = await makeShop()
    const nobody = await ask('/notify/pk_nobody?sku=TEE-M')
    expect(nobody.status).toBe(404)
    expect(await nobody.text()).toContain('Alerts aren’t set up for this website yet')
    const nothing = await ask(`/notify/${shop.publicKey}`)
    expect(nothing.status).toBe(404)
    expect(await nothing.text()).toContain('Alerts aren’t available for this product')
  })

  it.each([
    ['ja,en-US;q=0.9,en;q=0.8', 'ja'],
    ['fr,fr-FR;q=0.8,en-US;q=0.5', 'fr'],
    ['pl,en-US;q=0.7', 'pl'],
    ['sv;q=0.5,de-AT;q=0.9', 'de'],
    ['he,pt-BR;q=0.9', 'pt-BR'],
    ['zh-TW,zh;q=0.9', 'zh-Hant'],
    ['no', 'nb'],
    ['sv;q=0, da', 'da'],
    ['*', 'en'],
    ['he', 'en'],
    ['', 'en'],
  ])('says in the language of the browser (%j) that there is no such shop', async (header, tag) => {
    const headers = { 'Accept-Language': header }
    const html = await (await ask('/notify/pk_nobody?sku=TEE-M', { headers })).text()
    expect(html).toContain(`<html lang="${tag}"`)
  })

  it('has a heading of its own where it cannot be used', async () => {
    const html = await (await ask('/notify/pk_nobody?sku=TEE-M')).text()
    expect(html).toContain('<h1>That didn’t work</h1>')
  })

  it('writes addresses and names apart from an Arabic sentence', async () => {
    const shop = await makeShop(texting)
    const query = new URLSearchParams({ ...Object.fromEntries(TEE), locale: 'ar' })
    const fields = { email: 'ada@example.com', phone: '070-123 45 67', country: 'SE' }
    const { html } = await submit(shop, fields, { query })
    expect(html).toContain('<html lang="ar" dir="rtl">')
    expect(html).toContain('<b dir="ltr">ada@example.com</b>')
    expect(html).toContain('<b dir="ltr">070-123 45 67</b>')
    expect(html).toContain(`<bdi><a href="${ORIGIN}/p/tee?size=M">Tee</a></bdi>`)
  })

  it('uses the language in its address', async () => {
    const shop = await makeShop()
    const query = new URLSearchParams({ sku: 'TEE-M', locale: 'sv-se' })
    const html = await (await ask(pageOf(shop, query))).text()
    expect(html).toContain('<html lang="sv"')
    expect(html).toContain('E-postadress')
    const { html: wrong } = await submit(shop, { email: 'x' }, { query })
    expect(wrong).toContain('Kontrollera e-postadressen')
  })

  it('refuses a body that is too long', async () => {
    const shop = await makeShop()
    const { status } = await submit(shop, { email: 'a'.repeat(40_000) })
    expect(status).toBe(413)
  })
})
