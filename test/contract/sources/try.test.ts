/** `POST /v1/sources/try`: what a source would do, before a shop depends on it. */
import { describe, expect, it } from 'vitest'
import inventory from '../../fixtures/feeds/shopify-inventory.csv?raw'
import { LOGIN } from '../../fakes/feed.ts'
import {
  fakeUrl,
  logged,
  makeShop,
  ORIGIN,
  poll,
  table,
  type TestShop,
  world,
} from '../../worker/harness.ts'

/** A file on the fake. */
async function file(body: string, scene = 'good'): Promise<string> {
  const url = `${fakeUrl('feed', scene)}/f`
  await fetch(url, { method: 'PUT', body })
  return url
}

const attempt = (shop: TestShop, source: Record<string, unknown>) =>
  shop.api('POST', '/v1/sources/try', source)

/** The answer to a trial of a feed. */
async function tried(body: string, source = {}, settings = {}): Promise<Record<string, unknown>> {
  const shop = await makeShop(settings)
  const answer = await attempt(shop, { type: 'feed', url: await file(body), ...source })
  expect(answer.status).toBe(200)
  return answer.json()
}

const CODES = (answer: Record<string, unknown>) =>
  (answer['warnings'] as { code: string }[]).map(({ code }) => code)

const ROWS = Array.from({ length: 12 }, (_, n) => `S${n},Tee ${n},https://acme.example/p/${n},${n}`)

