/**
 * Magento's REST interface, as strict as its sources (magento/inventory e9d6e33, magento2): a bearer
 * token, one sku in the path of each request, bare numbers and booleans as answers, and its own texts
 * of refusals. A page after the last one is the last one again. `PUT /SCENE/shelf` sets the levels by
 * sku. `PUT /SCENE/answers` sets what the paths that begin so answer instead.
 */
import { type Answer, type FakeSystem, startUpstream } from './upstream.ts'

export const MAGENTO_TOKEN = 'magento-token-90ab'

export interface ShelfSku {
  salable: boolean
  quantity: number
  manage_stock?: boolean
  backorders?: number
  stockId?: number
  /** Default: `simple`. Types that hold other products have no quantity and no inventory source. */
  type?: 'simple' | 'configurable' | 'bundle' | 'grouped'
  /** The store views in which it is disabled. */
  disabledIn?: string[]
  /** The answer of a firewall in front of Magento to any request for the SKU. */
  refused?: number
}

/** An answer in place of Magento's own, by the beginning of the path after `/rest/V1/`. */
export type OddAnswers = Record<string, Answer | 'hang'>

export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      answer: ({ method, path, headers }, scene, before) => {
        if (method === 'PUT') return { status: 204 }
        const put = (what: string) =>
          before.findLast((one) => one.method === 'PUT' && one.path === `/${what}`)?.body ?? {}
        if (scene === 'down') return { status: 503, body: '<html>' }
        if (scene === 'gone-dark') return { status: 500, body: '<html>' }
        if (scene === 'broken') return { status: 200, body: '<html>Maintenance</html>' }
        if (headers['authorization'] !== `Bearer ${MAGENTO_TOKEN}`) return unauthorized
        const odd = Object.entries(put('answers') as OddAnswers).find(([beginning]) =>
          path.startsWith(`/rest/V1/${beginning}`),
        )?.[1]
        if (odd === 'hang') return new Promise<Answer>(() => {})
        if (odd) return odd
        return data(put('shelf') as Record<string, ShelfSku>, new URL(path, 'http://magento'))
      },
    }),
}

const unauthorized: Answer = {
  status: 401,
  body: {
    message: "The consumer isn't authorized to access %resources.",
    parameters: { resources: 'Magento_InventorySalesApi::stock' },
  },
}
const unrouted: Answer = { status: 404, body: { message: 'Request does not match any route.' } }

/** A value as Magento writes it: bare, also if it is a number or a boolean. */
const json = (value: unknown): Answer => ({
  status: 200,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
})

function data(shelf: Record<string, ShelfSku>, { pathname, searchParams }: URL): Answer {
  const [, rest, store = '', ...further] = pathname.split('/')
  const version = store === 'V1' ? 'V1' : further.shift()
  if (rest !== 'rest' || version !== 'V1' || !['V1', 'default', 'second'].includes(store)) {
    return unrouted
  }
  const [one = '', two = '', name = '', stock = ''] = further
  const segments = further
  if (one === 'products' && segments.length === 1) {
    return products(shelf, searchParams, store === 'V1' ? 'default' : store)
  }
  if (one === 'inventory' && two === 'source-items' && segments.length === 2) {
    return sourceItems(shelf, searchParams)
  }
  const sku = decodeURIComponent(decodeURIComponent(one === 'stockItems' ? two : name))
  const found = shelf[sku]
  if (found?.refused) return { status: found.refused, body: '<html>Request blocked</html>' }
  if (one === 'stockItems' && segments.length === 2) return stockItem(sku, found)
  if (one !== 'inventory' || segments.length !== 4) return unrouted
  if (!found) {
    const message =
      "The product that was requested doesn't exist. Verify the product and try again."
    return { status: 404, body: { message } }
  }
  const isElsewhere = found.stockId !== undefined && found.stockId !== Number(stock)
  if (two === 'is-product-salable') return json(found.salable && !isElsewhere)
  if (two !== 'get-product-salable-quantity') return unrouted
  if (found.type !== undefined && found.type !== 'simple') {
    const message = "Can't check requested quantity for products without Source Items support."
    return { status: 400, body: { message } }
  }
  return json(isElsewhere ? 0 : found.quantity)
}

function stockItem(sku: string, found: ShelfSku | undefined): Answer {
  if (!found) {
    const message = 'Product with SKU "%1" does not exist'
    return { status: 404, body: { message, parameters: [sku] } }
  }
  const { quantity: qty, manage_stock = true, backorders = 0, salable } = found
  const is_in_stock = salable
  return json({
    item_id: 1,
    product_id: 1,
    stock_id: 1,
    qty,
    is_in_stock,
    backorders,
    manage_stock,
  })
}

/** The products of a list of skus. Filters of one group are alternatives. */
function products(
  shelf: Record<string, ShelfSku>,
  searchParams: URLSearchParams,
  store: string,
): Answer {
  const filter = (n: number, part: string) =>
    searchParams.get(`searchCriteria[filter_groups][0][filters][${n}][${part}]`)
  const asked = new Set<string>()
  for (let n = 0; filter(n, 'field') === 'sku'; n += 1) {
    asked.add((filter(n, 'value') ?? '').toLowerCase())
  }
  const size = Number(searchParams.get('searchCriteria[pageSize]'))
  if (asked.size === 0 || !size) return { status: 400, body: { message: 'Invalid criteria' } }
  const items = Object.entries(shelf)
    .filter(([sku]) => asked.has(sku.toLowerCase()))
    .slice(0, size)
    .map(([sku, { disabledIn = [] }]) => ({ sku, status: disabledIn.includes(store) ? 2 : 1 }))
  const isShort = searchParams.get('fields') === 'items[sku,status]'
  return json(isShort ? { items } : { items, search_criteria: {}, total_count: items.length })
}

function sourceItems(shelf: Record<string, ShelfSku>, searchParams: URLSearchParams): Answer {
  const size = Number(searchParams.get('searchCriteria[pageSize]'))
  const page = Number(searchParams.get('searchCriteria[currentPage]'))
  if (!size || !page) {
    const message = '"%fieldName" is required. Enter and try again.'
    return { status: 400, body: { message, parameters: { fieldName: 'searchCriteria' } } }
  }
  const all = Object.entries(shelf)
    .filter(([, { refused, type = 'simple' }]) => !refused && type === 'simple')
    .flatMap(([sku, { quantity }]) =>
      ['default', 'east'].map((source_code) => ({ sku, source_code, quantity, status: 1 })),
    )
  const shown = Math.min(page, Math.max(1, Math.ceil(all.length / size)))
  return json({
    items: all.slice((shown - 1) * size, shown * size),
    search_criteria: { filter_groups: [], page_size: size, current_page: page },
    total_count: all.length,
  })
}
