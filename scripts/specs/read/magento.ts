/**
 * Magento's routes (`etc/webapi.xml` of a module), read into the shape of OpenAPI: paths and methods. The
 * parameters of a list are PHP's and stand in no XML, so any query is let through there. Pure.
 */
import { SaxesParser } from 'saxes'
import type { Json } from '../schema.ts'

/** The document of a module's routes. */
export function fromWebapi(xml: string): Json {
  const paths: Record<string, Json> = {}
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    if (name !== 'route') return
    const { url = '', method = '' } = attributes as Record<string, string>
    const path = url.replaceAll(/:(\w+)/g, '{$1}')
    const at = (paths[path] ??= {})
    at[method.toLowerCase()] = {
      'x-more-query': !path.includes('{'),
      security: [{ token: [] }],
      ...(method !== 'GET' && { requestBody: { content: { 'application/json': {} } } }),
    }
  })
  parser.write(xml).close()
  const token = { type: 'http', scheme: 'bearer' }
  return { paths, components: { securitySchemes: { token } } }
}