describe('trying a feed', () => {
  it('answers what it would do, with fields, levels, entries and warnings', async () => {
    const text = [
      'SKU,Name,Link,Stock on hand,Vendor,Shelf',
      `${ROWS[0]},Acme,7`,
      ...ROWS.slice(1),
      'S0,Tee,/p/0,many',
    ].join('\n')
    const source = { missingMeans: 'unchanged', locale: 'sv-SE', levelsByLocale: true }
    expect(await tried(text, source)).toEqual({
      would: 'store',
      format: { kind: 'csv' },
      fields: {
        found: {
          sku: ['SKU'],
          quantity: ['Stock on hand'],
          title: ['Name'],
          url: ['Link'],
          brand: ['Vendor'],
        },
        missing: ['availability', 'image', 'price', 'currency'],
        unused: ['Shelf'],
      },
      items: 12,
      repeated: 0,
      inStock: 11,
      soldOut: 1,
      levels: Array.from({ length: 10 }, (_, n) => ({
        sku: `S${n}`,
        quantity: n,
        locale: 'sv-SE',
      })),
      entries: [0, 1, 2].map((n) => ({
        sku: `S${n}`,
        title: `Tee ${n}`,
        url: `https://acme.example/p/${n}`,
        locale: 'sv-SE',
        ...(n === 0 && { brand: 'Acme' }),
      })),
      faults: { count: 1, items: [{ item: 'S0', reason: 'quantity_invalid' }] },
      warnings: [{ code: 'items_faulty', about: ['quantity_invalid'], detail: expect.any(String) }],
    })
  })

  it('changes nothing, and a poll of the same settings then does what it said', async () => {
    const shop = await makeShop()
    await shop.subscribe({ sku: 'LIN-S' })
    const source = { type: 'feed', url: await file(inventory), missingMeans: 'sold_out' }
    const tables = ['stock_level', 'product', 'restock', 'outbox', 'source', 'feed_sku', 'log']
    const rows = async () => Promise.all(tables.map(async (name) => (await table(name)).length))
    const before = await rows()
    const answer = await attempt(shop, source)
    expect(await answer.json()).toMatchObject({
      would: 'store',
      items: 3,
      levels: [
        { sku: 'LIN-S', quantity: 7 },
        { sku: 'LIN-M', quantity: 0 },
        { sku: 'LIN-L', quantity: 2 },
      ],
    })
    expect(await rows()).toEqual(before)
    expect(world.mails).toEqual([])
    await shop.api('PATCH', '/v1/shop', { sources: [source] })
    await poll(shop, 'feed')
    const stored = await table('stock_level')
    expect(Object.fromEntries(stored.map(({ sku, quantity }) => [sku, quantity]))).toEqual({
      'LIN-S': 7,
      'LIN-M': 0,
      'LIN-L': 2,
    })
    expect(world.mails).toHaveLength(1)
  })

  it.each<[what: string, text: string, source: object, codes: string[]]>([
    [
      'does not say what missing means',
      `sku,name,link,qty\n${ROWS[3]}`,
      {},
      ['missing_means_unset'],
    ],
    [
      'has only what is in stock',
      ['sku,name,link,qty', ...ROWS.slice(1, 12)].join('\n'),
      { missingMeans: 'unchanged' },
      ['nothing_sold_out'],
    ],
    [
      'is mapped to names that it lacks, and has numbers for skus',
      `id,name,link,qty\n${ROWS[0]}`,
      { missingMeans: 'sold_out', fields: { title: 'heading' } },
      ['field_not_found', 'sku_is_number', 'no_entries'],
    ],
    [
      'has words, two of them unknown, and addresses elsewhere',
      'sku,name,link,availability\nA,A,https://b.example/,in stock\nB,B,,soon\nA,A,,later',
      { missingMeans: 'sold_out' },
      ['no_quantity', 'availability_unknown', 'items_faulty', 'sku_repeated', 'address_foreign'],
    ],
  ])('warns if it %s', async (_what, text, source, codes) => {
    const answer = await tried(text, source)
    expect(answer).toMatchObject({ would: 'store' })
    expect(CODES(answer)).toEqual(codes)
  })

  it('names the skus that people wait for and that it does not have', async () => {
    const shop = await makeShop()
    await shop.subscribe({ sku: 'TEE-M' })
    await shop.subscribe({ sku: 'S1', email: 'grace@example.com' })
    const url = await file(['sku,name,link,qty', ...ROWS].join('\n'))
    const answer = await attempt(shop, { type: 'feed', url, missingMeans: 'sold_out' })
    expect((await answer.json<{ warnings: object[] }>()).warnings).toEqual([
      { code: 'waited_for_elsewhere', about: ['TEE-M'], detail: expect.any(String) },
    ])
  })

  it('finds the format, and says why a poll would store nothing', async () => {
    const shop = await makeShop()
    const cases: [text: string, answer: object, source?: object][] = [
      [
        '{"data":{"list":[{"sku":"A","stock":1}]}}',
        { would: 'store', format: { kind: 'json', path: 'data/list' } },
      ],
      ['[{"sku":"A","stock":1}]', { would: 'store', format: { kind: 'json' } }],
      [
        '<a><row><sku>A</sku><stock>1</stock></row></a>',
        { would: 'store', format: { kind: 'xml', elements: ['row'] } },
      ],
      ['sku\tstock\nA\t1', { would: 'store', format: { kind: 'csv' }, items: 1 }],
      ['sku,title\nA,Tee', { would: 'fail', reason: 'quantity_missing', item: 1 }],
      ['title,stock\nTee,1', { would: 'fail', reason: 'sku_missing', item: 1 }],
      [
        '[{"sku":"A","stock":1}',
        { would: 'fail', reason: 'feed_broken', item: 2, levels: [{ sku: 'A' }] },
      ],
      ['[{"sku":"A"}]', { would: 'fail', reason: 'path_missing' }, { path: 'data' }],
      ['[]', { would: 'hold', reason: 'feed_shrunk', warnings: [] }],
    ]
    for (const [text, answer, source] of cases) {
      const given = await attempt(shop, { type: 'feed', url: await file(text), ...source })
      expect([text, await given.json()]).toMatchObject([text, answer])
    }
  })

  it('shows the names that it has when none is that of a quantity', async () => {
    expect(await tried('SKU,Title,Lager\nA,Tee,3')).toMatchObject({
      reason: 'quantity_missing',
      fields: { found: { sku: ['SKU'], title: ['Title'] }, unused: ['Lager'] },
      entries: [],
    })
  })

  it('says why the server gave nothing', async () => {
    const shop = await makeShop()
    for (const [scene, reason] of [
      ['down', 'http_503'],
      ['auth', 'http_401'],
      ['round', 'redirected'],
      ['cut-off', 'cut_off'],
    ]) {
      const url = await file('sku,stock\nA,1', scene)
      const answer = await attempt(shop, { type: 'feed', url })
      expect(answer.status).toBe(200)
      const nothing = { would: 'fail', reason, items: 0, levels: [], fields: { found: {} } }
      expect(await answer.json()).toMatchObject(nothing)
    }
  })

  it('uses a stored password for its own address only, and never shows one', async () => {
    const url = await file('sku,stock\nA,1', 'auth')
    const shop = await makeShop({
      sources: [{ type: 'feed', url, missingMeans: 'sold_out', ...LOGIN }],
    })
    const { username } = LOGIN
    const stored = await attempt(shop, { type: 'feed', url, username })
    const text = await stored.text()
    expect(JSON.parse(text)).toMatchObject({ would: 'store', items: 1 })
    expect(text).not.toContain(LOGIN.password)
    const other = await file('sku,stock\nA,1')
    const elsewhere = await attempt(shop, { type: 'feed', url: other, username })
    expect(await elsewhere.json()).toMatchObject({ would: 'store' })
    const asked = await fetch(other.replace(/\/f$/, '/requests'))
    const [{ headers }] = await asked.json<[{ headers: Record<string, string> }]>()
    expect(headers['authorization']).toBe(`Basic ${btoa(`${username}:`)}`)
    const masked = { type: 'feed', url: other, username, password: '••••et-1' }
    expect(await (await attempt(shop, masked)).json()).toMatchObject({
      errors: [{ pointer: '/password', code: 'secret_needed' }],
    })
  })
})

