/**
 * Klaviyo's back-in-stock endpoints as a server on loopback, as strict as the documents: method,
 * path, query, headers, media type and every field of the body, at revision 2026-07-15. Errors are
 * the documented bodies. The first path segment names a scene, so that tests share one server:
 * `/SCENE/api/back-in-stock-subscriptions`. `GET /SCENE/requests` gives what was received there.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import * as v from 'valibot'

/** What a scene does instead of answering by the book; the default does that. */
const SCENES: Record<string, (response: ServerResponse, count: number) => boolean> = {
  throttled: (response, count) =>
    count === 1 && !!send(response, 429, throttled, { 'Retry-After': '7' }),
  'server-error': (response) => !!send(response, 500, { errors: [] }),
  'edge-html': (response) => {
    response.writeHead(502, { 'Content-Type': 'text/html' }).end('<html>Bad gateway</html>')
    return true
  },
  'empty-error': (response) => {
    response.writeHead(400).end()
    return true
  },
  duplicate: (response) => !!send(response, 409, fault(409, 'duplicate_subscription', '/data')),
  forbidden: (response) => !!send(response, 403, fault(403, 'permission_denied', '/data')),
  hanging: () => true,
}

/** The keys that this Klaviyo knows. */
export const KEYS = { companyId: 'AbC123', privateKey: 'pk_klaviyo_0123456789' }

const Identifiers = v.pipe(
  v.strictObject({
    email: v.optional(v.nullable(v.string())),
    phone_number: v.optional(v.nullable(v.string())),
    external_id: v.optional(v.nullable(v.string())),
  }),
  v.check((all) => Object.values(all).some((one) => typeof one === 'string')),
)

const Body = v.strictObject({
  data: v.strictObject({
    type: v.literal('back-in-stock-subscription'),
    attributes: v.strictObject({
      channels: v.pipe(v.array(v.picklist(['EMAIL', 'PUSH', 'SMS', 'WHATSAPP'])), v.minLength(1)),
      profile: v.strictObject({
        data: v.strictObject({ type: v.literal('profile'), attributes: Identifiers }),
      }),
    }),
    relationships: v.strictObject({
      variant: v.strictObject({
        data: v.strictObject({
          type: v.literal('catalog-variant'),
          id: v.pipe(
            v.string(),
            v.regex(
              /^(\$(custom|shopify|bigcommerce|square|wix):::\$default|\$magento_two:::\d+-\d+):::.+$/,
            ),
          ),
        }),
      }),
    }),
  }),
})

const REVISIONS = new Set([
  '2025-01-15',
  '2025-04-15',
  '2025-07-15',
  '2025-10-15',
  '2026-01-15',
  '2026-04-15',
  '2026-07-15',
])
const JSON_API = 'application/vnd.api+json'

const fault = (status: number, code: string, pointer: string, detail = code) => ({
  errors: [
    {
      id: '0dbfce59-0d68-442d-98c5-5b834b01e28c',
      status,
      code,
      title: detail,
      detail,
      source: { pointer },
      meta: {},
    },
  ],
})
const throttled = {
  errors: [
    {
      id: '1',
      status: 429,
      code: 'throttled',
      title: 'Request was throttled.',
      detail: 'Request was throttled. Expected available in 7 seconds.',
      source: { pointer: '/data/' },
    },
  ],
}

function send(response: ServerResponse, status: number, body: unknown, headers = {}) {
  return response
    .writeHead(status, { 'Content-Type': JSON_API, ...headers })
    .end(JSON.stringify(body))
}

export interface Received {
  method: string
  path: string
  headers: Record<string, string>
  body: unknown
}

/** Starts the server; `close` stops it. */
export async function startKlaviyo(): Promise<{ url: string; close: () => void }> {
  const received = new Map<string, Received[]>()
  const server: Server = createServer((request, response) => {
    void handle(request, response, received)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  received: Map<string, Received[]>,
) {
  const url = new URL(request.url ?? '/', 'http://klaviyo')
  const [, scene = '', ...rest] = url.pathname.split('/')
  const path = `/${rest.join('/')}`
  const requests = received.get(scene) ?? []
  received.set(scene, requests)
  if (path === '/requests') return send(response, 200, requests)

  let text = ''
  for await (const chunk of request) text += chunk
  const headers = request.headers as Record<string, string>
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return send(response, 400, fault(400, 'invalid', '/data', 'Invalid JSON'))
  }
  requests.push({ method: request.method ?? '', path: path + url.search, headers, body })
  const kind = scene.split('--')[0] ?? ''
  if (SCENES[kind]?.(response, requests.length)) return
  return byTheBook(request.method ?? '', path, url, headers, body, response)
}

function byTheBook(
  method: string,
  path: string,
  url: URL,
  headers: Record<string, string>,
  body: unknown,
  response: ServerResponse,
) {
  const client = path === '/client/back-in-stock-subscriptions'
  if (!client && path !== '/api/back-in-stock-subscriptions') {
    return send(response, 404, fault(404, 'not_found', '/'))
  }
  if (method !== 'POST') return send(response, 405, fault(405, 'method_not_allowed', '/'))
  if (!headers['user-agent']) return response.writeHead(403).end('error code: 1010')
  if (!REVISIONS.has(headers['revision'] ?? '')) {
    return send(response, 400, fault(400, 'invalid', '/', 'Date revision is no longer supported'))
  }
  if (headers['content-type'] !== JSON_API || headers['accept'] !== JSON_API) {
    return send(response, 415, fault(415, 'unsupported_media_type', '/'))
  }
  if (client) {
    if (headers['authorization'])
      return send(response, 400, fault(400, 'invalid', '/', 'No key here'))
    if (url.searchParams.get('company_id') !== KEYS.companyId) {
      return send(response, 400, fault(400, 'invalid', '/data', 'Invalid company ID'))
    }
  } else if (headers['authorization'] !== `Klaviyo-API-Key ${KEYS.privateKey}`) {
    return send(
      response,
      401,
      fault(401, 'not_authenticated', '/data/', 'Missing or invalid private key.'),
    )
  }
  const parsed = v.safeParse(Body, body)
  if (!parsed.success) return send(response, 400, fault(400, 'invalid', '/data', 'Invalid input.'))
  const { attributes, relationships } = parsed.output.data
  const { email, phone_number: phone } = attributes.profile.data.attributes
  if (email && !/^[^@\s]+@[^@\s]+\.[a-z-0-9]+$/.test(email)) {
    return send(
      response,
      400,
      fault(400, 'invalid', '/data/attributes/email', 'Invalid email address'),
    )
  }
  if (phone && !/^\+\d{8,15}$/.test(phone)) {
    return send(
      response,
      400,
      fault(400, 'invalid', '/data/attributes/phone_number', 'Invalid phone number format'),
    )
  }
  if (relationships.variant.data.id.endsWith(':::UNKNOWN')) {
    return send(
      response,
      404,
      fault(404, 'variant_not_found', '/data/relationships/variant/data/id'),
    )
  }
  return response.writeHead(202).end()
}
