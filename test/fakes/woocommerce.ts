/**
 * A WooCommerce shop: the part of its REST API v3 that reads products and variations, with WordPress's
 * checks of parameters. `PUT /state` sets the shop's products.
 */
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

/** The keys that the fake accepts. */
export const KEYS = {
  consumerKey: 'ck_0123456789abcdef',
  consumerSecret: 'cs_0123456789abcdef',
}

type Json = Record<string, unknown>

/** A product as the API returns it; its variations are separate. */
export interface FakeProduct extends Json {
  id: number
  date_modified_gmt: string
}

export interface State {
  products: FakeProduct[]
  /** Variations by product id. */
  variations?: Record<string, Json[]>
  /** Ids of products whose data makes a plugin fail, wherever more than their id is computed. */
  failing?: number[]
  /** Ids of products whose variations make it fail. */
  failingVariations?: number[]
  /** Answers in place of WooCommerce's own, by path below the API; or none at all. */
  instead?: Record<string, Answer | 'hangs'>
}

const fault = (status: number, code: string): Answer => ({
  status,
  body: { code, message: 'x', data: { status } },
})
const badParam = fault(400, 'rest_invalid_param')

const KNOWN = new Set(
  'page per_page orderby order modified_after dates_are_gmt include _fields'.split(' '),
)

const pick = (one: Json, fields: string | null): Json =>
  fields === null
    ? one
    : Object.fromEntries(
        fields.split(',').flatMap((name) => (name in one ? [[name, one[name]]] : [])),
      )

/** One page of a list, as WordPress returns it. */
function page(all: Json[], query: URLSearchParams): Answer {
  const size = Number(query.get('per_page') ?? 10)
  const number = Number(query.get('page') ?? 1)
  if (!(size >= 1 && size <= 100) || !(number >= 1)) return badParam
  if (query.get('orderby') !== 'id' || query.get('order') !== 'asc') return badParam
  const list = all
    .toSorted((a, b) => Number(a['id']) - Number(b['id']))
    .slice((number - 1) * size, number * size)
    .map((one) => pick(one, query.get('_fields')))
  const headers = {
    'X-WP-Total': String(all.length),
    'X-WP-TotalPages': String(Math.ceil(all.length / size)),
  }
  return { status: 200, headers, body: list }
}

function products(state: State, query: URLSearchParams): Answer {
  const after = query.get('modified_after')
  const include = query.get('include')?.split(',').map(Number)
  if (after !== null && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(after)) return badParam
  if (after !== null && query.get('dates_are_gmt') !== 'true') return badParam
  if (include?.some((id) => !Number.isInteger(id))) return badParam
  const all = state.products.filter(
    ({ id, status, date_modified_gmt: modified }) =>
      status !== 'trash' &&
      (after === null || modified > after) &&
      (include === undefined || include.includes(id)),
  )
  const answer = page(all, query)
  const fails = (one: Json) => state.failing?.includes(Number(one['id']))
  if (query.get('_fields') === 'id' || !(answer.body as Json[]).some?.(fails)) return answer
  return fault(500, 'internal_server_error')
}

/** One product or variation by its id, also from the bin. */
function single(state: State, wanted: number, query: URLSearchParams): Answer {
  const variations = Object.entries(state.variations ?? {}).flatMap(([parent, list]) =>
    list.map((one) => ({ ...one, type: 'variation', parent_id: Number(parent) })),
  )
  const all: Json[] = [...state.products, ...variations]
  const found = all.find(({ id }) => id === wanted)
  if (!found) return fault(404, 'woocommerce_rest_product_invalid_id')
  if (state.failing?.includes(wanted)) return fault(500, 'internal_server_error')
  return { status: 200, body: pick(found, query.get('_fields')) }
}

export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      error: (status) => ({ code: 'internal_server_error', message: 'x', data: { status } }),
      answer({ method, path, headers }: Received, scene, before) {
        const url = new URL(path, 'http://woo')
        if (method === 'PUT' && url.pathname === '/state') return { status: 204 }
        const api = '/wp-json/wc/v3'
        if (method !== 'GET' || !url.pathname.startsWith(api)) return fault(404, 'rest_no_route')
        const login = Buffer.from(`${KEYS.consumerKey}:${KEYS.consumerSecret}`).toString('base64')
        if (headers['authorization'] !== `Basic ${login}`) {
          return fault(401, 'woocommerce_rest_cannot_view')
        }
        if ([...url.searchParams.keys()].some((name) => !KNOWN.has(name))) return badParam
        const last = before.findLast((one) => one.method === 'PUT')
        const state = (last?.body ?? { products: [] }) as State
        if (scene === 'broken') {
          return { status: 200, body: `<b>Notice</b>: undefined index\n${JSON.stringify(state)}` }
        }
        const rest = url.pathname.slice(api.length)
        const instead = state.instead?.[rest]
        if (instead === 'hangs') return new Promise<never>(() => undefined)
        if (instead) return instead
        if (rest === '/products') return products(state, url.searchParams)
        const alone = /^\/products\/(\d+)$/.exec(rest)?.[1]
        if (alone !== undefined) return single(state, Number(alone), url.searchParams)
        const id = /^\/products\/(\d+)\/variations$/.exec(rest)?.[1]
        if (id === undefined) return fault(404, 'rest_no_route')
        const there = state.products.some((one) => String(one.id) === id)
        if (!there) return fault(404, 'woocommerce_rest_product_invalid_id')
        if (state.failingVariations?.includes(Number(id)))
          return fault(500, 'internal_server_error')
        return page(state.variations?.[id] ?? [], url.searchParams)
      },
    }),
}
