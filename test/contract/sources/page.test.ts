/** The page source against a web server with product pages. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Asked } from '../../fakes/feed.ts'
import {
  drain,
  fakeUrl,
  logged,
  makeShop,
  ORIGIN,
  poll,
  sourceState,
  table,
  world,
} from '../../worker/harness.ts'
import { passesSuite, type Vendor } from './suite.ts'

const html = (...data: unknown[]) =>
  `<!doctype html><title>Tee</title><script>var a = '<b>'</script>${data
    .map((one) => `<script type="application/ld+json">${JSON.stringify(one)}</script>`)
    .join('\n')}<h1>Tee</h1>`

const offer = (availability: string) => ({
  '@type': 'Offer',
  price: '39.00',
  priceCurrency: 'EUR',
  availability: `https://schema.org/${availability}`,
})
const product = (sku: string, availability: string) => ({
  '@context': 'https://schema.org',
  '@type': 'Product',
  name: 'Tee',
  sku,
  offers: offer(availability),
})

/** A shop's website on the fake, in a scene. */
function site(scene = 'good') {
  const base = fakeUrl('page', scene)
  const { origin } = new URL(base)
  const put = async (path: string, body: string) => {
    const headers = { 'Content-Type': 'text/html' }
    await fetch(`${base}${path}`, { method: 'PUT', body, headers })
  }
  const asked = async () => (await fetch(`${base}/requests`)).json() as Promise<Asked[]>
  return { base, origin, put, asked }
}

const allow = (robots: string) =>
  fetch(`${new URL(fakeUrl('page')).origin}/robots.txt`, { method: 'PUT', body: robots })

beforeEach(async () => void (await allow('User-agent: *\nAllow: /')))

type Site = ReturnType<typeof site>

/** A shop with the page source, whose product pages are on `site`. */
async function pageShop({ origin }: Site, options = {}, origins = [ORIGIN, origin]) {
  return makeShop({ origins, sources: [{ type: 'page', ...options }] })
}

type Shop = Awaited<ReturnType<typeof pageShop>>

async function waitFor(
  shop: Shop,
  at: Site,
  sku: string,
  path = `/p/${sku}`,
  known: object[] = [{ sku, quantity: 0 }],
) {
  if (known.length > 0) await shop.api('PUT', '/v1/stock-levels', known)
  await shop.api('PUT', '/v1/products', [{ sku, title: 'Tee', url: `${at.base}${path}` }])
  await shop.subscribe({ sku, email: `${sku.toLowerCase()}@example.com` })
}

async function quantities(): Promise<Record<string, number>> {
  const rows = await table<{ sku: string; quantity: number }>('stock_level')
  return Object.fromEntries(rows.map(({ sku, quantity }) => [sku, quantity]))
}

const vendor = (scene: string, page: (quantity: number) => string) => async (): Promise<Vendor> => {
  const at = site(scene)
  return {
    options: { type: 'page' },
    settings: { origins: [ORIGIN, at.origin] },
    products: [{ sku: 'TEE-M', title: 'Tee', url: `${at.base}/p/tee` }],
    setStock: (quantity) => at.put('/p/tee', page(quantity)),
    // Every other page is gone, the rest is there without data.
    async spoil(skus) {
      for (const [n, sku] of skus.entries()) {
        if (n % 2 === 0) await at.put(`/p/${encodeURIComponent(sku)}`, '<h1>No product</h1>')
      }
    },
    named: (sku) => ({ title: 'X', url: `${at.base}/p/${encodeURIComponent(sku)}` }),
  }
}
const tee = (quantity: number) => html(product('TEE-M', quantity > 0 ? 'InStock' : 'OutOfStock'))

passesSuite({
  type: 'page',
  secrets: [],
  good: vendor('good', tee),
  down: vendor('down', tee),
  broken: vendor('good', (quantity) => tee(quantity).replaceAll('"@type"', '"@type')),
})

