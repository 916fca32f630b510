/**
 * Answers of Centra that its documentation does not show: lines without a size, fields of another type,
 * errors beside data. An odd event, line or size does not affect the level of another.
 */
import * as v from 'valibot'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TOKEN } from '../../fakes/centra.ts'
import { centra } from '../../../worker/connectors/sources/centra/centra.ts'
import { openFaults } from '../../../worker/connectors/sources/item-faults.ts'
import { parseCentraDelivery } from '../../../worker/connectors/sources/centra/webhook.ts'
import { fakeUrl, logged, makeShop, poll, sourceState, table } from '../../worker/harness.ts'
import { brokenFields, retypedFields } from '../broken.ts'
import { directly, type Ran } from './direct.ts'

const totals = (id: number, SKU: string, freeToAllocateQuantity: number) => ({
  id,
  SKU,
  m0: { freeToAllocateQuantity },
})
const SHELF = [totals(5, 'TEE-M', 4), totals(6, 'TEE-L', 3)]

const REFUSAL = {
  data: { confirmEvents: { userErrors: [{ message: 'No such event', path: [] }] } },
}

interface Asked {
  query: string
  variables: { ids?: number[] }
}

/**
 * Centra with two sizes in stock, in which some operations answer as given, and no mutation that names a
 * `refused` event removes any. It answers within the
 * isolate, because hundreds of payloads are played.
 */
function scene(answers: Record<string, unknown>, refused: number[] = []) {
  const confirmed: number[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
    const { query, variables } = JSON.parse(String(init?.body)) as Asked
    const operation = /^\s*(?:query|mutation) (\w+)/.exec(query)?.[1] ?? ''
    const { ids = [] } = variables
    if (operation === 'done') {
      if (ids.some((id) => refused.includes(id))) return Response.json(REFUSAL)
      confirmed.push(...ids)
    }
    const usual: Record<string, unknown> = {
      levels: { data: { productSizes: SHELF.filter(({ id }) => ids.includes(id)) } },
      done: { data: { confirmEvents: { userErrors: [], userWarnings: [] } } },
    }
    return Response.json(answers[operation] ?? usual[operation] ?? null)
  })
  const options = {
    type: 'centra',
    baseUrl: 'https://acme.centra.test',
    token: 't',
    integration: 'i',
  }
  return {
    source: (more = {}) => directly(v.parse(centra.options, { ...options, ...more })),
    /** The ids of the events that were confirmed. */
    confirmed,
  }
}
afterEach(() => vi.restoreAllMocks())

const byName = ({ levels }: Ran) =>
  Object.fromEntries(
    levels.map(({ sku, quantity, externalId }) => [
      externalId ? `${sku} ${externalId}` : sku,
      quantity,
    ]),
  )

/** A cursor by which nothing is due but the events. */
const onlyEvents = () => JSON.stringify({ kept: [], reconciledAt: Date.now() })

const line = (id: unknown) => ({ productSize: { id } })
const change = (id: unknown, lines: unknown) => ({
  id,
  objectType: 'StockChange',
  changeType: 'UPDATED',
  objectReference: '9',
  createdAt: '2026-11-28T10:00:00+01:00',
  object: { __typename: 'StockChange', id: 9, lines },
})
const sizeEvent = (id: unknown, reference: unknown) => ({
  id,
  objectType: 'ProductSize',
  changeType: 'UPDATED',
  objectReference: reference,
  createdAt: '2026-11-28T10:00:01+01:00',
  object: { __typename: 'ProductSize' },
})
const EXTENSIONS = { permissionsUsed: ['Event:read'], complexity: 12 }

/** The result of a poll in which the queue gives this answer. */
async function queueGives(answer: unknown) {
  const { source, confirmed } = scene({ poll: answer })
  const ran = await source().poll(onlyEvents())
  return { ...ran, read: byName(ran), confirmed }
}

