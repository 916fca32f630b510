/**
 * The checks of `npm run specs`, on small descriptions: each lets a good request through, and notices
 * each way in which a request can be wrong.
 */
import { buildSchema, introspectionFromSchema } from 'graphql'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { letsThrough } from '../../scripts/specs/broken.ts'
import { graphqlCheck, schemaOf } from '../../scripts/specs/graphql.ts'
import { openApiCheck } from '../../scripts/specs/openapi.ts'
import { fromBotocore } from '../../scripts/specs/read/botocore.ts'
import { fromConstant, fromDeclaration, PLAIN } from '../../scripts/specs/read/declarations.ts'
import { fromRoutes, routesIn } from '../../scripts/specs/read/magento.ts'
import { fromWooPage } from '../../scripts/specs/read/woocommerce.ts'
import type { Check, Sent } from '../../scripts/specs/sent.ts'
import sequenzy from '../../scripts/specs/transcribed/sequenzy.json'
import voyado from '../../scripts/specs/transcribed/voyado.json'
import { webhookCheck } from '../../scripts/specs/webhooks.ts'
import { SECRET } from '../fakes/webhook.ts'

interface Request {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: unknown
}

const JSON_TYPE = { 'content-type': 'application/json' }

function sent({ method = 'POST', path, headers = JSON_TYPE, body }: Request): Sent {
  const { pathname, searchParams } = new URL(path, 'http://fake')
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return { method, path: pathname, query: searchParams, headers, text }
}

const PETS = {
  security: [{ key: [] }],
  paths: {
    '/pets': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', required: true, schema: { type: 'integer', maximum: 9 } },
          { name: 'ids', in: 'query', schema: { type: 'array', items: { type: 'integer' } } },
        ],
      },
    },
    '/pets/{id}.json': {
      parameters: [{ $ref: '#/components/parameters/Version' }],
      put: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Dog' } } },
        },
      },
      post: {
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                properties: { Age: { type: 'integer' }, Tag: { type: 'array', items: {} } },
                required: ['Age'],
              },
            },
          },
        },
      },
    },
  },
  components: {
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    parameters: {
      Version: {
        name: 'Version',
        in: 'header',
        required: true,
        schema: { type: 'string', enum: ['1', '2'] },
      },
    },
    schemas: {
      Pet: {
        type: 'object',
        properties: { name: { type: 'string' }, more: { type: 'object' } },
        required: ['name'],
      },
      Dog: {
        allOf: [
          { $ref: '#/components/schemas/Pet' },
          {
            type: 'object',
            properties: {
              born: { type: 'string', format: 'date-time', nullable: true },
              weight: { type: 'number', minimum: 0, exclusiveMinimum: true },
              home: {
                oneOf: [
                  { type: 'string', enum: ['house', 'hut'] },
                  { type: 'object', properties: { street: { type: 'string' } } },
                ],
              },
              pups: { type: 'array', items: { $ref: '#/components/schemas/Dog' } },
            },
          },
        ],
      },
    },
  },
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'x-key': 'k', version: '1' }
const HEADERS = { ...JSON_TYPE, 'x-key': 'k', version: '2' }
const DOG = {
  name: 'Rex',
  more: { anything: 1 },
  born: '2026-11-28T10:00:00Z',
  weight: 4,
  home: { street: 'High Street' },
  pups: [{ name: 'Pip', born: null, home: 'hut' }],
}
const put = (body: unknown, headers: Record<string, string> = HEADERS): Request => ({
  method: 'PUT',
  path: '/v1/pets/7.json',
  headers,
  body,
})
const list = (query: string, headers = { 'x-key': 'k' }): Request => ({
  method: 'GET',
  path: `/v1/pets${query}`,
  headers,
})