describe('a product page', () => {
  it.each([
    ['InStock', 1],
    ['LimitedAvailability', 1],
    ['OnlineOnly', 1],
    ['OutOfStock', 0],
    ['SoldOut', 0],
    ['Discontinued', 0],
    ['InStoreOnly', 0],
    ['Reserved', 0],
    ['PreOrder', 0],
    ['PreSale', 0],
    ['BackOrder', 0],
    ['MadeToOrder', 0],
  ])('with %s gives the level %s', async (availability, level) => {
    const at = site()
    const shop = await pageShop(at)
    await waitFor(shop, at, 'A', '/p/A', [])
    await at.put('/p/A', html(product('A', availability)))
    await poll(shop, 'page')
    expect(await quantities()).toEqual({ A: level })
  })

  it.each(['PreOrder', 'PreSale', 'BackOrder', 'MadeToOrder'])(
    'with %s gives the level 1 if the shop sells it',
    async (word) => {
      const at = site()
      const shop = await makeShop({
        oversell: 'in_stock',
        origins: [ORIGIN, at.origin],
        sources: [{ type: 'page' }],
      })
      await waitFor(shop, at, 'A')
      await at.put('/p/A', html(product('A', word)))
      await poll(shop, 'page')
      expect(await quantities()).toEqual({ A: 1 })
    },
  )

  it.each([
    ['a graph', { '@graph': [{ '@type': 'WebPage' }, product('A', 'InStock')] }],
    ['a list', [{ '@type': 'Organization' }, product('A', 'InStock')]],
    ['the main entity of the page', { '@type': 'WebPage', mainEntity: product('A', 'InStock') }],
    ['an object of several types', { ...product('A', 'InStock'), '@type': ['Product', 'Thing'] }],
    [
      'an offer with http and no type',
      { ...product('A', ''), offers: { availability: 'http://schema.org/InStock' } },
    ],
    ['an offer with a bare name', { ...product('A', ''), offers: [{ availability: 'InStock' }] }],
    [
      'an aggregate offer',
      { ...product('A', ''), offers: { '@type': 'AggregateOffer', offers: [offer('InStock')] } },
    ],
    [
      'a group',
      {
        '@type': 'ProductGroup',
        hasVariant: [product('B', 'OutOfStock'), product('A', 'InStock')],
      },
    ],
    [
      'an offer of its own sku',
      { ...product('X', ''), offers: [{ ...offer('InStock'), sku: 'A' }] },
    ],
    [
      'an object with another identifier',
      { '@type': 'Product', sku: 'X', gtin13: 'A', offers: offer('InStock') },
    ],
  ])('may contain the product as %s', async (_what, data) => {
    const at = site()
    const shop = await pageShop(at)
    await waitFor(shop, at, 'A')
    await at.put('/p/A', html({ broken: 'no product' }, data))
    await poll(shop, 'page')
    expect(await quantities()).toEqual({ A: 1 })
  })

  it('that shows another variant changes nothing', async () => {
    const at = site()
    const shop = await pageShop(at)
    await waitFor(shop, at, 'TEE-M')
    await at.put('/p/TEE-M', html(product('TEE-S', 'InStock')))
    await poll(shop, 'page')
    expect(await quantities()).toEqual({ 'TEE-M': 0 })
  })

  it('that names its product otherwise than the stock does is shown with both names, and logged once', async () => {
    const at = site()
    const shop = await pageShop(at)
    await waitFor(shop, at, 'TEE-M')
    const page = html(product('4711', 'InStock'))
    for (const edition of [page, `${page} `]) {
      await at.put('/p/TEE-M', edition)
      await poll(shop, 'page')
    }
    expect(await quantities()).toEqual({ 'TEE-M': 0 })
    const fault = { item: 'TEE-M', reason: 'sku_not_on_page', names: ['4711'] }
    expect(await sourceState(shop)).toMatchObject({
      error: null,
      items: 1,
      faults: { count: 1, items: [fault] },
    })
    expect(await logged(shop, 'sku_not_on_page')).toEqual([
      { source: 'page', items: [{ sku: 'TEE-M', names: ['4711'] }] },
    ])
    await at.put('/p/TEE-M', html(product('TEE-M', 'InStock')))
    await poll(shop, 'page')
    expect(await quantities()).toEqual({ 'TEE-M': 1 })
    expect(await sourceState(shop)).toMatchObject({ faults: { count: 0 } })
  })

  it('with a word that nobody knows changes nothing, and the word is logged once', async () => {
    const at = site()
    const shop = await pageShop(at)
    await waitFor(shop, at, 'A')
    const page = html(product('A', 'Mañana'))
    for (const edition of [page, `${page} `]) {
      await at.put('/p/A', edition)
      await poll(shop, 'page')
    }
    expect(await quantities()).toEqual({ A: 0 })
    expect(await sourceState(shop)).toMatchObject({ error: null, items: 1, faults: { count: 0 } })
    expect(await logged(shop, 'availability_unknown')).toEqual([
      { source: 'page', words: ['https://schema.org/Mañana'] },
    ])
  })

  it('is read as the widget reads it: microdata, metas, and data that is not quite JSON', async () => {
    const at = site()
    const shop = await pageShop(at)
    const pages = {
      MICRO: `<div itemscope itemtype="http://schema.org/Product"><b itemprop=sku>MICRO</b><i itemprop=name>Tee</i>
        <p itemprop=offers itemscope itemtype="http://schema.org/Offer"><link itemprop=availability href="InStock">`,
      META: `<meta property="og:type" content="product"><meta property="og:title" content="Tee">
        <meta property="product:retailer_item_id" content="META"><meta property="product:availability" content="in stock">`,
      LOOSE: `<SCRIPT TYPE="Application/LD+JSON; charset=utf-8">/*<![CDATA[*/ {"@type":"Product","name":"A\ntee",
        "sku":"","mpn":"LOOSE","offers":{"@type":"Offer","availability":"in_stock",},}; /*]]>*/</SCRIPT>`,
    }
    for (const [sku, page] of Object.entries(pages)) {
      await waitFor(shop, at, sku)
      await at.put(`/p/${sku}`, page)
    }
    // A page without any identifier names its product by its address, as the widget does.
    const address = `${at.base}/p/nameless`
    await shop.setStock({ sku: address, quantity: 0 })
    await shop.subscribe({ sku: address, product: { title: 'Tee', url: address } })
    await at.put('/p/nameless', html({ ...product('', 'InStock') }))
    await poll(shop, 'page')
    expect(await quantities()).toEqual({ MICRO: 1, META: 1, LOOSE: 1, [address]: 1 })
  })

  it('gives the level of the offer whose address is the variant’s own', async () => {
    const at = site()
    const shop = await pageShop(at)
    await waitFor(shop, at, 'TEE-M', '/p/tee?size=M')
    const offers = ['S', 'M'].map((size) => ({
      ...offer(size === 'M' ? 'InStock' : 'OutOfStock'),
      url: `tee?size=${size}`,
    }))
    await at.put('/p/tee', html({ '@type': 'Product', sku: 'TEE', offers }))
    await poll(shop, 'page')
    expect(await quantities()).toEqual({ 'TEE-M': 1 })
  })

  it('is read once for all its skus, and again only if it has changed', async () => {
    const at = site()
    const shop = await pageShop(at)
    await waitFor(shop, at, 'A', '/p/both')
    await waitFor(shop, at, 'B', '/p/both')
    await at.put('/p/both', html(product('A', 'OutOfStock'), product('B', 'InStock')))
    await poll(shop, 'page')
    expect(await quantities()).toEqual({ A: 0, B: 1 })
    expect(world.mails).toMatchObject([{ to: 'b@example.com' }])
    await poll(shop, 'page')
    await poll(shop, 'page')
    const asked = await at.asked()
    // Nobody waits for B any more, so the first repeat is unconditional, and only the second is not.
    expect(asked.map(({ headers }) => 'if-none-match' in headers)).toEqual([false, false, true])
  })
})

