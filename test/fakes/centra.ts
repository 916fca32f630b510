/**
 * Centra's Integration API, as strict as its documentation: one address, POST, a bearer token, and
 * GraphQL with the operations that a stock source needs. It creates events only for object types that
 * a client registered for, and returns the oldest unconfirmed ones first; `object` is the present
 * state. A list has the length of its `limit`, by default 20. `PUT /SCENE/stock` sets quantities,
 * `PUT /SCENE/event` adds an event as given, `PUT /SCENE/answers` sets what operations answer instead.
 */
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

/** The token that every scene accepts. */
export const TOKEN = 'centra-token-7f3b9c52'

interface Size {
  id: number
  SKU: string | null
  /** Quantities by warehouse. */
  stock: Record<string, number>
}
interface Event {
  id: number
  objectType: string
  changeType: string
  objectReference: unknown
  createdAt: string
  object: unknown
}
interface State {
  sizes: Map<number, Size>
  listened: Set<string>
  events: Event[]
  made: number
  /** Answers in place of Centra's own, by operation. */
  answers: Record<string, unknown>
}
interface Put {
  sizes: Size[]
}

/** Computes a scene's state from the requests it received, in order. */
export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      answer: (request, scene, before) => {
        const state: State = {
          sizes: new Map(),
          listened: new Set(),
          events: [],
          made: 0,
          answers: {},
        }
        for (const one of before) reply(state, one, scene)
        return reply(state, request, scene)
      },
    }),
}