describe('the check of an OpenAPI document', () => {
  const check = openApiCheck(PETS, '/v1')

  it.each<[what: string, request: Request]>([
    ['a whole body', put(DOG)],
    ['a query', list('?limit=3&ids=1,2')],
    ['a form', { path: '/v1/pets/7.json', headers: FORM, body: 'Age=3&Tag=a&Tag=b' }],
  ])('lets through %s', (_what, request) => {
    expect(check(sent(request))).toEqual([])
  })

  it.each<[what: string, request: Request, fault: RegExp]>([
    ['an unknown path', { path: '/v1/cats' }, /no such path/],
    ['an unknown method', { method: 'DELETE', path: '/v1/pets' }, /no such method/],
    ['an unknown parameter', list('?limit=3&page=1'), /unknown parameter .* page/],
    ['a parameter of a wrong type', list('?limit=many'), /limit: .* integer/],
    ['an item of a list of a wrong type', list('?limit=1&ids=1,b'), /ids: .* integer/],
    ['a parameter above its limit', list('?limit=10'), /limit: .* <= 9/],
    ['a missing parameter', list(''), /missing query parameter: limit/],
    ['a missing key', list('?limit=3', {} as { 'x-key': string }), /no proof of who calls: key/],
    ['a missing header', put(DOG, { ...JSON_TYPE, 'x-key': 'k' }), /missing header .*: Version/],
    ['a header of a wrong value', put(DOG, { ...HEADERS, version: '3' }), /header Version/],
    ['another media type', put(DOG, { ...HEADERS, 'content-type': 'text/plain' }), /media type/],
    ['a missing body', put(undefined), /body is missing/],
    ['a body where none belongs', { ...list('?limit=1'), body: {} }, /takes no body/],
    ['a body that is not JSON', put('{'), /not JSON/],
    ['a missing field', put({ ...DOG, name: undefined }), /required property.* name/],
    ['an unknown property', put({ ...DOG, nick: 'R' }), /nick/],
    ['an unknown property deep inside', put({ ...DOG, pups: [{ name: 'P', nick: 'R' }] }), /nick/],
    ['an unknown property in one of two', put({ ...DOG, home: { town: 'T' } }), /town/],
    ['a value that is not listed', put({ ...DOG, home: 'flat' }), /home .*allowed values/],
    ['a time without a zone', put({ ...DOG, born: '2026-11-28' }), /born .*date-time/],
    ['a number at an exclusive limit', put({ ...DOG, weight: 0 }), /weight .*> 0/],
    ['null where it is not allowed', put({ ...DOG, weight: null }), /weight .*number/],
    ['a number as text', put({ ...DOG, weight: '4' }), /weight .*number/],
    [
      'an unknown field of a form',
      {
        ...list(''),
        method: 'POST',
        path: '/v1/pets/7.json',
        headers: FORM,
        body: 'Age=3&Nick=R',
      } as Request,
      /Nick/,
    ],
    [
      'a wrong field of a form',
      { path: '/v1/pets/7.json', headers: FORM, body: 'Age=old' },
      /Age .*integer/,
    ],
  ])('notices %s', (_what, request, fault) => {
    expect(check(sent(request)).join('\n')).toMatch(fault)
  })
})

