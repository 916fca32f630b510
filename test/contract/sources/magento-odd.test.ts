/**
 * Answers of Magento and its modules that its documentation does not show: products without a quantity,
 * errors for one sku, fields of another type, pushes in another shape. An odd sku or field does not affect
 * the level of another sku.
 */
import * as v from 'valibot'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { MAGENTO_TOKEN, type OddAnswers, type ShelfSku } from '../../fakes/magento.ts'
import { magento } from '../../../worker/connectors/sources/magento/magento.ts'
import {
  ask,
  drain,
  fakeUrl,
  logged,
  makeShop,
  poll,
  sourceState,
  table,
  world,
} from '../../worker/harness.ts'
import { brokenFields, retypedFields } from '../broken.ts'
import { directly } from './direct.ts'

const SECRET = 'magento-hook-secret'

/** A scene of Magento with these skus on its shelf, and with answers of its own. */
async function shelf(skus: Record<string, ShelfSku>, odd: OddAnswers = {}) {
  const baseUrl = fakeUrl('magento')
  const put = (what: string, value: object) =>
    fetch(`${baseUrl}/${what}`, { method: 'PUT', body: JSON.stringify(value) })
  await put('shelf', skus)
  await put('answers', odd)
  const options = { type: 'magento', baseUrl, token: MAGENTO_TOKEN, hookSecret: SECRET }
  return {
    options,
    answers: (some: OddAnswers) => put('answers', some),
    /** The source without a shop around it. People wait for all the skus. */
    source: directly(v.parse(magento.options, options), Object.keys(skus)),
  }
}

/**
 * A Magento within the isolate, because there are hundreds of payloads: answers by the beginning of the
 * path. Each salable sku has one unit, and is enabled.
 */
function answering(answers: Record<string, unknown>, waiting: string[]) {
  const all = { ...answers, 'inventory/is-product-salable': true, products: { items: [] } }
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    const path = String(url).split('/rest/V1/')[1] ?? ''
    const found = Object.entries(all).find(([beginning]) => path.startsWith(beginning))
    return Response.json(found?.[1] ?? { message: 'Request does not match any route.' })
  })
  const options = { type: 'magento', baseUrl: 'https://acme.test', token: 't' }
  return directly(v.parse(magento.options, options), waiting)
}
afterEach(() => vi.restoreAllMocks())

const inStock = (quantity: number) => ({ salable: true, quantity })
const json = (value: unknown) => ({ status: 200, body: JSON.stringify(value) })
const HTML = { status: 200, body: '<html>Down for maintenance</html>' }

async function levels() {
  const rows = await table<{ sku: string; quantity: number }>('stock_level')
  return Object.fromEntries(rows.map(({ sku, quantity }) => [sku, quantity]))
}

const byName = (some: readonly { sku: string; quantity: number }[]) =>
  Object.fromEntries(some.map(({ sku, quantity }) => [sku, quantity]))

describe.each(['configurable', 'bundle', 'grouped'] as const)('a %s product', (type) => {
  it('notifies the person who waits when a poll finds that it is salable again', async () => {
    const back = { TEE: { salable: true, quantity: 0, type }, A: inStock(7) }
    const { options } = await shelf(back)
    const shop = await makeShop({ sources: [options] })
    await shop.setStock({ sku: 'TEE', quantity: 0 })
    await shop.subscribe({ sku: 'TEE' })
    await poll(shop, 'magento')
    expect(await levels()).toEqual({ TEE: 1, A: 7 })
    expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
    expect(await sourceState(shop)).toMatchObject({ error: null, faults: { count: 0 } })
  })

  it('has the level 0 while it is not salable', async () => {
    const { source } = await shelf({ TEE: { salable: false, quantity: 0, type } })
    expect(byName((await source.poll()).levels)).toEqual({ TEE: 0 })
  })

  it('is read after a push, with all other skus of the push', async () => {
    const { source } = await shelf({ A: inStock(7), TEE: { ...inStock(0), type }, Z: inStock(3) })
    const { ended, levels: read, faults } = await source.reread(['A', 'TEE', 'Z'])
    expect({ ended, faults }).toEqual({ ended: 'done', faults: [] })
    expect(byName(read)).toEqual({ A: 7, TEE: 1, Z: 3 })
  })
})