describe('trying pages', () => {
  const html = `<!doctype html><h1>Tee</h1><script type="application/ld+json">${JSON.stringify({
    '@type': 'ProductGroup',
    name: 'Tee',
    hasVariant: [
      ['TEE-S', 'In Stock'],
      ['TEE-M', 'OutOfStock'],
      ['TEE-L', 'SoonAgain'],
    ].map(([sku, availability]) => ({
      '@type': 'Product',
      sku,
      name: `Tee ${sku}`,
      offers: { availability, price: '1 299,00', priceCurrency: 'SEK' },
    })),
  })}</script>`

  /** A page on the fake, and a shop whose page it is. */
  async function pageShop(body = html) {
    const url = `${fakeUrl('feed')}/p/tee`
    const { origin } = new URL(url)
    await fetch(url, { method: 'PUT', body, headers: { 'Content-Type': 'text/html' } })
    return { shop: await makeShop({ origins: [ORIGIN, origin] }), url }
  }

  it('answers what one page says, and stores nothing', async () => {
    const { shop, url } = await pageShop()
    const answer = await attempt(shop, { type: 'page', url })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      would: 'store',
      format: { kind: 'page' },
      fields: { missing: expect.arrayContaining(['image']) },
      items: 3,
      inStock: 1,
      soldOut: 1,
      levels: [
        { sku: 'TEE-S', quantity: 1 },
        { sku: 'TEE-M', quantity: 0 },
      ],
      entries: [{ sku: 'TEE-S', price: 1299, currency: 'SEK' }, {}, {}],
      faults: { count: 1, items: [{ item: 'TEE-L', reason: 'availability_unknown' }] },
      warnings: [{ code: 'availability_unknown', about: ['SoonAgain'] }],
    })
    for (const name of ['stock_level', 'product', 'page_product', 'log']) {
      expect([name, await table(name)]).toEqual([name, []])
    }
  })

  it('says if a page has no product', async () => {
    const empty = await pageShop('<h1>About us</h1>')
    const answer = await attempt(empty.shop, { type: 'page', url: empty.url })
    expect(await answer.json()).toMatchObject({ would: 'fail', reason: 'page_unreadable' })
  })

  it.each<[url: unknown, code: string]>([
    [undefined, 'missing'],
    ['tee', 'url_invalid'],
    ['https://other.example/p/tee', 'url_not_allowed'],
  ])('takes only an address of the shop: %s', async (url, code) => {
    const answer = await attempt(await makeShop(), { type: 'page', url })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/url', code }] })
  })
})

describe('trying a source', () => {
  it.each<[source: Record<string, unknown>, errors: object[]]>([
    [{ type: 'feed' }, [{ pointer: '/url', code: 'missing' }]],
    [
      { type: 'feed', url: 'https://a.example', format: 'pdf' },
      [{ pointer: '/format', code: 'choice_unknown' }],
    ],
    [
      { type: 'feed', url: 'https://a.example', password: 'p' },
      [{ pointer: '/username', code: 'missing' }],
    ],
    [{ type: 'shelf' }, [{ pointer: '/type', code: 'source_unknown' }]],
  ])('is refused with settings that would be: %j', async (source, errors) => {
    const answer = await attempt(await makeShop(), source)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'request_invalid', errors })
  })

  it('of a type that can only be set up is refused, and asks nobody', async () => {
    const shop = await makeShop()
    const answer = await attempt(shop, {
      type: 'woocommerce',
      baseUrl: 'https://woo.example',
      consumerKey: 'ck_1',
      consumerSecret: 'cs_1',
    })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'source_untriable' })
    expect(await logged(shop, 'source_failed')).toEqual([])
  })
})
