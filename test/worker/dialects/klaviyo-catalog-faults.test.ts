/** Lists of Klaviyo's Catalog API, and what it answers where something is wrong. */
import { describe, expect, it } from 'vitest'
import { everything, makeShop, table, type TestShop } from '../harness.ts'
import {
  call,
  catalogShop,
  change,
  errorsOf,
  id,
  item,
  ITEM,
  job,
  stocked,
  variant,
  VARIANT,
} from './klaviyo-catalog.ts'

/** The ids of a page, and where its links lead. */
async function page(shop: TestShop, path: string) {
  const { status, json } = await call(shop, 'GET', path)
  const names = (json.data ?? []).map((one: { id: string }) => one.id.split(':::')[2])
  const to = (link?: string) => link?.replace('https://bell.test/api/', '')
  return { status, names: names.join(' '), next: to(json.links?.next), prev: to(json.links?.prev) }
}

describe('a list of the catalogue', () => {
  it('is paged both ways, and rows that are added move none', async () => {
    const shop = await catalogShop()
    const items = (...names: string[]) =>
      job(
        shop,
        'item',
        'create',
        names.map((name) => item({ external_id: name }).data),
      )
    await items('A', 'B', 'C', 'D', 'E')
    const first = await page(shop, 'catalog-items/?page[size]=2&fields[catalog-item]=title')
    expect(first).toMatchObject({ names: 'A B', prev: undefined })
    const second = await page(shop, String(first.next))
    expect(second.names).toBe('C D')
    expect((await page(shop, String(second.prev))).names).toBe('A B')
    await items('F')
    const third = await page(shop, String(second.next))
    expect(third).toMatchObject({ names: 'E F', next: undefined })
    expect(await page(shop, String(third.prev))).toMatchObject({ names: 'C D' })
    const newest = await page(shop, 'catalog-items?page[size]=4&sort=-created')
    expect(newest).toMatchObject({ names: 'F E D C' })
    expect(await page(shop, String(newest.next))).toMatchObject({ names: 'B A', next: undefined })
    const other = await catalogShop()
    expect(await page(other, 'catalog-items')).toEqual({
      status: 200,
      names: '',
      next: undefined,
      prev: undefined,
    })
  })

  it('finds what its filter asks for', async () => {
    const shop = await stocked()
    await job(shop, 'item', 'create', [
      item({ external_id: 'CAP', title: 'Cap', published: false }).data,
    ])
    await job(shop, 'variant', 'create', [
      variant({ external_id: 'V/L', sku: 'T"L', title: 'Tee, L' }).data,
      variant({ external_id: 'V-C', sku: 'CAP', title: 'Cap', published: false }, id('CAP')).data,
    ])
    const found = async (path: string, filter: string) =>
      (await page(shop, `${path}?filter=${encodeURIComponent(filter)}`)).names
    const cases: [path: string, filter: string, names: string][] = [
      ['catalog-variants', `equals(sku,"TEE-M")`, 'V-M'],
      ['catalog-variants', String.raw`equals(sku,"T\"L")`, 'V/L'],
      ['catalog-variants', String.raw`equals(sku,'\u0000\ud800')`, ''],
      ['catalog-variants', `equals(item.id,'${id('TEE')}')`, 'V-M V/L'],
      ['catalog-variants', `equals(item.id,"$shopify:::$default:::TEE")`, ''],
      ['catalog-variants', `any(ids,["${id('V-C')}", '${id('V/L')}', "1"])`, 'V/L V-C'],
      ['catalog-variants', `contains(title,"TEE"),equals(sku,"TEE-M")`, 'V-M'],
      ['catalog-variants', `equals(published,false)`, 'V-C'],
      ['catalog-items', `equals(published,true)`, 'TEE'],
      ['catalog-items', `contains(title,'%')`, ''],
      ['catalog-items', `any(ids,['${id('CAP')}'])`, 'CAP'],
      [`${ITEM}/variants`, `contains(title,"L")`, 'V/L'],
      [`${ITEM}/relationships/variants`, '', 'V-M V/L'],
      [`${ITEM}/variants/`, `equals(item.id,"${id('CAP')}")`, ''],
    ]
    for (const [path, filter, names] of cases) {
      expect(await found(path, filter), `${path} ${filter}`).toBe(names)
    }
    const slash = await call(shop, 'GET', `catalog-variants/${encodeURIComponent(id('V/L'))}`)
    expect(slash.json.data.links.self).toMatch(/V%2FL$/)

    const { json } = await call(shop, 'GET', 'catalog-items/?include=variants')
    expect(
      json.data.map((one: { relationships: { variants: { data: { id: string }[] } } }) =>
        one.relationships.variants.data.map((name) => name.id),
      ),
    ).toEqual([[id('V-M'), id('V/L')], [id('V-C')]])
    expect(json.included.length).toBe(3)
    const single = await call(shop, 'GET', `${ITEM}?include=variants&fields[catalog-variant]=id`)
    expect(single.json.included.map((one: object) => Object.keys(one)[2])).toEqual(
      Array(2).fill('attributes'),
    )
    expect(single.json.included[0].attributes).toEqual({})
  })

  it('refuses a query that it cannot read, and names the parameter', async () => {
    const shop = await catalogShop()
    const cases: [path: string, parameter: string][] = [
      ['catalog-items?page[size]=0', 'page[size]'],
      ['catalog-items?page[size]=101', 'page[size]'],
      ['catalog-variants?page[size]=ten', 'page[size]'],
      ['catalog-variants?page[cursor]=x', 'page[cursor]'],
      [`catalog-items?page[cursor]=${btoa("next:' OR 1")}`, 'page[cursor]'],
      ['catalog-items?sort=title', 'sort'],
      ['catalog-items?include=categories', 'include'],
      ['catalog-items?fields[catalog-item]=sku', 'fields[catalog-item]'],
      ['catalog-variants?fields[catalog-variant]=__proto__', 'fields[catalog-variant]'],
      ['catalog-items?filter=equals(category.id,"x")', 'filter'],
      ['catalog-items?filter=equals(sku,"x")', 'filter'],
      ['catalog-variants?filter=equals(sku,"x"),equals(sku,"y")', 'filter'],
      ['catalog-variants?filter=equals(sku,x)', 'filter'],
      ['catalog-variants?filter=equals(sku,"x"', 'filter'],
      ['catalog-variants?filter=any(ids,[])', 'filter'],
      ['catalog-variants?filter=equals(published,"true")', 'filter'],
      ['catalog-variants?filter=greater-than(price,1)', 'filter'],
      ['catalog-variant-bulk-update-jobs?filter=equals(status,"done")', 'filter'],
      ['catalog-variant-bulk-update-jobs?page[cursor]=x', 'page[cursor]'],
      [
        'catalog-item-bulk-delete-jobs?fields[catalog-item-bulk-delete-job]=x',
        'fields[catalog-item-bulk-delete-job]',
      ],
    ]
    for (const [path, parameter] of cases) {
      const answer = errorsOf(await call(shop, 'GET', path))
      expect([path, ...answer]).toEqual([path, 400, ['invalid', parameter]])
    }
  })
})