describe('the page source', () => {
  it('reads only pages of skus that somebody waits for', async () => {
    const at = site()
    const shop = await pageShop(at)
    await waitFor(shop, at, 'A')
    await shop.api('PUT', '/v1/products', [{ sku: 'B', title: 'B', url: `${at.base}/p/B` }])
    await at.put('/p/A', html(product('A', 'OutOfStock')))
    await poll(shop, 'page')
    expect((await at.asked()).map(({ path }) => path)).toEqual(['/p/A'])
  })

  it('reads only pages on the shop’s own origins', async () => {
    const at = site()
    const shop = await pageShop(at, {}, [ORIGIN])
    await waitFor(shop, at, 'A')
    await at.put('/p/A', html(product('A', 'InStock')))
    await poll(shop, 'page')
    expect(await at.asked()).toEqual([])
    expect(await quantities()).toEqual({ A: 0 })
  })

  it('reads a page only if robots.txt allows it to us, or to all', async () => {
    await allow('User-agent: *\nAllow: /\n\nUser-agent: Shelfbell\nDisallow: /*/p/A')
    const at = site()
    const shop = await pageShop(at)
    await waitFor(shop, at, 'A')
    await waitFor(shop, at, 'B')
    for (const sku of ['A', 'B']) await at.put(`/p/${sku}`, html(product(sku, 'InStock')))
    await poll(shop, 'page')
    expect((await at.asked()).map(({ path }) => path)).toEqual(['/p/B'])
    expect(await logged(shop, 'stock_received')).toMatchObject([
      { source: 'page', robots_disallowed: 1 },
      {},
      {},
    ])
  })

  it('reads no page and reports why if robots.txt forbids all', async () => {
    await allow('User-agent: *\nDisallow: /')
    const at = site()
    const shop = await pageShop(at)
    await waitFor(shop, at, 'A')
    await poll(shop, 'page')
    expect(await at.asked()).toEqual([])
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'robots_disallowed' } })
  })

  it('reads pages one after the other, some in each run, all in turn', async () => {
    const at = site()
    const shop = await pageShop(at, { pagesPerRun: 2 })
    for (const sku of ['A', 'B', 'C', 'D', 'E']) {
      await waitFor(shop, at, sku)
      await at.put(`/p/${sku}`, html(product(sku, 'OutOfStock')))
    }
    for (let run = 0; run < 4; run += 1) await poll(shop, 'page')
    const asked = await at.asked()
    const paths = asked.map(({ path }) => path)
    expect(paths).toEqual(['/p/A', '/p/B', '/p/C', '/p/D', '/p/E', '/p/A', '/p/B'])
    for (const [index, { at: began }] of asked.entries()) {
      expect(began).toBeGreaterThanOrEqual(asked[index - 1]?.answeredAt ?? 0)
    }
  })

  it('stops when the host asks it to wait', async () => {
    const at = site('down')
    const shop = await pageShop(at)
    for (const sku of ['A', 'B']) await waitFor(shop, at, sku)
    const before = Date.now()
    await poll(shop, 'page')
    expect(await at.asked()).toHaveLength(1)
    const [row] = await table<{ due_at: number }>('source')
    expect(row?.due_at).toBeGreaterThanOrEqual(before + 7000)
  })

  it('continues after a page that is gone', async () => {
    const at = site()
    const shop = await pageShop(at)
    for (const sku of ['A', 'B']) await waitFor(shop, at, sku)
    await at.put('/p/B', html(product('B', 'InStock')))
    await poll(shop, 'page')
    await drain()
    expect(await quantities()).toEqual({ A: 0, B: 1 })
    expect(await sourceState(shop)).toMatchObject({ error: null, items: 1 })
  })
})