describe('the queue of events', () => {
  const ANSWER = {
    data: { events: [change(7, [line(5)]), sizeEvent(8, '6')] },
    extensions: EXTENSIONS,
  }
  const DECIDES = [
    'data.events.*.id',
    'data.events.*.objectType',
    'data.events.0.object.lines.*.productSize.id',
    'data.events.1.objectReference',
  ]

  it('is read and confirmed with any one field broken or retyped, but those that name a size', async () => {
    const broken = [...brokenFields(ANSWER, DECIDES), ...retypedFields(ANSWER)]
    for (const { path, instead, payload } of broken) {
      const { ended, read, confirmed } = await queueGives(payload)
      expect({ path, instead, ended, read, confirmed }).toEqual({
        path,
        instead,
        ended: 'done',
        read: { 'TEE-M': 4, 'TEE-L': 3 },
        confirmed: [7, 8],
      })
    }
    expect(broken).toHaveLength(202)
  })

  it('is read and confirmed if one event is broken in any way', async () => {
    const broken = [...brokenFields(ANSWER, [])].filter(({ path }) =>
      /^data\.events\.0(\.(id|objectType|object(\.lines(\..*)?)?))?$/.test(path),
    )
    for (const { path, instead, payload } of broken) {
      const { ended, read, confirmed } = await queueGives(payload)
      expect({ path, instead, ended, read, confirmed }).toEqual({
        path,
        instead,
        ended: 'done',
        read: expect.objectContaining({ 'TEE-L': 3 }),
        confirmed: expect.arrayContaining([8]),
      })
    }
    expect(broken).toHaveLength(120)
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['without a size', { productSize: null }],
    ['without an id', { productSize: {} }],
    ['with an id that is no number', line('five')],
    ['with an id that GraphQL cannot ask for', line(2 ** 31)],
    ['as a text', 'line'],
  ])('loses a line %s, and no other line', async (_what, odd) => {
    const events = [change(7, [line('6'), odd, line(5)])]
    const { ended, read, confirmed, faults, skipped } = await queueGives({ data: { events } })
    expect({ ended, read, confirmed, skipped }).toEqual({
      ended: 'done',
      read: { 'TEE-M': 4, 'TEE-L': 3 },
      confirmed: [7],
      skipped: [],
    })
    expect(faults).toMatchObject([{ item: 'event 7', reason: 'line_unreadable' }])
  })

  it.each<[string, unknown]>([
    ['no lines', change(7, null)],
    ['only lines without a size', change(7, [{ productSize: null }, null])],
    ['no object', { ...change(7, []), object: null }],
    ['an id of no size', sizeEvent(7, { id: {} })],
    ['an unknown type', { ...change(7, []), objectType: 3 }],
  ])('confirms and shows an event with %s, and everything is read', async (_what, event) => {
    const answer = { data: { events: [event, sizeEvent(8, { id: 6 })] } }
    const { ended, confirmed, skipped, cursor } = await queueGives(answer)
    expect({ ended, confirmed, skipped }).toEqual({
      ended: 'done',
      confirmed: [8, 7],
      skipped: [7],
    })
    // Once an hour: the last full reading was a moment ago.
    expect(JSON.parse(String(cursor))).toMatchObject({ call: 'orders' })
  })

  it('reads the others if an event has no id, and shows that one', async () => {
    const events = [change(null, [line(5)]), null, sizeEvent(8, 6)]
    const { ended, read, confirmed, faults } = await queueGives({ data: { events } })
    expect({ ended, read, confirmed }).toEqual({
      ended: 'done',
      read: { 'TEE-L': 3 },
      confirmed: [8],
    })
    expect(faults).toMatchObject([
      { item: 'an event without an id', reason: 'item_unreadable', failures: 2 },
    ])
  })

  it('counts the data if Centra reports the fault of one event beside it', async () => {
    const errors = [{ message: 'Internal server error', path: ['events', 0, 'object', 'lines'] }]
    const events = [change(7, null), sizeEvent(8, 6)]
    expect(await queueGives({ data: { events }, errors })).toMatchObject({
      ended: 'done',
      read: { 'TEE-L': 3 },
      confirmed: [8, 7],
    })
  })

  it('confirms nothing if Centra reports a fault and no event can be read', async () => {
    const errors = [{ message: 'Missing permission StockChange:read' }]
    const events = [change(7, null), change(8, null)]
    expect(await queueGives({ data: { events }, errors })).toMatchObject({
      ended: 'graphql_error',
      confirmed: [],
    })
  })

  it.each([{ data: null }, { data: {} }, { data: { events: null } }, {}, [], null, 'nothing'])(
    'is no queue: %j',
    async (answer) => {
      expect(await queueGives(answer)).toMatchObject({ ended: 'answer_unreadable', confirmed: [] })
    },
  )
})