describe('a sku whose quantity cannot be asked for', () => {
  it.each([400, 404, 405, 410, 422, 501])(
    'is in stock if it is salable: status %i',
    async (status) => {
      const { source } = await shelf(
        { A: inStock(7), B: inStock(9) },
        { 'inventory/get-product-salable-quantity/A/': { status, body: { message: 'no' } } },
      )
      const { ended, levels: read, faults } = await source.poll()
      expect({ ended, faults }).toEqual({ ended: 'done', faults: [] })
      expect(byName(read)).toEqual({ A: 1, B: 9 })
    },
  )

  it('keeps its level when that fails once, and is in stock if it is salable when it fails again', async () => {
    const { options, answers } = await shelf({ A: inStock(7), B: inStock(9) })
    const shop = await makeShop({ sources: [options] })
    await shop.subscribe({ sku: 'A' })
    await answers({ 'inventory/get-product-salable-quantity/A/': { status: 500, body: {} } })
    await poll(shop, 'magento')
    expect(await levels()).toEqual({ B: 9 })
    expect(await sourceState(shop)).toMatchObject({
      error: null,
      faults: { count: 1, items: [{ item: 'A', reason: 'http_500' }] },
    })
    await world.env.DB.prepare(`UPDATE source SET faults = json_set(faults, '$.items[0][4]', ?1)`)
      .bind(Date.now() - 1)
      .run()
    await poll(shop, 'magento')
    expect(await levels()).toEqual({ A: 1, B: 9 })
    expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
  })
})

describe('a sku that fails', () => {
  const FAILURES: [string, OddAnswers[string], string][] = [
    ['with 400', { status: 400, body: {} }, 'http_400'],
    ['with 401', { status: 401, body: {} }, 'http_401'],
    ['with 403', { status: 403, body: '<html>' }, 'http_403'],
    ['with 404', { status: 404, body: {} }, 'http_404'],
    ['with 422', { status: 422, body: {} }, 'http_422'],
    ['with 500', { status: 500, body: '<html>' }, 'http_500'],
    ['with 503', { status: 503, body: '' }, 'http_503'],
    ['with a page of HTML and 200', HTML, 'answer_unreadable'],
    ['with nothing and 200', { status: 200, body: '' }, 'answer_unreadable'],
  ]
  it.each(FAILURES)('%s costs no other sku its level', async (_how, answer, reason) => {
    const odd = { 'inventory/is-product-salable/B/': answer }
    const skus = { A: inStock(7), B: inStock(9), C: inStock(3) }
    const { source } = await shelf(skus, odd)
    const polled = await source.poll()
    const pushed = await source.reread(['A', 'B', 'C'])
    const alone = await source.reread(['B'])
    for (const { ended, faults } of [polled, pushed, alone]) {
      expect(ended).toBe('done')
      expect(faults).toMatchObject([{ item: 'B', reason }])
    }
    expect(byName(polled.levels)).toEqual({ A: 7, C: 3 })
    expect(byName(pushed.levels)).toEqual({ A: 7, C: 3 })
  })

  it('reads the others although one sku never answers', async () => {
    // Shortens the time limits; no request goes there.
    fakeUrl('magento', 'hanging')
    const odd = { 'inventory/is-product-salable/B/': 'hang' as const }
    const { source } = await shelf({ A: inStock(7), B: inStock(9), C: inStock(3) }, odd)
    const { ended, levels: read, faults } = await source.poll()
    expect(ended).toBe('done')
    expect(byName(read)).toEqual({ A: 7, C: 3 })
    expect(faults).toMatchObject([{ item: 'B', reason: 'timeout' }])
  })
})

