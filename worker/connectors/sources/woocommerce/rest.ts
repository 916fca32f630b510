/**
 * Asks a WooCommerce shop's REST API v3, one request after the other: it is the shop's own server.
 * A product that is in no readable shape (plugins change them) is counted and left out.
 */
import * as v from 'valibot'
import type { WooCommerceOptions } from './options.ts'
import { WOO_PAGE } from '../../../limits.ts'
import { askUpstream, jsonOfAnswer } from '../../ask.ts'
import type { Failed, Sink } from '../contract.ts'
import { entriesOf, levelsOf, Product, PRODUCT_KEYS, Variation, VARIATION_KEYS } from './product.ts'

type Params = Record<string, string>

/** What one page held. */
export interface Page {
  kind: 'read'
  items: number
  unreadable: number
  /** Whether there may be another after it. */
  full: boolean
}

interface List<T> extends Page {
  list: T[]
}

export interface Rest {
  /** Reads one page of products with their variations, and hands them over. */
  products(params: Params, sink: Sink): Promise<Page | Failed>
}

export function openRest(env: Env, options: WooCommerceOptions): Rest {
  const { baseUrl, consumerKey = '', consumerSecret = '' } = options
  const base = `${baseUrl.replace(/\/+$/, '')}/wp-json/wc/v3`
  const login = new TextEncoder().encode(`${consumerKey}:${consumerSecret}`).toBase64()
  const headers = { Accept: 'application/json', Authorization: `Basic ${login}` }

  async function list<T>(
    path: string,
    params: Params,
    schema: v.GenericSchema<unknown, T>,
    accepts: number[] = [],
  ): Promise<List<T> | Failed> {
    // By id, so that what changes meanwhile moves nothing from page to page.
    const order = { orderby: 'id', order: 'asc', per_page: String(WOO_PAGE) }
    const query = new URLSearchParams({ ...order, ...params })
    const asked = await askUpstream(env, `${base}${path}?${query}`, { headers, accepts })
    if (asked.kind === 'failed') return asked
    if (accepts.includes(asked.response.status)) {
      await asked.response.body?.cancel()
      return { kind: 'read', list: [], items: 0, unreadable: 0, full: false }
    }
    const answer = await jsonOfAnswer(asked.response, v.array(v.unknown()))
    if (answer.kind === 'failed') return answer
    const read = answer.value.flatMap((one) => {
      const parsed = v.safeParse(schema, one)
      return parsed.success ? [parsed.output] : []
    })
    const items = answer.value.length
    if (items > 0 && read.length === 0) return { kind: 'failed', reason: 'answer_unreadable' }
    const unreadable = items - read.length
    return { kind: 'read', list: read, items, unreadable, full: items >= WOO_PAGE }
  }

  async function variationsOf(id: number): Promise<List<Variation> | Failed> {
    const all: Variation[] = []
    let unreadable = 0
    for (let page = 1; ; page += 1) {
      // Gone between two requests: it has none.
      const read = await list(
        `/products/${id}/variations`,
        { page: String(page), _fields: VARIATION_KEYS },
        Variation,
        [404],
      )
      if (read.kind === 'failed') return read
      all.push(...read.list)
      unreadable += read.unreadable
      if (!read.full) return { ...read, list: all, unreadable }
    }
  }

  return {
    async products(params, sink) {
      const asOf = Date.now()
      const page = await list('/products', { ...params, _fields: PRODUCT_KEYS }, Product)
      if (page.kind === 'failed') return page
      let { unreadable } = page
      const simple = page.list.filter(({ type }) => type !== 'variable')
      await sink.entries(simple.flatMap((product) => entriesOf(product, [], options)))
      await sink.levels(
        simple.flatMap((product) => levelsOf(product, [], options)),
        asOf,
      )
      for (const product of page.list.filter(({ type }) => type === 'variable')) {
        const began = Date.now()
        const variations = await variationsOf(product.id)
        if (variations.kind === 'failed') return variations
        unreadable += variations.unreadable
        await sink.entries(entriesOf(product, variations.list, options))
        await sink.levels(levelsOf(product, variations.list, options), began)
      }
      return { ...page, unreadable }
    },
  }
}
