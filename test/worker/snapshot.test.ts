/** Whose words stand in a message: the shop's, and of a stranger's only what does no harm. */
import { describe, expect, it } from 'vitest'
import { drain, makeShop, ORIGIN, table, type TestShop, world } from './harness.ts'

const URL_OF_TEE = `${ORIGIN}/p/tee`
/** As the requests of the tests name their page. */
const PAGE_OF_TEE = `${URL_OF_TEE}?utm=1`
const EVIL = {
  title: 'Bank: verify at evil.example/xyz or call +44 909 8790000',
  variantTitle: 'https://evil.example/pay',
  url: URL_OF_TEE,
  image: 'https://evil.example/pixel.png',
  price: 1e300,
  currency: 'EUR',
}
const LINK = /evil\.example|https:\/\/evil|8790000/

/** A backend's request. */
const fromBackend = async (shop: TestShop, product: Record<string, unknown>) => {
  const { shop: _key, ...request } = shop.request({ product })
  expect((await shop.api('POST', '/v1/subscriptions', request)).status).toBe(202)
}

async function mailAfterRestock(shop: TestShop) {
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  await drain()
  return world.mails.at(-1)
}

describe('what a form says about a product', () => {
  it('stands in a mail without links, foreign pictures and prices beyond reason', async () => {
    const shop = await makeShop()
    await shop.subscribe({ product: EVIL })
    const mail = await mailAfterRestock(shop)
    expect(mail?.subject).toContain('Bank: verify at evil. example/xyz or call')
    expect(`${mail?.subject}${mail?.html}${mail?.text}`).not.toMatch(LINK)
    expect(mail?.html).not.toContain('<img')
    expect(mail?.html).not.toMatch(/€|0{12}/)
  })

  it('is harmless wherever it is kept, so whoever gets it gets nothing else', async () => {
    const events = ['subscription.created', 'restock.matched']
    const shop = await makeShop({
      destinations: [
        { type: 'email' },
        { type: 'webhook', url: `${ORIGIN}/hook`, secret: `whsec_${btoa('x'.repeat(32))}`, events },
      ],
    })
    await shop.subscribe({ product: EVIL })
    const answer = await shop.api('GET', `/v1/contacts/${(await table('contact'))[0]?.['id']}`)
    const kept = [await table('subscription'), await table('outbox'), await answer.json()]
    expect(JSON.stringify(kept)).toContain('Bank: verify at evil. example/xyz')
    expect(JSON.stringify(kept)).not.toMatch(LINK)
  })

  it('names the sku if nothing of the title is left, and that has no links either', async () => {
    const shop = await makeShop()
    const product = { ...EVIL, title: 'https://evil.example' }
    await shop.subscribe({ sku: 'www.evil.example', product })
    await shop.subscribe({ sku: 'TEE-S', product })
    const stored = await table<{ product: string }>('subscription')
    expect(stored.map((row) => (JSON.parse(row.product) as typeof EVIL).title)).toEqual([
      '...',
      'TEE-S',
    ])
  })

  const HALF = '\ud83d'
  it.each([
    ['of no kind', 7, { title: 'TEE-M', url: PAGE_OF_TEE }],
    ['that is empty', {}, { title: 'TEE-M', url: PAGE_OF_TEE }],
    [
      'whose every field is refused',
      {
        title: ' \n ',
        variantTitle: ['M'],
        url: 'javascript:alert(1)',
        image: `data:image/png;base64,${'A'.repeat(3000)}`,
        price: '19,90',
        currency: 'kronor',
        id: 'x'.repeat(201),
        variantId: { id: 1 },
      },
      { title: 'TEE-M', url: PAGE_OF_TEE },
    ],
    [
      'on another site',
      { title: 'Tee', url: 'https://evil.example/p', price: 19.9, currency: 'eur' },
      { title: 'Tee', url: PAGE_OF_TEE, price: 19.9, currency: 'EUR' },
    ],
    [
      'with texts of several lines, and with half a character',
      { title: 'Harbour\n tee', variantTitle: `M${HALF}`, url: URL_OF_TEE },
      { title: 'Harbour tee', variantTitle: 'M', url: URL_OF_TEE },
    ],
    [
      'with a price below zero, and an address that is too long',
      { title: 'Tee', url: `${URL_OF_TEE}?${'q'.repeat(2000)}`, price: -1, currency: 'EUR' },
      { title: 'Tee', url: PAGE_OF_TEE },
    ],
  ])('%s refuses nobody, and what cannot be used of it is left out', async (_, product, kept) => {
    const shop = await makeShop()
    await shop.subscribe({ product })
    const [row] = await table<{ product: string }>('subscription')
    expect(JSON.parse(row?.product ?? '')).toEqual(kept)
    const mail = await mailAfterRestock(shop)
    expect(mail?.subject).toContain(kept.title)
    expect(mail?.html).toContain(`title="${kept.url}"`)
  })

  it.each([
    ['with a query that is too long', `${URL_OF_TEE}?${'q'.repeat(2000)}`, URL_OF_TEE],
    ['of a campaign', `${URL_OF_TEE}?variant=7&utm_source=x`, `${URL_OF_TEE}?variant=7`],
    ['that is no address', 'about:srcdoc', `${ORIGIN}/`],
    ['elsewhere', 'https://evil.example/p', `${ORIGIN}/`],
    ['of another kind', 7, `${ORIGIN}/`],
  ])('leads to the page of the form, also to one %s', async (_, page, url) => {
    const shop = await makeShop()
    await shop.subscribe({ product: { title: 'Tee', url: 'mailto:a@example.com' }, page })
    const [row] = await table<{ product: string }>('subscription')
    expect(JSON.parse(row?.product ?? '')).toEqual({ title: 'Tee', url })
  })

  it.each([
    ['an origin of the shop', {}, `${ORIGIN}/tee.png`, true],
    ['a host of `imageHosts`', { imageHosts: ['cdn.example'] }, 'https://cdn.example/t.png', true],
    ['a host under it', { imageHosts: ['cdn.example'] }, 'https://x.cdn.example/t.png', false],
    ['a host that the catalogue uses', {}, 'https://img.example/other.png', true],
    ['that host without https', {}, 'http://img.example/other.png', false],
    ['any other host', {}, 'https://img.example.evil.example/tee.png', false],
  ])('shows a picture on %s as it should', async (_, settings, image, shown) => {
    const shop = await makeShop(settings)
    await shop.api('PUT', '/v1/products', [
      { sku: 'CAP', title: 'Cap', url: `${ORIGIN}/cap`, image: 'https://img.example/cap.png' },
    ])
    await shop.subscribe({ product: { title: 'Tee', url: URL_OF_TEE, image } })
    const mail = await mailAfterRestock(shop)
    expect(mail?.html.includes(`src="${image}"`)).toBe(shown)
  })

  it('counts less than the catalogue, also in a language that the catalogue does not have', async () => {
    const shop = await makeShop()
    const entry = { sku: 'TEE-M', locale: 'sv', title: 'Hamntröja', url: URL_OF_TEE }
    await shop.api('PUT', '/v1/products', [entry])
    await shop.subscribe({ product: EVIL, locale: 'de', email: 'bo@example.com' })
    const mail = await mailAfterRestock(shop)
    expect(mail?.subject).toContain('Hamntröja')
    expect(mail?.html).not.toContain('Bank')
  })

  it('is kept for each person, and never shown to another', async () => {
    const shop = await makeShop()
    await shop.subscribe({ product: EVIL, email: 'eve@example.com' })
    await shop.subscribe()
    await mailAfterRestock(shop)
    const toAda = world.mails.find(({ to }) => to === 'ada@example.com')
    expect(toAda?.subject).toContain('Tee, M')
    expect(toAda?.html).not.toContain('Bank')
  })
})

describe('what a shop’s backend says about a product', () => {
  const product = { title: 'asp.net mug', url: URL_OF_TEE, image: 'https://cdn.example/mug.png' }

  it('is taken word for word', async () => {
    const shop = await makeShop()
    await fromBackend(shop, product)
    const mail = await mailAfterRestock(shop)
    expect(mail?.subject).toContain('asp.net mug')
    expect(mail?.html).toContain('src="https://cdn.example/mug.png"')
  })

  it('replaces what a form said before, and no form replaces it', async () => {
    const shop = await makeShop()
    await shop.subscribe({ product: EVIL })
    await fromBackend(shop, product)
    await shop.subscribe({ product: EVIL, quantity: 1 })
    const mail = await mailAfterRestock(shop)
    expect(mail?.subject).toContain('asp.net mug')
  })

  it('is exported without the mark that vouches for it', async () => {
    const shop = await makeShop()
    await fromBackend(shop, product)
    const answer = await shop.api('GET', `/v1/contacts/${(await table('contact'))[0]?.['id']}`)
    const text = await answer.text()
    expect(text).toContain(product.title)
    expect(text).not.toContain('vouched')
  })
})