describe('what Magento writes in another type', () => {
  it.each([true, 'true', 'TRUE', 1, '1', 'yes'])('is salable: %j', async (salable) => {
    const { source } = await shelf(
      { A: inStock(7) },
      { 'inventory/is-product-salable': json(salable) },
    )
    expect(byName((await source.poll()).levels)).toEqual({ A: 7 })
  })

  it.each([false, 'false', 0, '0', 'no'])('is not salable: %j', async (salable) => {
    const { source } = await shelf(
      { A: inStock(7) },
      { 'inventory/is-product-salable': json(salable) },
    )
    expect(byName((await source.poll()).levels)).toEqual({ A: 0 })
  })

  it.each([null, '', 'perhaps', 2, [], {}, { message: 'no' }])(
    'is not known to be salable, so its level stays: %j',
    async (salable) => {
      const odd = { 'inventory/is-product-salable/A/': json(salable) }
      const { source } = await shelf({ A: inStock(7), B: inStock(9) }, odd)
      const { ended, levels: read, faults } = await source.poll()
      expect(ended).toBe('done')
      expect(byName(read)).toEqual({ B: 9 })
      expect(faults).toMatchObject([{ item: 'A', reason: 'answer_unreadable' }])
    },
  )

  it.each([
    [12, 12],
    ['12', 12],
    ['12.0000', 12],
    [' 12.9 ', 12],
    [null, 1],
    [false, 1],
    ['', 1],
    ['many', 1],
    [[], 1],
    [{}, 1],
    [{ message: 'no' }, 1],
  ])('is a quantity: %j gives the level %i', async (amount, level) => {
    const odd = { 'inventory/get-product-salable-quantity': json(amount) }
    const { source } = await shelf({ A: inStock(7) }, odd)
    expect(byName((await source.poll()).levels)).toEqual({ A: level })
  })

  it.each([
    ['not managed', { manage_stock: false, backorders: 0 }, { A: 1 }],
    ['not managed, as text', { manage_stock: '0', backorders: '0' }, { A: 1 }],
    ['not managed, as far as can be read', { manage_stock: null, backorders: '0' }, { A: 1 }],
    ['on backorder', { manage_stock: '1', backorders: '2' }, { A: 0 }],
    ['on backorder, by a boolean', { manage_stock: 1, backorders: true }, { A: 0 }],
    ['on backorder, as far as can be read', { manage_stock: true, backorders: {} }, { A: 0 }],
    ['on backorder, without the other field', { backorders: 1 }, { A: 0 }],
    ['unknown, so its level stays', { stock_id: 1 }, {}],
    ['unknown, so its level stays', [], {}],
    ['unknown, so its level stays', null, {}],
  ])('is a stock item: %s', async (_what, item, expected) => {
    const { source } = await shelf({ A: inStock(0), B: inStock(9) }, { 'stockItems/A': json(item) })
    const { ended, levels: read } = await source.poll()
    expect({ ended, levels: byName(read) }).toEqual({
      ended: 'done',
      levels: { ...expected, B: 9 },
    })
  })
})

describe('a disabled product', () => {
  const off = { ...inStock(7), disabledIn: ['default'] }

  it('is sold out, whatever its stock, and shown; nobody is notified until it is enabled', async () => {
    const { options, answers } = await shelf({ A: off, 'B, 2': inStock(9) })
    const shop = await makeShop({ sources: [options] })
    await shop.subscribe({ sku: 'A' })
    await poll(shop, 'magento')
    expect(await levels()).toEqual({ A: 0, 'B, 2': 9 })
    expect(world.mails).toEqual([])
    expect(await sourceState(shop)).toMatchObject({
      error: null,
      faults: { count: 1, items: [{ item: 'A', reason: 'product_disabled' }] },
    })
    await answers({ products: json({ items: [{ sku: 'A', status: '1' }] }) })
    await poll(shop, 'magento')
    expect(world.mails).toHaveLength(1)
    expect(await sourceState(shop)).toMatchObject({ faults: { count: 0 } })
  })

  it.each([
    [{}, 0],
    [{ storeCode: 'default' }, 0],
    [{ storeCode: 'second' }, 7],
    [{ stockId: 2 }, 7],
    [{ stockId: 2, storeCode: 'default' }, 0],
  ])('counts as disabled in its store view alone: %j', async (more, level) => {
    const { options } = await shelf({ A: off })
    const source = directly(v.parse(magento.options, { ...options, ...more }))
    expect(byName((await source.poll()).levels)).toEqual({ A: level })
  })

  it.each<OddAnswers[string]>([
    { status: 401, body: { message: "The consumer isn't authorized to access %resources." } },
    { status: 500, body: '' },
    HTML,
    json({ items: null }),
    json({ items: [{ sku: 'A', status: null }, null, { status: 2 }, { sku: {}, status: 2 }] }),
    json([]),
  ])('counts as enabled if the catalogue cannot be read: %j', async (answer) => {
    const { source } = await shelf({ A: off, B: inStock(9) }, { products: answer })
    const { ended, levels: read, faults } = await source.poll()
    expect({ ended, faults }).toEqual({ ended: 'done', faults: [] })
    expect(byName(read)).toEqual({ A: 7, B: 9 })
  })
})

