/**
 * Requests to a WooCommerce shop's REST API v3, one at a time: the shop's own server answers them.
 * An item that a plugin has changed into another shape is noted and left out.
 */
import * as v from 'valibot'
import { Id, needed, NeededList } from '../../../lenient.ts'
import { readJson, type UpstreamFailure } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import type { ItemFaults } from '../item-faults.ts'
import { namedById, readableItems } from '../readable.ts'
import { ITEMS_PER_PAGE } from './limits.ts'
import type { WooCommerceOptions } from './options.ts'
import { Product, PRODUCT_FIELDS, Variation, VARIATION_FIELDS, type Variations } from './product.ts'

/** Parameters of a query. */
export type Params = Record<string, string>

/** One page of a list. */
export interface List<T> {
  kind: 'read'
  /** The items that could be read. */
  list: T[]
  /** The ids of all items that have one. */
  ids: string[]
  /** How many items there are. */
  items: number
  /** Whether another page may follow. */
  full: boolean
}

/** A product by its id alone, or the product of a variation. */
export type Single = { kind: 'product'; product: Product } | { kind: 'variation'; parent: string }

/** The API of one shop. */
export interface Rest {
  /** Products in the order of their ids. WordPress lists none that is in the bin. */
  products(params: Params): Promise<List<Product> | UpstreamFailure>
  /** Their ids alone. WordPress then computes nothing else, so no product's data makes it fail. */
  ids(params: Params): Promise<List<unknown> | UpstreamFailure>
  /** All variations of a product. */
  variations(id: number): Promise<({ kind: 'read' } & Variations) | UpstreamFailure>
  /** The product or variation with an id, also in the bin. Undefined if deleted or unreadable. */
  single(id: string): Promise<Single | UpstreamFailure | undefined>
  /** Whether the host answers: a request that no stranger can influence. */
  isUp(): Promise<UpstreamFailure | undefined>
}

const Identified = v.object({ id: needed(Id) })
const OfParent = v.object({ parent_id: needed(Id) })

/** Opens the API with the keys of the options. */
export function openRest(env: Env, options: WooCommerceOptions, faults: ItemFaults): Rest {
  const { baseUrl, consumerKey = '', consumerSecret = '' } = options
  const base = `${baseUrl}/wp-json/wc/v3`
  const login = new TextEncoder().encode(`${consumerKey}:${consumerSecret}`).toBase64()
  const headers = { Accept: 'application/json', Authorization: `Basic ${login}` }

  const ask = (path: string, params: Params, accepts: number[] = []) =>
    askUpstream(env, `${base}${path}?${new URLSearchParams(params)}`, { headers, accepts })

  async function list<T>(
    path: string,
    params: Params,
    schema: v.GenericSchema<unknown, T>,
  ): Promise<List<T> | UpstreamFailure> {
    // Sorted by id, a product that changes meanwhile stays on its page.
    const order = { orderby: 'id', order: 'asc', per_page: String(ITEMS_PER_PAGE) }
    const asked = await ask(path, { ...order, ...params })
    if (asked.kind === 'failed') return asked
    const pages = Number(asked.response.headers.get('X-WP-TotalPages'))
    const answer = await readJson(asked.response, NeededList)
    if (answer.kind === 'failed') return answer
    const what = path === '/products' ? 'product' : 'variation'
    const ids = answer.value.flatMap((item) => {
      const identified = v.safeParse(Identified, item)
      return identified.success ? [String(identified.output.id)] : []
    })
    const items = answer.value.length
    return {
      kind: 'read',
      list: readableItems(schema, answer.value, faults, namedById(what)),
      ids,
      items,
      // A plugin may have taken items out of a full page.
      full: items >= ITEMS_PER_PAGE || (items > 0 && Number(params['page']) < pages),
    }
  }

  return {
    products: (params) => list('/products', { ...params, _fields: PRODUCT_FIELDS }, Product),
    ids: (params) => list('/products', { ...params, _fields: 'id' }, v.unknown()),

    async variations(id) {
      const all: Variation[] = []
      const seen = new Set<string>()
      let unreadable = 0
      for (let page = 1; ; page += 1) {
        const params = { page: String(page), _fields: VARIATION_FIELDS }
        const read = await list(`/products/${id}/variations`, params, Variation)
        if (read.kind === 'failed') return read
        all.push(...read.list)
        unreadable += read.items - read.list.length
        const before = seen.size
        for (const one of read.ids) seen.add(one)
        // A server that ignores `page` answers with the first page for ever.
        const isNew = seen.size > before
        if (!read.full || !isNew) return { kind: 'read', list: all, unreadable }
      }
    },

    async single(id) {
      const asked = await ask(`/products/${id}`, { _fields: `${PRODUCT_FIELDS},parent_id` }, [404])
      if (asked.kind === 'failed') return asked
      if (asked.response.status === 404) {
        await asked.response.body?.cancel()
        return undefined
      }
      const answer = await readJson(asked.response, v.unknown())
      if (answer.kind === 'failed') return answer
      const ofParent = v.safeParse(OfParent, answer.value)
      if (ofParent.success) return { kind: 'variation', parent: `${ofParent.output.parent_id}` }
      const [product] = readableItems(Product, [answer.value], faults, namedById('product'))
      return product && { kind: 'product', product }
    },

    async isUp() {
      const asked = await ask('/products', {
        orderby: 'id',
        order: 'asc',
        per_page: '1',
        _fields: 'id',
      })
      if (asked.kind === 'failed') return asked
      const answer = await readJson(asked.response, NeededList)
      return answer.kind === 'failed' ? answer : undefined
    },
  }
}