describe('a description that is not OpenAPI', () => {
  const service = {
    operations: {
      Send: {
        http: { method: 'POST', requestUri: '/mail/{Id+}' },
        input: { shape: 'SendRequest' },
      },
    },
    shapes: {
      SendRequest: {
        type: 'structure',
        required: ['Id', 'To'],
        members: {
          Id: { shape: 'Name', location: 'uri', locationName: 'Id' },
          To: { shape: 'Names' },
          State: { shape: 'State' },
        },
      },
      Names: { type: 'list', member: { shape: 'Name' } },
      Name: { type: 'string', min: 1 },
      State: { type: 'string', enum: ['ON', 'OFF'] },
    },
  }
  const xml =
    '<routes><route url="/V1/stock/:sku" method="GET"/><route url="/V1/items" method="GET"/></routes>'
  const page = [
    '## List ##',
    '<i class="label label-get">GET</i>',
    '<h6>/wc/v3/products/&lt;id&gt;/variations</h6>',
    '#### Available parameters ####',
    '',
    '| Parameter | Type    | Description |',
    '|-----------|---------|-------------|',
    '| `page`    | integer | The page. Default is `1`. |',
    '| `status`  | string  | Options: `draft` and `publish`. Default is `publish`. |',
    '',
  ].join('\n')
  const types = [
    'export interface Mail {',
    '    To: string;',
    '    State?: State | undefined;',
    '}',
    'export declare const State: {',
    '    readonly ON: "ON";',
    '};',
  ].join('\n')
  const aws = { ...JSON_TYPE, authorization: 'AWS4-HMAC-SHA256 …' }
  const bearer = { authorization: 'Bearer k' }
  const basic = { authorization: 'Basic a2V5' }

  it.each<[what: string, check: Check, good: Request, bad: Request[]]>([
    [
      'a service of botocore',
      openApiCheck(fromBotocore(service)),
      { path: '/mail/1', headers: aws, body: { To: ['a'], State: 'ON' } },
      [
        { path: '/mail', headers: aws, body: { To: ['a'] } },
        { path: '/mail/1', headers: aws, body: {} },
        { path: '/mail/1', headers: aws, body: { To: [''] } },
        { path: '/mail/1', headers: aws, body: { To: ['a'], State: 'on' } },
        { path: '/mail/1', headers: aws, body: { To: ['a'], Cc: 'b' } },
        { path: '/mail/1', body: { To: ['a'] } },
      ],
    ],
    [
      'Magento’s routes',
      openApiCheck(fromRoutes(routesIn(xml)), '/rest'),
      {
        method: 'GET',
        path: '/rest/V1/items?searchCriteria[filter_groups][0][filters][0][value]=A&fields=sku',
        headers: bearer,
      },
      [
        { method: 'GET', path: '/rest/V1/nothing', headers: bearer },
        { method: 'PUT', path: '/rest/V1/items', headers: bearer },
        { method: 'GET', path: '/rest/V1/items?searchCriteria[pages]=1', headers: bearer },
        { method: 'GET', path: '/rest/V1/stock/A?searchCriteria[page_size]=1', headers: bearer },
        { method: 'GET', path: '/rest/V1/items', headers: {} },
      ],
    ],
    [
      'a page of WooCommerce’s',
      openApiCheck(fromWooPage(page)),
      { method: 'GET', path: '/wc/v3/products/1/variations?page=2&_fields=id', headers: basic },
      [
        { method: 'GET', path: '/wc/v3/products/1/variations?page=two', headers: basic },
        { method: 'GET', path: '/wc/v3/products/1/variations?status=hidden', headers: basic },
        { method: 'GET', path: '/wc/v3/products/1/variations?fields=id', headers: basic },
        { method: 'GET', path: '/wc/v3/products/1', headers: basic },
        { method: 'GET', path: '/wc/v3/products/1/variations', headers: bearer },
      ],
    ],
    [
      'a client’s declarations',
      openApiCheck({
        paths: {
          '/mail': {
            post: {
              requestBody: {
                content: {
                  'application/json': {
                    schema: fromDeclaration(types, 'Mail', {
                      ...PLAIN,
                      State: fromConstant(types, 'State'),
                    }),
                  },
                },
              },
            },
          },
        },
      }),
      { path: '/mail', body: { To: 'a', State: 'ON' } },
      [
        { path: '/mail', body: { State: 'ON' } },
        { path: '/mail', body: { To: 1 } },
        { path: '/mail', body: { To: 'a', State: 'OFF' } },
        { path: '/mail', body: { To: 'a', Cc: 'b' } },
      ],
    ],
  ])('is read: %s', (_what, check, good, bad) => {
    expect(check(sent(good))).toEqual([])
    for (const request of bad) expect([request, check(sent(request))]).not.toEqual([request, []])
  })

  it('fails to be read if the declaration is not there', () => {
    expect(() => fromDeclaration(types, 'Letter', PLAIN)).toThrow('no declaration of Letter')
    expect(() => fromConstant(types, 'Mail')).toThrow('no constant Mail')
  })
})

describe('the check of a GraphQL schema', () => {
  const check = graphqlCheck(
    schemaOf(
      introspectionFromSchema(
        buildSchema(`
          type Query { item(id: ID!): Item }
          type Item { id: ID! stock(at: Place!): Int old: Int @deprecated(reason: "Use stock.") }
          enum Place { SHOP STORE }
        `),
      ),
    ),
  )
  const ask = (query: string, variables?: unknown): Request => ({
    path: '/admin/api/2026-10/graphql.json',
    body: { query, ...(variables !== undefined && { variables }) },
  })

  it('lets through a document whose fields, arguments and variables fit', () => {
    const query = 'query($id: ID!) { item(id: $id) { id stock(at: SHOP) } }'
    expect(check(sent(ask(query, { id: '1' })))).toEqual([])
  })

  it.each<[what: string, request: Request, fault: RegExp]>([
    ['an unknown field', ask('{ item(id: 1) { name } }'), /Cannot query field/],
    ['a missing argument', ask('{ item(id: 1) { stock } }'), /stock\(at:\).* is required/],
    ['a wrong enum', ask('{ item(id: 1) { stock(at: CELLAR) } }'), /CELLAR/],
    ['a deprecated field', ask('{ item(id: 1) { old } }'), /deprecated/],
    ['a missing variable', ask('query($id: ID!) { item(id: $id) { id } }', {}), /\$id/],
    [
      'an undeclared variable',
      ask('query($id: ID!) { item(id: $id) { id } }', { id: '1', at: 'SHOP' }),
      /\$at is not declared/,
    ],
    ['a document that does not parse', ask('{ item('), /Syntax Error/],
    ['an unknown property', { ...ask(''), body: { query: '{ item(id: 1) { id } }', q: 1 } }, /: q/],
    ['another media type', { ...ask('{ item(id: 1) { id } }'), headers: {} }, /media type/],
  ])('notices %s', (_what, request, fault) => {
    expect(check(sent(request)).join('\n')).toMatch(fault)
  })
})

