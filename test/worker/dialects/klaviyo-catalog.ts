/** Calls of Klaviyo's Catalog API, and what they carry, for its tests. */
import { expect } from 'vitest'
import { answerCheck } from '../../../scripts/specs/answers.ts'
import description from '../../fixtures/klaviyo-description.json'
import { ask, makeShop, ORIGIN, table, type TestShop } from '../harness.ts'

const WORDS = { version: 'form-1', texts: { en: { email: 'Mail me when it is back.' } } }

export const catalogShop = (settings: Record<string, unknown> = {}) =>
  makeShop({ dialects: { klaviyo: { consent: WORDS } }, ...settings })

const check = answerCheck(description)

export interface Answer {
  status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read any member
  json: any
}

/** Asks as the shop's backend, and holds what succeeds against Klaviyo's description. */
export async function call(
  shop: TestShop,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await ask(`/api/${path}`, {
    method,
    headers: {
      Authorization: `Klaviyo-API-Key ${shop.secretKey}`,
      revision: '2026-07-15',
      ...(body !== undefined && { 'Content-Type': 'application/vnd.api+json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const type = response.headers.get('Content-Type') ?? undefined
  const bare = `/api/${path.split('?', 1)[0]}`.replace(/\/$/, '')
  const answer = { method, path: bare, status: response.status, type, text }
  // Errors have a status and meta, as the vendor's guide shows them and its description does not. Nor does
  // that say what becomes of required attributes that a caller leaves out.
  const isDescribed = response.ok && !/fields\[[a-z-]+-job]/.test(path)
  expect(isDescribed ? check(answer) : type).toEqual(isDescribed ? [] : 'application/vnd.api+json')
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) }
}

export const id = (externalId: string) => `$custom:::$default:::${externalId}`

export const item = (changes: Record<string, unknown> = {}) => ({
  data: {
    type: 'catalog-item',
    attributes: {
      external_id: 'TEE',
      integration_type: '$custom',
      catalog_type: '$default',
      title: 'Tee',
      description: 'Cotton',
      url: `${ORIGIN}/p/tee`,
      price: 19.9,
      image_full_url: `${ORIGIN}/i/tee.jpg`,
      custom_metadata: { brand: 'Acme', tags: null },
      published: true,
      ...changes,
    },
  },
})

export const variant = (changes: Record<string, unknown> = {}, itemId = id('TEE')) => ({
  data: {
    type: 'catalog-variant',
    attributes: {
      external_id: 'V-M',
      catalog_type: '$default',
      integration_type: '$custom',
      title: 'Tee, M',
      description: 'Cotton',
      sku: 'TEE-M',
      inventory_policy: 1,
      inventory_quantity: 0,
      price: 19.9,
      url: `${ORIGIN}/p/tee?variant=m`,
      published: true,
      ...changes,
    },
    relationships: { item: { data: { type: 'catalog-item', id: itemId } } },
  },
})

export const change = (
  externalId: string,
  attributes: Record<string, unknown>,
  type = 'variant',
) => ({
  data: { type: `catalog-${type}`, id: id(externalId), attributes },
})

export const errorsOf = ({ status, json }: Answer) => [
  status,
  ...json.errors.map((one: { code: string; source?: { pointer?: string; parameter?: string } }) => [
    one.code,
    one.source?.pointer ?? one.source?.parameter,
  ]),
]

export const levels = async () =>
  Object.fromEntries(
    (await table<{ sku: string; quantity: number }>('stock_level')).map(({ sku, quantity }) => [
      sku,
      quantity,
    ]),
  )

export const entries = async () =>
  Object.fromEntries(
    (await table<{ sku: string; data: string }>('product')).map(({ sku, data }) => [
      sku,
      JSON.parse(data) as Record<string, unknown>,
    ]),
  )

/** A shop with the item TEE and its variant V-M (sku TEE-M), none in stock. */
export async function stocked(settings: Record<string, unknown> = {}): Promise<TestShop> {
  const shop = await catalogShop(settings)
  await call(shop, 'POST', 'catalog-items', item())
  await call(shop, 'POST', 'catalog-variants', variant())
  return shop
}

export const VARIANT = `catalog-variants/${encodeURIComponent(id('V-M'))}`
export const ITEM = `catalog-items/${id('TEE')}`

/** Posts a job over resources. */
export const job = (shop: TestShop, of: 'item' | 'variant', what: string, data: unknown[]) =>
  call(shop, 'POST', `catalog-${of}-bulk-${what}-jobs`, {
    data: {
      type: `catalog-${of}-bulk-${what}-job`,
      attributes: { [`${of}s`]: { data } },
    },
  })