describe('a sku that the catalogue does not know', () => {
  const named = async (shop: Shop, at: Site, path: string, ...people: string[]) => {
    for (const email of people) {
      const snapshot = { title: 'Tee', url: `${at.base}${path}` }
      await shop.subscribe({ sku: 'A', email: `${email}@example.com`, product: snapshot })
    }
  }
  const paths = async (at: Site) => (await at.asked()).map(({ path }) => path)

  it('is read from the page that most people named, each person counted once', async () => {
    const at = site()
    const shop = await pageShop(at)
    await named(shop, at, '/account/logout?all=1', 'eve')
    await named(shop, at, '/p/A', 'ada', 'bob')
    // One person, who waits for two locales.
    for (const locale of ['de', 'fr']) {
      const snapshot = { title: 'Tee', url: `${at.base}/account/logout?all=1` }
      await shop.subscribe({ sku: 'A', email: 'eve@example.com', locale, product: snapshot })
    }
    await at.put('/p/A', html(product('A', 'OutOfStock')))
    await poll(shop, 'page')
    expect(await paths(at)).toEqual(['/p/A'])
  })

  it('is read from the page that was named first if people named several equally often', async () => {
    const at = site()
    const shop = await pageShop(at)
    await named(shop, at, '/p/A', 'ada')
    await named(shop, at, '/account/logout?all=1', 'eve')
    await at.put('/p/A', html(product('A', 'OutOfStock')))
    await poll(shop, 'page')
    expect(await paths(at)).toEqual(['/p/A'])
  })

  it('is read from the next page if one has no data, and that one is left alone for a day', async () => {
    const at = site()
    const shop = await pageShop(at)
    await named(shop, at, '/account', 'eve', 'mallory')
    await named(shop, at, '/p/A', 'ada')
    await at.put('/account', '<h1>Your account</h1>')
    await at.put('/p/A', html(product('A', 'OutOfStock')))
    for (const _ of [1, 2, 3]) await poll(shop, 'page')
    expect(await paths(at)).toEqual(['/account', '/p/A', '/p/A'])
    const { faults } = await sourceState(shop)
    expect(faults).toMatchObject({ count: 1, items: [{ item: 'A', reason: 'page_unreadable' }] })
    const [{ nextAt = '' } = {}] = (faults as { items: { nextAt: string }[] }).items
    expect(Date.parse(nextAt) - Date.now()).toBeGreaterThan(23 * 60 * 60_000)
  })

  it('is read from the catalogue’s page once the catalogue knows one', async () => {
    const at = site()
    const shop = await pageShop(at)
    await named(shop, at, '/account/logout?all=1', 'eve', 'mallory')
    await waitFor(shop, at, 'A')
    await at.put('/p/A', html(product('A', 'OutOfStock')))
    await poll(shop, 'page')
    expect(await paths(at)).toEqual(['/p/A'])
  })
})