describe('the check of a webhook', () => {
  const at = new Date('2026-11-28T10:00:00Z')
  const signed = (body: unknown, id = 'evt_1'): Sent => {
    const text = JSON.stringify(body)
    const headers = {
      ...JSON_TYPE,
      'webhook-id': id,
      'webhook-timestamp': String(at.getTime() / 1000),
      'webhook-signature': new Webhook(SECRET).sign(id, at, text),
    }
    return sent({ path: '/hook', headers, body: text })
  }
  const EVENT = { type: 'restock.matched', timestamp: at.toISOString(), data: {} }
  const check = webhookCheck(SECRET)

  it('lets through a signed event, however old', () => {
    expect(check(signed(EVENT))).toEqual([])
  })

  it.each<[what: string, request: Sent, fault: RegExp]>([
    [
      'a changed body',
      { ...signed(EVENT), text: JSON.stringify({ ...EVENT, data: { a: 1 } }) },
      /refuses[\s\S]*HMAC/,
    ],
    [
      'another id',
      { ...signed(EVENT), headers: { ...signed(EVENT).headers, 'webhook-id': 'evt_2' } },
      /HMAC/,
    ],
    ['a full stop in the id', signed(EVENT, 'evt.1'), /full stop/],
    ['an unknown property', signed({ ...EVENT, id: 1 }), /unknown property: id/],
    ['a type with a space', signed({ ...EVENT, type: 'restock matched' }), /dotted name/],
    ['a time that is not ISO 8601', signed({ ...EVENT, timestamp: 'today' }), /ISO 8601/],
    ['no data', signed({ ...EVENT, data: null }), /data is not/],
    ['a long body', signed({ ...EVENT, data: { text: 'x'.repeat(20_000) } }), /longer than/],
  ])('notices %s', (_what, request, fault) => {
    expect(check(request).join('\n')).toMatch(fault)
  })
})

describe('the proof that a check notices broken requests', () => {
  const bearer = { ...JSON_TYPE, authorization: 'Bearer k' }
  const key = { ...JSON_TYPE, apikey: 'k' }
  const customer = { email: 'ada@example.com', attributes: { vip: true } }
  const asked = sent({
    path: '/api/v1/back-in-stock',
    headers: bearer,
    body: { productId: 'TEE', variantId: 'TEE-M', customer },
  })
  const levels = sent({
    method: 'PUT',
    path: '/api/v3/inventory/stock-levels',
    headers: key,
    body: [{ sku: 'TEE-M', quantity: 3 }],
  })

  it.each([
    ['Sequenzy', sequenzy, asked],
    ['Voyado', voyado, levels],
  ])('passes for what is written down of %s', (_name, document, good) => {
    const check = openApiCheck(document)
    expect(check(good)).toEqual([])
    expect(letsThrough(check, [good])).toEqual([])
  })

  it('fails for a check that notices nothing', () => {
    const ways = ['path', 'method', 'query', 'media type', 'type', 'unknown', 'missing']
    expect(letsThrough(() => [], [asked])).toEqual(
      ways.map((way) => `POST /api/v1/back-in-stock: ${way}`),
    )
    expect(letsThrough(() => [], [levels], ['path', 'query', 'media type', 'unknown'])).toEqual(
      ['method', 'type', 'missing'].map((way) => `PUT /api/v3/inventory/stock-levels: ${way}`),
    )
  })

  it('fails if one of two operations is not checked', () => {
    const check = openApiCheck(sequenzy)
    const half: Check = (one) => (one.path.includes('stock-levels') ? [] : check(one))
    const missed = letsThrough(half, [asked, levels])
    expect(missed).toContain('PUT /api/v3/inventory/stock-levels: missing')
    expect(missed.filter((one) => one.startsWith('POST'))).toEqual([])
  })
})