describe('the list of skus', () => {
  const PAGE = {
    items: [
      { sku: 'A', source_code: 'default', quantity: 7, status: 1 },
      { sku: '1234', source_code: 'default', quantity: 3, status: 1 },
    ],
    search_criteria: { filter_groups: [], page_size: 50, current_page: 1 },
    total_count: 2,
  }
  /** The levels of a first reading in which nobody waits. */
  async function firstReading(payload: unknown) {
    const source = answering(
      {
        'inventory/source-items': payload,
        'inventory/get-product-salable-quantity/A/': 7,
        'inventory/get-product-salable-quantity/1234/': 3,
      },
      [],
    )
    const { ended, levels: read, faults } = await source.poll()
    return { ended, levels: byName(read), faults }
  }

  it('is read with any one field broken or retyped, but the skus', async () => {
    const broken = [...brokenFields(PAGE, ['items.*.sku']), ...retypedFields(PAGE)]
    for (const { path, instead, payload } of broken) {
      const { ended, levels: read } = await firstReading(payload)
      expect({ path, instead, ended, read }).toEqual({
        path,
        instead,
        ended: 'done',
        read: { A: 7, 1234: 3 },
      })
    }
    expect(broken).toHaveLength(172)
  })

  it('gives all other skus if one item is broken in any way', async () => {
    const broken = [...brokenFields(PAGE, [])].filter(({ path }) => /^items\.0(\.sku)?$/.test(path))
    for (const { path, instead, payload } of broken) {
      const { ended, levels: read } = await firstReading(payload)
      expect({ path, instead, ended, read }).toMatchObject({ ended: 'done', read: { 1234: 3 } })
    }
    expect(broken).toHaveLength(30)
  })

  it('counts and shows an item without a sku', async () => {
    const { faults } = await firstReading({ ...PAGE, items: [null, ...PAGE.items] })
    expect(faults).toMatchObject([{ item: 'an item of page 1', reason: 'item_unreadable' }])
  })

  it('is read if PHP wrote it as an object', async () => {
    const items = { 0: PAGE.items[0], 2: PAGE.items[1] }
    expect(await firstReading({ ...PAGE, items })).toMatchObject({ levels: { A: 7, 1234: 3 } })
  })

  it.each([{}, [], null, 'nothing', { message: 'no' }])('is no list: %j', async (payload) => {
    expect(await firstReading(payload)).toMatchObject({ ended: 'answer_unreadable', levels: {} })
  })
})

describe('a stock item', () => {
  const ITEM = {
    item_id: 1,
    product_id: 1,
    stock_id: 1,
    qty: 0,
    is_in_stock: true,
    is_qty_decimal: false,
    use_config_min_qty: true,
    min_qty: 0,
    use_config_backorders: true,
    backorders: 0,
    use_config_manage_stock: false,
    manage_stock: false,
    low_stock_date: null,
    stock_status_changed_auto: 0,
  }

  it('is read with any one field broken or retyped, but those that say why it is salable', async () => {
    const broken = [...brokenFields(ITEM, ['manage_stock', 'backorders']), ...retypedFields(ITEM)]
    for (const { path, instead, payload } of broken) {
      const answers = {
        'inventory/source-items': { items: [], total_count: 0 },
        'inventory/get-product-salable-quantity': 0,
        stockItems: payload,
      }
      const { levels: read } = await answering(answers, ['A']).poll()
      expect({ path, instead, read: byName(read) }).toEqual({ path, instead, read: { A: 1 } })
    }
    expect(broken).toHaveLength(178)
  })
})

describe('a push', () => {
  it('with unreadable items is read without them, and the log counts them', async () => {
    const { options } = await shelf({ A1: inStock(7), 123: inStock(3) })
    const shop = await makeShop({ sources: [options] })
    await shop.subscribe({ sku: '123' })
    const body = JSON.stringify({ skus: ['A1', null, 123, { id: 'ada@example.com' }] })
    const headers = { 'X-Hook-Secret': SECRET }
    const answer = await ask(`/hooks/magento/${shop.id}`, { method: 'POST', body, headers })
    expect(answer.status).toBe(202)
    await drain()
    expect(await levels()).toEqual({ A1: 7, 123: 3 })
    expect(world.mails).toHaveLength(1)
    expect(await logged(shop, 'source_skipped')).toEqual([
      { source: 'magento', count: 2, reason: 'item_unreadable' },
    ])
  })
})