describe('a mutation of Centra', () => {
  const events = [change(7, [line(5)])]
  const confirms = (done: unknown) => {
    const { source } = scene({ poll: { data: { events } }, done })
    return source().poll(onlyEvents())
  }

  it('counts as done with any one field broken, but those that refuse it', async () => {
    const done = {
      data: { confirmEvents: { userErrors: [], userWarnings: [{ message: 'x', path: [] }] } },
      extensions: EXTENSIONS,
    }
    const broken = [...brokenFields(done, ['data.confirmEvents.userErrors'])]
    for (const { path, instead, payload } of broken) {
      const { ended } = await confirms(payload)
      expect({ path, instead, ended }).toEqual({ path, instead, ended: 'done' })
    }
    expect(broken).toHaveLength(119)
  })

  it.each([[[]], [null], [false], [''], [{}], [[null]]])(
    'has no errors: %j',
    async (userErrors) => {
      expect((await confirms({ data: { confirmEvents: { userErrors } } })).ended).toBe('done')
    },
  )

  it.each([
    [{ data: { confirmEvents: { userErrors: [{ message: 'No' }] } } }, 'confirm_refused'],
    [{ data: { confirmEvents: { userErrors: { 1: { path: [] } } } } }, 'confirm_refused'],
    [{ data: { confirmEvents: { userErrors: ['No'] } } }, 'confirm_refused'],
    [{ data: { confirmEvents: { userErrors: [] } }, errors: [{ message: 'No' }] }, 'graphql_error'],
    [{ data: { confirmEvents: null } }, 'answer_unreadable'],
    [{ data: null, errors: [{ message: 'Rate limit exceeded' }] }, 'throttled'],
    [{ data: null, errors: [null] }, 'graphql_error'],
  ])('is refused by %j', async (done, reason) => {
    expect((await confirms(done)).ended).toBe(reason)
  })
})

describe('an event that Centra refuses to remove', () => {
  const ids = Array.from({ length: 49 }, (_, n) => n + 1)
  const head = { data: { events: ids.map((id) => sizeEvent(id, 5)) } }

  it.each([1, 7, 25, 49])('blocks no other, and is shown: event %i', async (refused) => {
    const { source, confirmed } = scene({ poll: head }, [refused])
    const { ended, read, faults } = await ranWith(source())
    expect({ ended, read, confirmed: confirmed.toSorted((a, b) => a - b) }).toEqual({
      ended: 'done',
      read: { 'TEE-M': 4 },
      confirmed: ids.filter((id) => id !== refused),
    })
    expect(faults).toMatchObject([{ item: `event ${refused}`, reason: 'confirm_refused' }])
    // One for all, and two for each of six halvings.
    expect(mutations()).toBeLessThanOrEqual(13)
  })

  it('ends the run if Centra refuses all others, too', async () => {
    const { source, confirmed } = scene({ poll: head }, ids)
    expect((await source().poll(onlyEvents())).ended).toBe('confirm_refused')
    expect(confirmed).toEqual([])
    expect(mutations()).toBeLessThanOrEqual(13)
  })

  it('is left alone for a quarter of an hour', async () => {
    const faults = openFaults(null, Date.now())
    faults.note('confirmation of event 7', 'confirm_refused')
    const { source, confirmed } = scene({
      poll: { data: { events: [change(7, 'x'), sizeEvent(8, 5)] } },
    })
    const { ended, skipped } = await source().poll(onlyEvents(), faults)
    expect({ ended, skipped, confirmed }).toEqual({ ended: 'done', skipped: [], confirmed: [8] })
  })

  const ranWith = async (source: ReturnType<ReturnType<typeof scene>['source']>) => {
    const ran = await source.poll(onlyEvents())
    return { ...ran, read: byName(ran) }
  }
  const mutations = () =>
    vi.mocked(fetch).mock.calls.filter(([, init]) => String(init?.body).includes('mutation done'))
      .length
})