describe('a host that fails', () => {
  it('ends the run for its own pages only, and the next run starts after them', async () => {
    const at = site()
    const down = { base: 'http://127.0.0.1:9/x', origin: 'http://127.0.0.1:9' }
    const shop = await pageShop(at, {}, [ORIGIN, at.origin, down.origin])
    for (const sku of ['A', 'B', 'C', 'D']) {
      const url = `${down.base}/p/${sku}`
      await shop.api('PUT', '/v1/products', [{ sku, title: 'Tee', url }])
      await shop.subscribe({ sku, email: `${sku}@example.com` })
    }
    await waitFor(shop, at, 'Z')
    await at.put('/p/Z', html(product('Z', 'InStock')))
    await poll(shop, 'page')
    expect(await quantities()).toEqual({ Z: 1 })
    expect(await sourceState(shop)).toMatchObject({ error: null, items: 1, faults: { count: 0 } })
  })
})

describe('what a page says about its product', () => {
  const described = (sku: string) => ({
    '@type': 'ProductGroup',
    hasVariant: [
      {
        '@type': 'Product',
        name: 'Harbour\n tee, <b>M</b>',
        sku,
        image: [{ '@type': 'ImageObject', contentUrl: '/tee.png' }],
        offers: { ...offer('InStock'), url: '?size=M' },
      },
    ],
  })

  /** A shop whose form was told a lie about a page, and the mail that follows when the page is read. */
  async function mailAfter(
    page: (at: Site) => Promise<void>,
    act?: (shop: Shop) => Promise<unknown>,
  ) {
    const at = site()
    const shop = await pageShop(at)
    await shop.setStock({ sku: 'A', quantity: 0 })
    const lie = { title: 'Bank: call us', url: `${at.base}/p/A`, price: 1, currency: 'EUR' }
    await shop.subscribe({ sku: 'A', product: { ...lie, variantId: '77' } })
    await act?.(shop)
    await page(at)
    await poll(shop, 'page')
    return { at, shop, mail: world.mails.at(-1) }
  }

  it('replaces in messages what a form said', async () => {
    const { at, mail } = await mailAfter((here) => here.put('/p/A', html(described('A'))))
    expect(mail?.subject).toBe('Back in stock: Harbour tee, M')
    expect(mail?.html).not.toContain('Bank')
    expect(mail?.html).toContain(`src="${at.origin}/tee.png"`)
    expect(mail?.html).toContain(`title="${at.base}/p/A?size=M"`)
    expect(mail?.text).toContain('€39.00')
  })

  it('is read in the page’s own encoding', async () => {
    const { mail } = await mailAfter(async (at) => {
      const text = html({ ...product('A', 'InStock'), name: 'Hamntr#ja' }).replace(
        '<title>',
        '<meta charset=iso-8859-1><title>',
      )
      const body = Uint8Array.from(text, (letter) => (letter === '#' ? 0xf6 : letter.charCodeAt(0)))
      await fetch(`${at.base}/p/A`, {
        method: 'PUT',
        body,
        headers: { 'Content-Type': 'text/html' },
      })
    })
    expect(mail?.subject).toBe('Back in stock: Hamntröja')
  })

  it('loses only what nobody can use', async () => {
    const { at, mail } = await mailAfter((here) =>
      here.put(
        '/p/A',
        html({
          ...product('A', 'InStock'),
          name: `Harbour tee ${'and more '.repeat(40)}`,
          image: 'javascript:alert(1)',
          url: 'https://elsewhere.example/p',
          offers: { ...offer('InStock'), price: 'from 39', priceCurrency: 'kronor' },
        }),
      ),
    )
    expect(mail?.subject).toContain('Back in stock: Harbour tee and more')
    expect(mail?.html).toContain(`title="${at.base}/p/A"`)
    expect(mail?.html).not.toMatch(/javascript|elsewhere|kronor|€/)
  })

  it('is not a catalogue entry, so it is in no feed', async () => {
    const { shop } = await mailAfter((at) => at.put('/p/A', html(described('A'))))
    expect(await table('product')).toEqual([])
    expect(await table('page_product')).toMatchObject([{ shop_id: shop.id, sku: 'A' }])
  })

  it('counts only if the page itself names the sku', async () => {
    const { mail } = await mailAfter((at) =>
      at.put('/p/A', html({ ...described('other'), ...product('A', 'InStock'), sku: undefined })),
    )
    expect((await table('page_product')).filter(({ data }) => data !== null)).toEqual([])
    expect(mail?.subject ?? '').not.toContain('Harbour')
  })

  it('counts less than the catalogue', async () => {
    const { mail } = await mailAfter(
      (at) => at.put('/p/A', html(described('A'))),
      (shop) => shop.api('PUT', '/v1/products', [{ sku: 'A', title: 'Tee', url: `${ORIGIN}/p/A` }]),
    )
    await drain()
    expect(mail?.subject ?? '').not.toContain('Harbour')
    expect(await table('page_product')).toEqual([])
  })

  it('is written once, however often the page is read', async () => {
    const { shop } = await mailAfter((at) => at.put('/p/A', html(described('A'))))
    const before = await table('page_product')
    await shop.setStock({ sku: 'A', quantity: 0 })
    await shop.subscribe({ sku: 'A', email: 'bob@example.com' })
    await poll(shop, 'page')
    expect(await table('page_product')).toEqual(before)
  })
})