const LONG = 'x'.repeat(210_000)
const NOT_OBJECTS = [null, 7, 'text', [], true]

describe('what is wrong with a request to the catalogue', () => {
  it('is said with a pointer, and nothing is stored or repeated', async () => {
    const shop = await stocked()
    const before = await everything()
    const create = (attributes: Record<string, unknown>) =>
      variant({ external_id: 'NEW', sku: 'NEW', ...attributes })
    type Case = [
      method: string,
      path: string,
      body: unknown,
      status: number,
      ...errors: [string, string?][],
    ]
    const attribute = (name: string, code = 'invalid'): [string, string] => [
      code,
      `/data/attributes/${name}`,
    ]
    const V = 'catalog-variants'
    const cases: Case[] = [
      ['POST', 'catalog-items', item(), 409, attribute('external_id', 'duplicate')],
      ['POST', V, variant(), 409, attribute('external_id', 'duplicate')],
      ['POST', V, variant({ external_id: 'NEW' }), 409, attribute('sku', 'duplicate')],
      [
        'POST',
        V,
        variant({ external_id: 'NEW', sku: 'NEW' }, id('NONE')),
        404,
        ['not_found', '/data/relationships/item/data/id'],
      ],
      [
        'POST',
        V,
        variant({ external_id: 'NEW', sku: 'NEW' }, '$shopify:::$default:::TEE'),
        404,
        ['not_found', '/data/relationships/item/data/id'],
      ],
      [
        'POST',
        V,
        variant({ external_id: 'NEW', sku: 'NEW' }, 'TEE'),
        400,
        ['invalid', '/data/relationships/item/data/id'],
      ],
      [
        'POST',
        V,
        { data: { ...create({}).data, relationships: null } },
        400,
        ['invalid', '/data/relationships/item/data/id'],
      ],
      [
        'POST',
        V,
        { data: { ...create({}).data, type: 'catalog-item' } },
        400,
        ['invalid', '/data/type'],
      ],
      [
        'POST',
        V,
        { data: { type: 'catalog-variant' } },
        400,
        ['invalid', '/data/attributes'],
        ['invalid', '/data/relationships/item/data/id'],
      ],
      ...NOT_OBJECTS.map((body): Case => [
        'POST',
        V,
        JSON.stringify(body),
        400,
        ['invalid', '/data'],
      ]),
      ...NOT_OBJECTS.map((data): Case => ['POST', V, { data }, 400, ['invalid', '/data']]),
      ...NOT_OBJECTS.map((attributes): Case => [
        'PATCH',
        VARIANT,
        { data: { type: 'catalog-variant', id: id('V-M'), attributes } },
        400,
        ['invalid', '/data/attributes'],
      ]),
      ['POST', V, '{"data":', 400, ['parse_error', '/data']],
      ['POST', V, `{"data":${'['.repeat(100)}${']'.repeat(100)}}`, 400, ['invalid', '/data']],
      [
        'POST',
        V,
        create({
          external_id: null,
          title: ' ',
          description: 7,
          sku: 'a\u0000b',
          url: 'javascript:x',
          price: 'much',
          inventory_quantity: true,
          inventory_policy: 3,
          published: 'yes',
          images: 'x',
          custom_metadata: [],
          integration_type: '$shopify',
          catalog_type: 'other',
        }),
        400,
        ...[
          'external_id',
          'title',
          'description',
          'url',
          'price',
          'images',
          'custom_metadata',
          'published',
          'sku',
          'inventory_policy',
          'inventory_quantity',
          'integration_type',
          'catalog_type',
        ].map((name) => attribute(name)),
      ],
      ['POST', V, create({ title: 'a\ud800' }), 400, attribute('title')],
      ['POST', V, create({ external_id: 'x'.repeat(201) }), 400, attribute('external_id')],
      ['POST', V, create({ description: LONG }), 400, ['invalid', '/data/attributes']],
      [
        'POST',
        V,
        { data: { type: 'catalog-variant', attributes: { external_id: 'NEW' } } },
        400,
        ...['title', 'description', 'sku', 'url', 'price', 'inventory_quantity'].map((name) =>
          attribute(name),
        ),
        ['invalid', '/data/relationships/item/data/id'],
      ],
      ['PATCH', VARIANT, change('TEE', {}), 400, ['invalid', '/data/id']],
      [
        'PATCH',
        VARIANT,
        { data: { type: 'catalog-variant', id: 7, attributes: {} } },
        400,
        ['invalid', '/data/id'],
      ],
      [
        'PATCH',
        `${V}/${id('NONE')}`,
        change('NONE', { inventory_quantity: 1 }),
        404,
        ['not_found'],
      ],
      [
        'PATCH',
        `catalog-items/${id('NONE')}`,
        change('NONE', { title: 'x' }, 'item'),
        404,
        ['not_found'],
      ],
      ['PATCH', `${V}/${id('NONE')}`, change('NONE', { sku: 'NEW' }), 404, ['not_found']],
      ['GET', `${V}/V-M`, undefined, 400, ['invalid', 'id']],
      ['GET', `${V}/$shopify:::$default:::V-M`, undefined, 404, ['not_found']],
      ['GET', `${V}/%E0%A4%A`, undefined, 400, ['invalid', 'id']],
      ['DELETE', `${V}/${id('%00')}`, undefined, 404, ['not_found']],
      ['GET', `catalog-items/${id('NONE')}/variants`, undefined, 404, ['not_found']],
      ['GET', 'catalog-item-bulk-create-jobs/none', undefined, 404, ['not_found']],
      ['PUT', V, undefined, 405, ['method_not_allowed']],
      ['POST', VARIANT, {}, 405, ['method_not_allowed']],
      ['DELETE', 'catalog-item-bulk-create-jobs/', undefined, 405, ['method_not_allowed']],
      ['GET', 'catalog-categories', undefined, 404, ['not_found']],
      [
        'POST',
        'catalog-item-bulk-create-jobs',
        { data: { type: 'catalog-item-bulk-update-job' } },
        400,
        ['invalid', '/data/type'],
      ],
      ...(
        [
          [undefined, 'items'],
          [[], 'items'],
          [Array(101).fill(null), 'items'],
          ['x', 'items'],
        ] as const
      ).map(([data]): Case => [
        'POST',
        'catalog-item-bulk-create-jobs',
        { data: { type: 'catalog-item-bulk-create-job', attributes: { items: { data } } } },
        400,
        attribute('items/data'),
      ]),
      [
        'POST',
        'catalog-item-bulk-create-jobs',
        { data: { type: 'catalog-item-bulk-create-job', attributes: { items: [item().data] } } },
        400,
        attribute('items/data'),
      ],
    ]
    for (const [method, path, body, status, ...errors] of cases) {
      const answer = await call(shop, method, path, body)
      const sent = `${method} ${path} ${JSON.stringify(body)?.slice(0, 200)}`
      const pairs = errorsOf(answer).map((one) =>
        Array.isArray(one) ? one.filter((part) => part) : one,
      )
      expect([sent, ...pairs]).toEqual([sent, status, ...errors])
      const repeats = /javascript:|\$shopify|NONE|V-M|NEW/.exec(JSON.stringify(answer.json))
      expect([sent, repeats]).toEqual([sent, null])
    }
    const big = await call(
      shop,
      'POST',
      'catalog-item-bulk-create-jobs',
      `"${'x'.repeat(5 * 1024 * 1024)}"`,
    )
    expect(big.status).toBe(413)
    expect((await call(shop, 'POST', V, create({}), { 'Content-Type': 'text/plain' })).status).toBe(
      415,
    )
    expect(await everything()).toEqual(before)
  })

  it('may be its key: it needs the scope stock, and a shop that has the dialect on', async () => {
    const shop = await stocked()
    const off = await makeShop()
    const keyOf = async (scope: string) => {
      const answer = await shop.api('POST', '/v1/keys', { name: scope, scopes: [scope] })
      return (await answer.json<{ secretKey: string }>()).secretKey
    }
    const as = async (key: string) =>
      (await call(shop, 'GET', 'catalog-items', undefined, { Authorization: key })).status
    expect(await as(`klaviyo-api-key ${await keyOf('stock')}`)).toBe(200)
    expect(await as(`Klaviyo-API-Key ${await keyOf('people')}`)).toBe(403)
    expect(await as(`Klaviyo-API-Key ${off.secretKey}`)).toBe(403)
    expect(await as(`Klaviyo-API-Key ${shop.publicKey}`)).toBe(401)
    expect(await as('')).toBe(401)
    const other = await catalogShop()
    expect((await call(other, 'GET', VARIANT)).status).toBe(404)
    expect((await call(other, 'DELETE', ITEM)).status).toBe(404)
    expect((await table('klaviyo_variant')).length).toBe(1)
  })
})