describe('a page of sizes', () => {
  const ANSWER = {
    data: {
      productSizes: [totals(5, 'TEE-M', 4), totals(6, '4711', 3)],
      rateLimits: [{ quota: 5000, remainingQuota: 4900 }],
    },
    extensions: EXTENSIONS,
  }
  const DECIDES = ['data.productSizes.*.SKU', 'data.productSizes.*.m0.freeToAllocateQuantity']

  /** The result of a poll that reads everything. */
  async function sizesAre(shelf: unknown) {
    const { source } = scene({ shelf })
    const ran = await source({ events: false }).poll()
    return { ...ran, read: byName(ran) }
  }

  it('is read with any one field broken or retyped, but sku and quantity', async () => {
    const broken = [...brokenFields(ANSWER, DECIDES), ...retypedFields(ANSWER)]
    for (const { path, instead, payload } of broken) {
      const { ended, read } = await sizesAre(payload)
      expect({ path, instead, ended, read }).toEqual({
        path,
        instead,
        ended: 'done',
        read: { 'TEE-M': 4, 4711: 3 },
      })
    }
    expect(broken).toHaveLength(158)
  })

  it('gives all other levels if one size is broken in any way', async () => {
    const broken = [...brokenFields(ANSWER, [])].filter(({ path }) =>
      /^data\.productSizes\.0(\.(SKU|m0.*))?$/.test(path),
    )
    for (const { path, instead, payload } of broken) {
      const { ended, read } = await sizesAre(payload)
      expect({ path, instead, ended, read }).toEqual({
        path,
        instead,
        ended: 'done',
        read: expect.objectContaining({ 4711: 3 }),
      })
    }
    expect(broken).toHaveLength(60)
  })

  it.each([
    [7, 7],
    ['7', 7],
    ['7.0000', 7],
    [-3, 0],
    [2.9, 2],
    [null, undefined],
    ['', undefined],
    [false, undefined],
    ['many', undefined],
    [[], undefined],
  ])('has a size with the total %j: level %j', async (freeToAllocateQuantity, level) => {
    const odd = { id: 5, SKU: 'TEE-M', m0: { freeToAllocateQuantity } }
    const { read, faults } = await sizesAre({ data: { productSizes: [odd] } })
    expect(read['TEE-M']).toBe(level)
    expect(faults).toMatchObject(
      level === undefined ? [{ item: 'size 5', reason: 'item_unreadable' }] : [],
    )
  })

  it('shows a size whose sku cannot be read, and not one that has none', async () => {
    const skus = [{ text: 'A' }, ['A'], true, null, '', undefined]
    const productSizes = skus.map((SKU, n) => ({ ...totals(n + 1, '', 4), SKU }))
    const { faults } = await sizesAre({ data: { productSizes } })
    expect(faults.map(({ item }) => item)).toEqual(['size 3', 'size 2', 'size 1'])
  })

  it('keeps the level of one market if that of another cannot be read', async () => {
    const size = { id: 5, SKU: 'TEE-M', m0: null, m1: { freeToAllocateQuantity: '2' } }
    const { source } = scene({ shelf: { data: { productSizes: [size] } } })
    const markets = [
      { id: '4', warehouses: [1] },
      { id: '7', warehouses: [2] },
    ]
    const ran = await source({ events: false, markets }).poll()
    expect(byName(ran)).toEqual({ 'TEE-M 7': 2 })
    expect(ran.faults).toMatchObject([{ item: 'size 5', reason: 'item_unreadable' }])
  })

  it('counts the data if Centra reports the fault of one size beside it', async () => {
    const errors = [{ message: 'Internal server error', path: ['productSizes', 0, 'm0'] }]
    const productSizes = [null, ANSWER.data.productSizes[1]]
    expect(await sizesAre({ data: { productSizes }, errors })).toMatchObject({
      ended: 'done',
      read: { 4711: 3 },
    })
  })

  it('is no page if Centra reports a fault and no size can be read', async () => {
    const errors = [{ message: 'Missing permission ProductSize.stockTotals:read' }]
    const productSizes = [{ id: 5, SKU: 'TEE-M', m0: null }]
    expect(await sizesAre({ data: { productSizes }, errors })).toMatchObject({
      ended: 'graphql_error',
      read: {},
    })
  })

  it.each([{ data: null }, { data: { productSizes: null } }, { data: { productSizes: 'x' } }, []])(
    'is no page: %j',
    async (answer) => {
      expect((await sizesAre(answer)).ended).toBe('answer_unreadable')
    },
  )
})

