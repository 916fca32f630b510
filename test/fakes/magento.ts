/**
 * Magento's REST interface, as strict as its documentation: a bearer token, one sku in the path of
 * each request, bare numbers and booleans as answers, and its own 404. `PUT /SCENE/shelf` sets the
 * levels by sku.
 */
import { type Answer, type FakeSystem, startUpstream } from './upstream.ts'

export const MAGENTO_TOKEN = 'magento-token-90ab'

export interface ShelfSku {
  salable: boolean
  quantity: number
  manage_stock?: boolean
  backorders?: number
  stockId?: number
  /** What a firewall in front of Magento answers whoever asks for the SKU. */
  refused?: number
}

export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      answer: ({ method, path, headers }, scene, before) => {
        if (method === 'PUT') return { status: 204 }
        const put = before.findLast((one) => one.method === 'PUT')
        const shelf = (put?.body ?? {}) as Record<string, ShelfSku>
        if (scene === 'down') return { status: 503, body: '<html>' }
        if (scene === 'gone-dark') return { status: 500, body: '<html>' }
        if (scene === 'broken') return { status: 200, body: '<html>Maintenance</html>' }
        if (headers['authorization'] !== `Bearer ${MAGENTO_TOKEN}`) {
          return { status: 401, body: { message: 'The consumer is not authorized' } }
        }
        return data(shelf, new URL(path, 'http://magento'))
      },
    }),
}

function data(shelf: Record<string, ShelfSku>, { pathname, searchParams }: URL): Answer {
  const [, rest, version, ...segments] = pathname.split('/')
  if (rest !== 'rest' || version !== 'V1') return { status: 404, body: {} }
  const [one = '', two = '', name = '', stock = ''] = segments
  if (one === 'inventory' && two === 'source-items') {
    const size = Number(searchParams.get('searchCriteria[pageSize]'))
    const page = Number(searchParams.get('searchCriteria[currentPage]'))
    if (!size || !page) return { status: 400, body: {} }
    const listed = Object.entries(shelf).filter(([, { refused }]) => !refused)
    const all = listed.flatMap(([sku, { quantity }]) =>
      ['default', 'east'].map((source_code) => ({ sku, source_code, quantity, status: 1 })),
    )
    const items = all.slice((page - 1) * size, page * size)
    return { status: 200, body: { items, search_criteria: {}, total_count: all.length } }
  }
  const sku = decodeURIComponent(decodeURIComponent(one === 'stockItems' ? two : name))
  const found = shelf[sku]
  if (found?.refused) return { status: found.refused, body: '<html>Request blocked</html>' }
  const unknown = found?.stockId && found.stockId !== Number(stock || found.stockId)
  if (!found || unknown) {
    return { status: 404, body: { message: "The product that was requested doesn't exist." } }
  }
  const json = (value: unknown): Answer => ({
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(value),
  })
  if (one === 'stockItems' && segments.length === 2) {
    const { quantity: qty, manage_stock = true, backorders = 0, salable } = found
    return json({
      item_id: 1,
      product_id: 1,
      stock_id: 1,
      qty,
      is_in_stock: salable,
      backorders,
      manage_stock,
    })
  }
  if (one !== 'inventory' || segments.length !== 4) return { status: 404, body: {} }
  if (two === 'is-product-salable') return json(found.salable)
  if (two === 'get-product-salable-quantity') return json(found.quantity)
  return { status: 404, body: {} }
}
