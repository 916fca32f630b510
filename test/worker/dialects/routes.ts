/** Every route of every dialect, each with a good call: what the tables of bad input start from. */
import { guidOf } from '../../../worker/doors/dialects/voyado/guid.ts'
import { table, type TestShop } from '../harness.ts'
import type { Speech } from './callers.ts'
import { CATALOG_ROUTES } from './catalog-routes.ts'

export interface DialectRoute {
  speech: Speech
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As it is registered, without a slash at its end. */
  path: string
  /** A body that is accepted; none for a route that reads no body. Texts may have `{names}` of `arrange`, and `{n}`: a number of its own for each call. */
  good?: unknown
  /** The fields that decide: no broken value of theirs is accepted. */
  decides?: string[]
  /** Another route has the same handler: this one gets a part of the generated cases. */
  isAlike?: boolean
  /** The query of a good call. */
  query?: (shop: TestShop) => Record<string, string>
  /** The status of a good call. */
  status: number
  /** Makes what the good call needs in a shop: values of the path's parameters, and of `{names}`. */
  arrange?: (shop: TestShop) => Promise<Record<string, string>>
}

export const EMAIL = 'canary.person@example.com'
export const PHONE = '+46701239876'
export const SKU = 'TEE-M'

/** A person who waits: the contact and the subscription. */
async function waiting(shop: TestShop): Promise<Record<string, string>> {
  await shop.subscribe({ email: EMAIL, sku: 'MUG' })
  const rows = await table<{ id: string; contact_id: string; sku: string }>('subscription')
  const row = rows.find(({ sku }) => sku === 'MUG')
  return { subscriptionId: row?.id ?? '', contactId: guidOf(row?.contact_id ?? '') }
}

const engage = (version: 'v2' | 'v3'): DialectRoute[] => [
  {
    speech: 'voyado',
    method: 'POST',
    path: `/api/${version}/inventory/backinstock/subscriptions`,
    good: { contactId: '{contactId}', sku: SKU, locale: 'sv-SE', externalId: '4' },
    decides: ['contactId', 'locale'],
    isAlike: version === 'v2',
    status: 201,
    arrange: waiting,
  },
  {
    speech: 'voyado',
    method: 'DELETE',
    path: `/api/${version}/inventory/backinstock/subscriptions/:subscriptionId`,
    isAlike: version === 'v2',
    status: 204,
    arrange: waiting,
  },
  {
    speech: 'voyado',
    method: 'GET',
    path: `/api/${version}/contacts/:contactId/backinstock/subscriptions`,
    isAlike: version === 'v2',
    status: 202,
    arrange: waiting,
  },
]

const LEVEL = { sku: SKU, quantity: 3, locale: 'sv-SE', externalId: '4' }

export const ROUTES: DialectRoute[] = [
  {
    speech: 'voyadoCentra',
    method: 'POST',
    path: '/voyado-centra/:shop',
    good: {
      email: EMAIL,
      sku: SKU,
      newsletter: true,
      store: 'tenant-1',
      locale: 'sv-SE',
      externalId: '4',
    },
    decides: ['email', 'store'],
    status: 200,
  },
  ...engage('v3'),
  ...engage('v2'),
  {
    speech: 'voyado',
    method: 'PUT',
    path: '/api/v3/inventory/stock-levels',
    good: [LEVEL, { sku: 'MUG', quantity: 0 }],
    status: 202,
  },
  {
    speech: 'voyado',
    method: 'PUT',
    path: '/api/v2/inventory/stock-levels/batch',
    good: [LEVEL],
    isAlike: true,
    status: 202,
  },
  {
    speech: 'voyado',
    method: 'PUT',
    path: '/api/v2/inventory/stock-levels',
    good: LEVEL,
    isAlike: true,
    status: 202,
  },
  {
    speech: 'sequenzy',
    method: 'POST',
    path: '/api/v1/back-in-stock',
    good: {
      productId: 'P-1',
      productTitle: 'Tee',
      variantId: SKU,
      variantTitle: 'M',
      customer: {
        email: EMAIL,
        externalId: 'c-1',
        firstName: 'Ada',
        lastName: 'Lovelace',
        attributes: { locale: 'sv-SE', orders: 3, vip: true },
      },
    },
    decides: ['customer.email'],
    status: 200,
  },
  ...CATALOG_ROUTES,
]