function reply(state: State, request: Received, scene: string): Answer {
  if (request.method === 'PUT') return put(state, request)
  if (request.path !== '/graphql') return { status: 404 }
  if (request.method !== 'POST') return { status: 405 }
  if (scene === 'down') return { status: 503, body: '<html>' }
  if (scene === 'broken') return { status: 200, body: '<html>Welcome</html>' }
  if (scene === 'busy') return { status: 429, headers: { 'Retry-After': '240' }, body: {} }
  if (request.headers['content-type'] !== 'application/json') return fault('Content-Type')
  if (request.headers['authorization'] !== `Bearer ${TOKEN}`) return { status: 401, body: {} }
  if (scene === 'spent') return fault('Rate limit exceeded')
  const { query, variables } = request.body as { query: string; variables: Record<string, unknown> }
  const odd = state.answers[/^\s*(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '']
  if (odd !== undefined) return { status: 200, body: JSON.stringify(odd) }
  if (typeof query !== 'string' || !balanced(query)) return fault('Syntax Error')
  for (const name of new Set(query.match(/(?<=\$)\w+/g))) {
    if (variables[name] === undefined) return fault(`Variable $${name} is missing`)
    const ints = [variables[name]].flat().map(Number)
    const large = ints.find((n) => Math.abs(n) > 2 ** 31 - 1)
    if (large !== undefined) {
      return fault(`Int cannot represent non 32-bit signed integer value: ${large}`)
    }
  }
  return data(state, query, variables, scene)
}

function data(
  state: State,
  query: string,
  variables: Record<string, unknown>,
  scene: string,
): Answer {
  const userErrors =
    scene === 'refuses' ? [{ message: 'Missing permission Event:write', path: [] }] : []
  if (/setEventListeners\(input: \[/.test(query)) {
    if (userErrors.length > 0) return ok({ setEventListeners: { userErrors } })
    for (const [, type] of query.matchAll(/objectType: (\w+)/g)) state.listened.add(type ?? '')
    return ok({ setEventListeners: { userErrors } })
  }
  if (/events\(where: \{ objectType: \[[\w, ]+\] \}, limit: \$limit\)/.test(query)) {
    const [, lines, asked] =
      /\.\.\. on StockChange \{ id lines: (\w+)(?:\(limit: (\d+)\))? \{/.exec(query) ?? []
    if (lines !== (scene === 'renamed' ? 'rows' : 'lines')) {
      return fault(`Cannot query field "${lines}" on type "StockChange".`)
    }
    const limit = Number(variables['limit'])
    const most = Number(asked ?? 20)
    if (limit > 200 || most > 200) return fault('Limit must be in range 1 - 200')
    if (limit * (2 + most * 2) > 150_000) return fault('Query complexity limit exceeded')
    return ok({ events: state.events.slice(0, limit).map((event) => cut(event, most)) })
  }
  if (/confirmEvents\(input: \{ eventsIds: \$ids \}\)/.test(query)) {
    const ids = variables['ids'] as number[]
    state.events = state.events.filter(({ id }) => !ids.includes(id))
    return ok({ confirmEvents: { userErrors: [] } })
  }
  if (/ products\(where: \{ id: \$ids \}, limit: \$limit\) \{ variants/.test(query)) {
    // All sizes belong to one product.
    const found = (variables['ids'] as number[]).includes(52)
    const productSizes = [...state.sizes.values()].map(sized(query))
    return ok({ products: found ? [{ variants: [{ productSizes }] }] : [] })
  }
  if (!/ productSizes\(/.test(query)) return fault('Cannot query field on type "Query".')
  const limit = Number(variables['limit'])
  if (limit < 1 || limit > 200) return fault('Limit must be in range 1 - 200')
  const ids = variables['ids'] as number[] | undefined
  const page = Number(variables['page'] ?? 1)
  const sizes = [...state.sizes.values()].filter(({ id }) => !ids || ids.includes(id))
  const remainingQuota = scene === 'tight' ? 900 : 4_900
  return ok({
    productSizes: sizes.slice((page - 1) * limit, page * limit).map(sized(query)),
    rateLimits: [{ quota: 5_000, remainingQuota }],
  })
}

/** An event with at most so many of its lines. */
function cut(event: Event, most: number): Event {
  const { lines } = (event.object ?? {}) as { lines?: unknown }
  if (!Array.isArray(lines)) return event
  return { ...event, object: { ...(event.object as object), lines: lines.slice(0, most) } }
}

/** A size with the requested totals, each over the named warehouses. */
const sized = (query: string) => (size: Size) => {
  const totals = query.matchAll(
    /(\w+): stockTotals(?:\(where: \{ warehouseId: \[([\d, ]+)\] \}\))? \{ freeToAllocateQuantity \}/g,
  )
  const all = [...totals].map(([, alias = '', named]) => {
    const warehouses = named?.split(', ') ?? Object.keys(size.stock)
    const sum = warehouses.reduce((sofar, id) => sofar + (size.stock[id] ?? 0), 0)
    return [alias, { freeToAllocateQuantity: sum }] as const
  })
  return { id: size.id, SKU: size.SKU, ...Object.fromEntries(all) }
}

function put(state: State, { path, body }: Received): Answer {
  const add = (event: Omit<Event, 'id'>) => {
    state.made += 1
    state.events.push({ id: state.made, ...event })
  }
  if (path === '/answers') state.answers = body as Record<string, unknown>
  if (path === '/event') add(body as Omit<Event, 'id'>)
  if (path === '/stock') {
    const { sizes } = body as Put
    for (const size of sizes) state.sizes.set(size.id, size)
    if (state.listened.has('StockChange')) {
      add({
        objectType: 'StockChange',
        changeType: 'CREATED',
        objectReference: '9',
        createdAt: new Date().toISOString(),
        object: {
          __typename: 'StockChange',
          id: 9,
          lines: sizes.map(({ id }) => ({ productSize: { id } })),
        },
      })
    }
  }
  if (path === '/quiet-stock') for (const one of (body as Put).sizes) state.sizes.set(one.id, one)
  return { status: 204 }
}

const ok = (value: unknown): Answer => ({ status: 200, body: { data: value } })
const fault = (message: string): Answer => ({
  status: 200,
  body: { errors: [{ message }], data: null },
})

function balanced(query: string): boolean {
  let depth = 0
  for (const sign of query) {
    if (sign === '{') depth += 1
    if (sign === '}') depth -= 1
    if (depth < 0) return false
  }
  return depth === 0
}