describe('before the first message about a sku that nothing describes', () => {
  const described = { ...product('A', 'InStock'), name: 'Harbour tee' }

  /** Two people wait for a sku of a shop without the page source; then it is restocked. */
  async function restocked(page: (at: Site) => Promise<unknown>, scene = 'good') {
    const at = site(scene)
    const shop = await makeShop({ origins: [ORIGIN, at.origin] })
    await page(at)
    await shop.setStock({ sku: 'A', quantity: 0 })
    const lie = { title: 'Bank: verify at evil.example/xyz', url: `${at.base}/p/A` }
    for (const name of ['ada', 'bob']) {
      await shop.subscribe({ sku: 'A', email: `${name}@example.com`, product: lie })
    }
    await shop.setStock({ sku: 'A', quantity: 5 })
    await drain()
    return { at, shop, subjects: world.mails.map(({ subject }) => subject) }
  }
  const pagesOf = async (at: Site) => (await at.asked()).filter(({ path }) => path.includes('/p/'))

  it('the shop’s own page is read once for all subscribers', async () => {
    const { at, subjects } = await restocked((here) => here.put('/p/A', html(described)))
    expect(subjects).toEqual(['Back in stock: Harbour tee', 'Back in stock: Harbour tee'])
    expect(await pagesOf(at)).toHaveLength(1)
  })

  it.each([
    ['without data', (at: Site) => at.put('/p/A', '<h1>Tee</h1>'), 'good'],
    ['that is gone', async () => {}, 'good'],
    ['of a shop whose server is down', (at: Site) => at.put('/p/A', html(described)), 'down'],
  ])('a page %s delays no message, and is not read again that day', async (_name, page, scene) => {
    const { at, shop, subjects } = await restocked(page, scene)
    expect(subjects).toHaveLength(2)
    expect(subjects.join()).not.toMatch(/Harbour|evil\.example/)
    const before = (await at.asked()).length
    await shop.setStock({ sku: 'A', quantity: 0 })
    await shop.subscribe({ sku: 'A', email: 'eve@example.com' })
    await shop.setStock({ sku: 'A', quantity: 5 })
    await drain()
    expect(world.mails).toHaveLength(3)
    expect(await at.asked()).toHaveLength(before)
  })

  it('a page that robots.txt forbids is not read', async () => {
    await allow('User-agent: *\nDisallow: /')
    const { at, subjects } = await restocked((here) => here.put('/p/A', html(described)))
    expect(subjects).toHaveLength(2)
    expect(await pagesOf(at)).toHaveLength(0)
  })

  it('no page is read if the catalogue has the sku', async () => {
    const at = site()
    const shop = await makeShop({ origins: [ORIGIN, at.origin] })
    await shop.api('PUT', '/v1/products', [{ sku: 'A', title: 'Tee', url: `${at.base}/p/A` }])
    await shop.setStock({ sku: 'A', quantity: 0 })
    await shop.subscribe({ sku: 'A', product: { title: 'X', url: `${at.base}/p/A` } })
    await shop.setStock({ sku: 'A', quantity: 5 })
    await drain()
    expect(world.mails).toMatchObject([{ subject: 'Back in stock: Tee' }])
    expect(await at.asked()).toEqual([])
  })
})

it('a trial of a page reads none that robots.txt forbids', async () => {
  const at = site()
  await at.put('/p/tee', html(product('TEE', 'InStock')))
  await allow('User-agent: Shelfbell\nDisallow: /')
  const shop = await pageShop(at)
  const source = { type: 'page', url: `${at.base}/p/tee` }
  const answer = await shop.api('POST', '/v1/sources/try', source)
  expect(await answer.json()).toMatchObject({ would: 'fail', reason: 'robots_disallowed' })
  expect(await at.asked()).toEqual([])
})