describe('the sizes of a product', () => {
  const products = SHELF.map((size) => ({ variants: [{ productSizes: [size] }] }))
  const ANSWER = { data: { products } }

  it('are read if anything of another product is broken', async () => {
    const broken = [...brokenFields(ANSWER, [])].filter(({ path }) =>
      path.startsWith('data.products.0'),
    )
    for (const { path, instead, payload } of broken) {
      const { source } = scene({ products: payload })
      const ran = await source({ events: false }).reread(['52', '53'])
      expect({ path, instead, ended: ran.ended, read: byName(ran) }).toEqual({
        path,
        instead,
        ended: 'done',
        read: expect.objectContaining({ 'TEE-L': 3 }),
      })
    }
    expect(broken).toHaveLength(135)
  })
})

describe('a webhook of Centra', () => {
  const delivered = (body: string) =>
    parseCentraDelivery({ body, headers: new Headers(), query: new URLSearchParams(), now: 0 })
  const form = (payload: unknown, more = {}) =>
    new URLSearchParams({ ...more, payload: JSON.stringify(payload) }).toString()

  it.each<[string, string, string[], number | undefined]>([
    ['ids as texts', form({ products: ['52', '53'] }), ['52', '53'], undefined],
    ['ids as numbers', form({ products: [52, 53] }), ['52', '53'], undefined],
    ['objects with an id', form({ products: [{ id: '52' }, { id: 53 }] }), ['52', '53'], undefined],
    [
      'a list that PHP wrote as an object',
      form({ products: { 0: 52, 2: 53 } }),
      ['52', '53'],
      undefined,
    ],
    ['ids that are none', form({ products: ['52', null, 'x', {}, 2 ** 31, -1] }), ['52'], 5],
    ['products that are no list', form({ products: 'x', markets: 3 }), [], undefined],
    ['null', form({ products: null }), [], undefined],
    [
      'other fields beside the payload',
      form({ products: [52] }, { v: '1', id: '' }),
      ['52'],
      undefined,
    ],
    ['JSON instead of a form', JSON.stringify({ products: [52] }), ['52'], undefined],
    [
      'events',
      form({ events: [{ type: 'order', action: 'create', date: null, id: 7 }] }),
      [],
      undefined,
    ],
    ['categories', form({ Categories: [1] }), [], undefined],
  ])('is a hint with %s', (_what, body, ids, leftOut) => {
    expect(delivered(body)).toEqual({
      hints: [...ids, 'queue'],
      ...(leftOut !== undefined && { leftOut }),
    })
  })

  it('is a hint with any one field broken', () => {
    const payload = { products: ['52', '53'], warehouses: [1], markets: [{ id: 4 }] }
    const broken = [...brokenFields(payload, []), ...retypedFields(payload)]
    for (const { path, instead, payload: odd } of broken) {
      const hints = delivered(form(odd))?.hints
      const lost = /^products\.(\d)$/.exec(path)?.[1]
      const ids = path === 'products' ? [] : ['52', '53'].filter((_, n) => String(n) !== lost)
      expect({ path, instead, hints }).toEqual({
        path,
        instead,
        hints: expect.arrayContaining([...ids, 'queue']),
      })
    }
    expect(broken).toHaveLength(124)
  })

  it.each([{}, [], null, 'products', 7, { hello: 'there' }])('is unknown: %j', (payload) => {
    expect(delivered(form(payload))).toBeUndefined()
  })
})

describe('an event that cannot be read', () => {
  it('is named in the log, and the levels beside it are stored', async () => {
    const events = [change(7, 'x'), change(8, [line(5), { productSize: null }])]
    const baseUrl = fakeUrl('centra')
    const options = { type: 'centra', baseUrl, token: TOKEN, integration: 'shelfbell' }
    const put = (path: string, body: unknown) =>
      fetch(baseUrl + path, { method: 'PUT', body: JSON.stringify(body) })
    await put('/quiet-stock', {
      sizes: [
        { id: 5, SKU: 'TEE-M', stock: { 1: 4 } },
        { id: 6, SKU: 'TEE-L', stock: { 1: 3 } },
      ],
    })
    await put('/answers', { poll: { data: { events } } })
    const shop = await makeShop({ sources: [options] })
    await poll(shop, 'centra')
    expect(await table('stock_level')).toHaveLength(2)
    expect(await logged(shop, 'source_skipped')).toEqual([
      { source: 'centra', count: 1, events: [7] },
    ])
    expect(await sourceState(shop)).toMatchObject({ error: null })
  })
})
