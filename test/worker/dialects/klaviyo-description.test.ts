/**
 * Every operation of Klaviyo's description that Shelfbell speaks: each answer is held against the
 * description (scripts/specs/answers.ts), and for each the check has to notice broken copies.
 */
import { describe, expect, it } from 'vitest'
import { type Answered, answerCheck, waysMissed } from '../../../scripts/specs/answers.ts'
import description from '../../fixtures/klaviyo-description.json'
import { ask, makeShop, ORIGIN, type TestShop } from '../harness.ts'

const JSON_API = 'application/vnd.api+json'
const ITEM = '$custom:::$default:::SHIRT'
const VARIANT = '$custom:::$default:::SHIRT-M'
const WORDS = {
  version: 'form-1',
  texts: { en: { email: 'One e-mail.', sms: 'One text.', marketing: 'News, too.' } },
}
const SPOKEN = { dialects: { klaviyo: { consent: WORDS } } }

/** Sends a request as a page or a backend does, and gives the answer with what it answers. */
async function answerTo(
  shop: TestShop,
  operation: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const [method = '', path = ''] = operation.split(' ')
  const query = path.startsWith('/client/') ? `?company_id=${shop.publicKey}` : ''
  const response = await ask(path + query, {
    method,
    headers: {
      Authorization: `Klaviyo-API-Key ${shop.secretKey}`,
      Origin: ORIGIN,
      revision: '2026-07-15',
      ...(body !== undefined && { 'Content-Type': JSON_API }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return {
    method,
    path,
    status: response.status,
    type: response.headers.get('Content-Type') ?? undefined,
    text: await response.text(),
  }
}

const check = answerCheck(description)

/** How an answer differs from a status and the description, and the broken copies of it that fit. */
function faultsOf(answer: Answered, status: number): string[] {
  const { method, path } = answer
  const other = answer.status === status ? [] : [`${answer.status} instead of ${status}`]
  const missed = waysMissed(check, answer).map((way) => `not noticed when broken: ${way}`)
  return [...other, ...check(answer), ...missed].map((fault) => `${method} ${path}: ${fault}`)
}

const OPERATIONS = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
)
/** An operation with ids in place of the holes. */
const filled = (operation: string) =>
  operation
    .replace('{job_id}', '01990000-0000-7000-8000-000000000000')
    .replace('{id}', encodeURIComponent('$custom:::$default:::NO-SUCH'))
const WITH_BODY = OPERATIONS.filter((operation) => /^(POST|PATCH)/.test(operation))

const data = (type: string, attributes: object, more: object = {}) => ({
  data: { type, attributes, ...more },
})
const texts = { description: 'Linen.', url: 'https://shop.example/p/shirt', price: 59.5 }
const itemOf = (own: string) => ({ external_id: own, title: 'Linen shirt', ...texts })
const variantOf = (own: string) => ({
  external_id: own,
  title: 'Linen shirt, M',
  sku: own,
  inventory_quantity: 0,
  ...texts,
})
const ofItem = { relationships: { item: { data: { type: 'catalog-item', id: ITEM } } } }
const profile = { type: 'profile', attributes: { email: 'ada@example.com' } }
const subscription = data(
  'back-in-stock-subscription',
  { channels: ['EMAIL'], profile: { data: profile } },
  { relationships: { variant: { data: { type: 'catalog-variant', id: VARIANT } } } },
)
const MARKETING = { email: { marketing: { consent: 'SUBSCRIBED' } } }
const consenting = {
  type: 'profile',
  attributes: { email: 'ada@example.com', subscriptions: MARKETING },
}
const list = { relationships: { list: { data: { type: 'list', id: 'Y6nRLr' } } } }
const job = (what: 'item' | 'variant', verb: string, entries: object[]) =>
  data(`catalog-${what}-bulk-${verb}-job`, { [`${what}s`]: { data: entries } })
const named = (what: 'item' | 'variant', own: string) => ({
  type: `catalog-${what}`,
  id: `$custom:::$default:::${own}`,
})

/** Calls that succeed, in this order: `{id}` is the item or the variant, `{job_id}` the job made last. */
const STORY: [operation: string, body?: unknown][] = [
  ['POST /api/catalog-items', data('catalog-item', itemOf('SHIRT'))],
  ['POST /api/catalog-variants', data('catalog-variant', variantOf('SHIRT-M'), ofItem)],
  ['GET /api/catalog-items'],
  ['GET /api/catalog-items/{id}'],
  ['PATCH /api/catalog-items/{id}', data('catalog-item', { title: 'Shirt' }, { id: ITEM })],
  ['GET /api/catalog-items/{id}/variants'],
  ['GET /api/catalog-items/{id}/relationships/variants'],
  ['GET /api/catalog-variants'],
  ['GET /api/catalog-variants/{id}'],
  [
    'PATCH /api/catalog-variants/{id}',
    data('catalog-variant', { inventory_quantity: 12 }, { id: VARIANT }),
  ],
  [
    'POST /api/catalog-item-bulk-create-jobs',
    job('item', 'create', [data('catalog-item', itemOf('VASE')).data]),
  ],
  ['GET /api/catalog-item-bulk-create-jobs/{job_id}'],
  ['GET /api/catalog-item-bulk-create-jobs'],
  [
    'POST /api/catalog-item-bulk-update-jobs',
    job('item', 'update', [{ ...named('item', 'VASE'), attributes: { title: 'Vase' } }]),
  ],
  ['GET /api/catalog-item-bulk-update-jobs/{job_id}'],
  ['GET /api/catalog-item-bulk-update-jobs'],
  [
    'POST /api/catalog-variant-bulk-create-jobs',
    job('variant', 'create', [
      data('catalog-variant', variantOf('SHIRT-L'), ofItem).data,
      // One that fails, so that the job has errors.
      data('catalog-variant', variantOf('SHIRT-M'), ofItem).data,
    ]),
  ],
  ['GET /api/catalog-variant-bulk-create-jobs/{job_id}'],
  ['GET /api/catalog-variant-bulk-create-jobs'],
  [
    'POST /api/catalog-variant-bulk-update-jobs',
    job('variant', 'update', [
      { ...named('variant', 'SHIRT-L'), attributes: { inventory_quantity: 1 } },
      { ...named('variant', 'NO-SUCH'), attributes: { inventory_quantity: 1 } },
    ]),
  ],
  ['GET /api/catalog-variant-bulk-update-jobs/{job_id}'],
  ['GET /api/catalog-variant-bulk-update-jobs'],
  [
    'POST /api/catalog-variant-bulk-delete-jobs',
    job('variant', 'delete', [named('variant', 'SHIRT-L')]),
  ],
  ['GET /api/catalog-variant-bulk-delete-jobs/{job_id}'],
  ['GET /api/catalog-variant-bulk-delete-jobs'],
  ['POST /api/catalog-item-bulk-delete-jobs', job('item', 'delete', [named('item', 'VASE')])],
  ['GET /api/catalog-item-bulk-delete-jobs/{job_id}'],
  ['GET /api/catalog-item-bulk-delete-jobs'],
  ['POST /api/back-in-stock-subscriptions', subscription],
  ['POST /client/back-in-stock-subscriptions', subscription],
  ['POST /client/subscriptions', data('subscription', { profile: { data: consenting } }, list)],
  [
    'POST /api/profile-subscription-bulk-create-jobs',
    data('profile-subscription-bulk-create-job', { profiles: { data: [consenting] } }, list),
  ],
  ['DELETE /api/catalog-variants/{id}'],
  ['DELETE /api/catalog-items/{id}'],
]

/** The status of a success, where it is not 200. */
const STATUS: [of: RegExp, status: number][] = [
  [/^POST .*(jobs|subscriptions)$/, 202],
  [/^POST/, 201],
  [/^DELETE/, 204],
]

describe('the answers in Klaviyo’s dialect', () => {
  it('fit the description where every spoken operation succeeds', async () => {
    const shop = await makeShop(SPOKEN)
    const faults: string[] = []
    let made = ''
    for (const [operation, body] of STORY) {
      const id = operation.includes('catalog-items') ? ITEM : VARIANT
      const path = operation
        .replace('{id}', encodeURIComponent(id))
        .replace('{job_id}', encodeURIComponent(made))
      const answer = await answerTo(shop, path, body)
      const status = STATUS.find(([of]) => of.test(operation))?.[1] ?? 200
      faults.push(...faultsOf(answer, status))
      if (operation.includes('-jobs') && answer.text !== '') {
        made = (JSON.parse(answer.text) as { data?: { id?: string } }).data?.id ?? made
      }
    }
    expect(faults).toEqual([])
    expect(STORY.map(([operation]) => operation).toSorted()).toEqual(OPERATIONS.toSorted())
  })

  it('fit the description where the caller is refused', async () => {
    const shop = await makeShop(SPOKEN)
    const off = await makeShop()
    const faults: string[] = []
    for (const [index, operation] of OPERATIONS.map(filled).entries()) {
      const body = /^(POST|PATCH)/.test(operation) ? {} : undefined
      faults.push(...faultsOf(await answerTo(off, operation, body), 403))
      const isPage = operation.includes('/client/')
      if (isPage) {
        const foreign = { Origin: 'https://elsewhere.example' }
        faults.push(...faultsOf(await answerTo(shop, operation, body, foreign), 403))
      }
      const stranger = isPage ? { ...shop, publicKey: 'TESTER' } : { ...shop, secretKey: 'sk_no' }
      const ip = { 'CF-Connecting-IP': `10.7.0.${index}` }
      faults.push(...faultsOf(await answerTo(stranger, operation, body, ip), isPage ? 400 : 401))
    }
    expect(faults).toEqual([])
  })

  it.each<[what: string, status: number, body: string, headers: Record<string, string>]>([
    ['is no JSON', 400, '{', {}],
    ['is no object', 400, '[]', {}],
    ['is null', 400, 'null', {}],
    ['has no data', 400, '{}', {}],
    ['has another type', 400, '{"data":{"type":"x"}}', {}],
    ['is of another media type', 415, 'a=b', { 'Content-Type': 'text/csv' }],
    ['is too large', 413, '{}', { 'Content-Length': '6000000' }],
  ])('fit the description where the body %s', async (_what, status, body, headers) => {
    const shop = await makeShop(SPOKEN)
    const faults: string[] = []
    for (const operation of WITH_BODY.map(filled)) {
      faults.push(...faultsOf(await answerTo(shop, operation, body, headers), status))
    }
    expect(faults).toEqual([])
  })

  it('fit the description where nothing has such an id', async () => {
    const shop = await makeShop(SPOKEN)
    const operations = OPERATIONS.filter((one) => /^(GET|DELETE).*\{/.test(one)).map(filled)
    expect(operations).toHaveLength(12)
    const faults: string[] = []
    for (const operation of operations) {
      faults.push(...faultsOf(await answerTo(shop, operation), 404))
    }
    expect(faults).toEqual([])
  })

  it('fit the description where wrong keys are braked', async () => {
    const shop = { ...(await makeShop(SPOKEN)), secretKey: 'sk_no' }
    const ip = { 'CF-Connecting-IP': '10.8.0.1' }
    const [operation = ''] = OPERATIONS.map(filled)
    let answer = await answerTo(shop, operation, undefined, ip)
    for (let tried = 1; answer.status === 401 && tried < 100; tried += 1) {
      answer = await answerTo(shop, operation, undefined, ip)
    }
    expect(faultsOf(answer, 429)).toEqual([])
  })
})
