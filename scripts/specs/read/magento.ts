/**
 * Magento's routes (`etc/webapi.xml` of a module), read into the shape of OpenAPI: paths and methods. The
 * parameters of a list are PHP's and stand in no XML; their names are those of the developer documentation,
 * "Search using REST APIs" and "Retrieve filtered responses". Pure.
 */
import { SaxesParser } from 'saxes'
import type { Json } from '../schema.ts'

export interface Route {
  /** `/V1/products/:sku` */
  url: string
  method: string
}

const FIELDS = 'fields'
const FILTER = String.raw`\[(filter_groups|filterGroups)\]\[\d+\]\[filters\]\[\d+\]\[(field|value|condition_type|conditionType)\]`
const ORDER = String.raw`\[(sort_orders|sortOrders)\]\[\d+\]\[(field|direction)\]`
const PAGE = String.raw`\[(page_size|pageSize|current_page|currentPage)\]`
const CRITERIA = `^(${FIELDS}|searchCriteria(${FILTER}|${ORDER}|${PAGE}))$`

/** The routes of a module. */
export function routesIn(xml: string): Route[] {
  const routes: Route[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const { url = '', method = '' } = attributes as Record<string, string>
    if (name === 'route') routes.push({ url, method })
  })
  parser.write(xml).close()
  return routes
}

/** The document of some routes. */
export function fromRoutes(routes: Route[]): Json {
  const paths: Record<string, Json> = {}
  for (const { url, method } of routes) {
    const path = url.replaceAll(/:(\w+)/g, '{$1}')
    const at = (paths[path] ??= {})
    at[method.toLowerCase()] = {
      'x-query-names': path.includes('{') ? `^${FIELDS}$` : CRITERIA,
      security: [{ token: [] }],
      ...(method !== 'GET' && { requestBody: { content: { 'application/json': {} } } }),
    }
  }
  const token = { type: 'http', scheme: 'bearer' }
  return { paths, components: { securitySchemes: { token } } }
}
