/**
 * Requests to a WooCommerce shop's REST API v3, one at a time: the shop's own server answers them.
 * A product that a plugin has changed into another shape is counted and left out. If a product
 * makes the server fail, every list with it fails: then each product is read by itself.
 */
import * as v from 'valibot'
import { readJson } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import type { Sink, SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { judgeOf, mayBeOneItem, readTogether } from '../judge.ts'
import { namedById, readableItems } from '../readable.ts'
import { ITEMS_PER_PAGE } from './limits.ts'
import type { WooCommerceOptions } from './options.ts'
import {
  Product,
  PRODUCT_FIELDS,
  productEntries,
  productLevels,
  Variation,
  VARIATION_FIELDS,
} from './product.ts'

type Params = Record<string, string>

/** What one page held. */
export interface Page {
  kind: 'read'
  items: number
  unreadable: number
  /** Whether another page may follow. */
  full: boolean
}

interface List<T> extends Page {
  list: T[]
}

const ProductId = v.object({ id: v.number() })

/** Reads products and their variations, and stores their levels and entries. */
export interface Products {
  /** One page of a list. */
  page(params: Params, sink: Sink): Promise<Page | SourceFailure>
  /** At most `ITEMS_PER_PAGE` products by their ids. Those that no longer exist are skipped. */
  byId(ids: readonly string[], sink: Sink): Promise<Page | SourceFailure>
}

/** Opens the API with the keys of the options. */
export function openRest(env: Env, options: WooCommerceOptions, faults: ItemFaults): Products {
  const { baseUrl, consumerKey = '', consumerSecret = '' } = options
  const base = `${baseUrl}/wp-json/wc/v3`
  const login = new TextEncoder().encode(`${consumerKey}:${consumerSecret}`).toBase64()
  const headers = { Accept: 'application/json', Authorization: `Basic ${login}` }

  async function list<T>(
    path: string,
    params: Params,
    schema: v.GenericSchema<unknown, T>,
    accepts: number[] = [],
  ): Promise<List<T> | SourceFailure> {
    // Sorted by id, a product that changes meanwhile stays on its page.
    const order = { orderby: 'id', order: 'asc', per_page: String(ITEMS_PER_PAGE) }
    const query = new URLSearchParams({ ...order, ...params })
    const asked = await askUpstream(env, `${base}${path}?${query}`, { headers, accepts })
    if (asked.kind === 'failed') return asked
    if (accepts.includes(asked.response.status)) {
      await asked.response.body?.cancel()
      return { kind: 'read', list: [], items: 0, unreadable: 0, full: false }
    }
    const answer = await readJson(asked.response, v.array(v.unknown()))
    if (answer.kind === 'failed') return answer
    const what = path === '/products' ? 'product' : 'variation'
    const readable = readableItems(schema, answer.value, faults, namedById(what))
    const items = answer.value.length
    const unreadable = items - readable.length
    return { kind: 'read', list: readable, items, unreadable, full: items >= ITEMS_PER_PAGE }
  }

  const judge = judgeOf(faults, async () => {
    const query = 'orderby=id&order=asc&per_page=1&_fields=id'
    const asked = await askUpstream(env, `${base}/products?${query}`, { headers })
    if (asked.kind === 'failed') return asked
    const answer = await readJson(asked.response, v.array(v.unknown()))
    return answer.kind === 'failed' ? answer : undefined
  })

  async function variationsOf(id: number): Promise<List<Variation> | SourceFailure> {
    const all: Variation[] = []
    let unreadable = 0
    for (let page = 1; ; page += 1) {
      // 404: the product was deleted since its page was read.
      const read = await list(
        `/products/${id}/variations`,
        { page: String(page), _fields: VARIATION_FIELDS },
        Variation,
        [404],
      )
      if (read.kind === 'failed') return read
      all.push(...read.list)
      unreadable += read.unreadable
      if (!read.full) return { ...read, list: all, unreadable }
    }
  }

  async function readPage(params: Params, sink: Sink): Promise<Page | SourceFailure> {
    const asOf = Date.now()
    const page = await list('/products', { ...params, _fields: PRODUCT_FIELDS }, Product)
    if (page.kind === 'failed') return page
    let { unreadable } = page
    const simple = page.list.filter(({ type }) => type !== 'variable')
    await sink.entries(simple.flatMap((product) => productEntries(product, [], options)))
    await sink.levels(
      simple.flatMap((product) => productLevels(product, [], options)),
      asOf,
    )
    for (const product of page.list.filter(({ type }) => type === 'variable')) {
      const variationsAsOf = Date.now()
      const variations = await variationsOf(product.id)
      const item = { key: `variations ${product.id}`, name: `product ${product.id}` }
      if (variations.kind === 'failed') {
        const failure = await judge.failed(item, variations)
        if (failure) return failure
        continue
      }
      judge.answered(item)
      unreadable += variations.unreadable
      await sink.entries(productEntries(product, variations.list, options))
      await sink.levels(productLevels(product, variations.list, options), variationsAsOf)
    }
    return (await judge.finish()) ?? { ...page, unreadable }
  }

  async function byId(ids: readonly string[], sink: Sink): Promise<Page | SourceFailure> {
    const sum: Page = { kind: 'read', items: 0, unreadable: 0, full: false }
    const failure = await readTogether(
      judge,
      ids,
      (id) => ({ key: id, name: `product ${id}` }),
      async (some) => {
        if (some.length === 0) return undefined
        const read = await readPage({ include: some.join(',') }, sink)
        if (read.kind === 'failed') return read
        sum.items += read.items
        sum.unreadable += read.unreadable
        return undefined
      },
    )
    return failure ?? sum
  }

  return {
    byId,
    async page(params, sink) {
      const read = await readPage(params, sink)
      if (read.kind === 'read' || !mayBeOneItem(read)) return read
      // Ask nothing more of a host that sends endless answers.
      if (read.reason === 'answer_too_long') return read
      // WordPress then computes only the id, so it can list a product whose data makes it fail.
      const there = await list('/products', { ...params, _fields: 'id' }, ProductId)
      if (there.kind === 'failed') return read
      const ids = there.list.map(({ id }) => String(id)).filter((id) => !faults.isPutOff(id))
      const single = await byId(ids, sink)
      return single.kind === 'failed' ? single : { ...single, full: there.full }
    },
  }
}
