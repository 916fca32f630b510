/** Every route of every dialect, each with a good call: what the tables of bad input start from. */
import { guidOf } from '../../../worker/doors/dialects/voyado/guid.ts'
import { ask, ORIGIN, table, type TestShop } from '../harness.ts'
import { callerHeaders, type Speech } from './callers.ts'
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
    method: 'GET',
    path: `/api/${version}/contacts/id`,
    query: () => ({ email: EMAIL }),
    isAlike: version === 'v2',
    status: 200,
    arrange: waiting,
  },
  {
    speech: 'voyado',
    method: 'POST',
    path: `/api/${version}/contacts`,
    good: {
      email: 'canary.{n}@example.com',
      mobilePhone: PHONE,
      externalId: 'e-{n}',
      contactType: 'Member',
      firstName: 'Ada',
      countryCode: 'SE',
      language: 'sv-SE',
      preferences: { acceptsEmail: true, acceptsSms: false },
    },
    isAlike: version === 'v2',
    status: 201,
  },
  {
    speech: 'voyado',
    method: 'GET',
    path: `/api/${version}/contacts/:contactId`,
    isAlike: version === 'v2',
    status: 200,
    arrange: waiting,
  },
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

/** A product that Sequenzy's callers know. */
export async function product(shop: TestShop): Promise<Record<string, string>> {
  const headers = callerHeaders('/api/v1/products', shop.secretKey)
  const body = JSON.stringify({ products: [{ productId: 'P-0', title: 'Mug', inStock: false }] })
  const answer = await ask('/api/v1/products', { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(await answer.text())
  return { id: 'P-0' }
}

/** Klaviyo's request for an alert by e-mail and SMS. */
const KLAVIYO_REQUEST = {
  data: {
    type: 'back-in-stock-subscription',
    attributes: {
      channels: ['EMAIL', 'SMS'],
      profile: {
        data: {
          type: 'profile',
          id: '01GDDKASAP8TKDDA2GRZDSVP4H',
          attributes: {
            email: EMAIL,
            phone_number: PHONE,
            external_id: 'c-1',
            locale: 'sv-SE',
            properties: { size: 'M' },
          },
        },
      },
    },
    relationships: {
      variant: { data: { type: 'catalog-variant', id: `$custom:::$default:::${SKU}` } },
    },
  },
}

/** A person who agrees to marketing, in Klaviyo's words. */
const consenting = {
  type: 'profile',
  attributes: {
    email: EMAIL,
    phone_number: PHONE,
    subscriptions: {
      email: { marketing: { consent: 'SUBSCRIBED' } },
      sms: { marketing: { consent: 'SUBSCRIBED' } },
    },
  },
}

const KLAVIYO_DECIDES = [
  'data.type',
  'data.attributes.profile.data.attributes.email',
  'data.attributes.profile.data.attributes.phone_number',
  'data.relationships.variant.data.id',
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
  {
    speech: 'sequenzy',
    method: 'POST',
    path: '/api/v1/products',
    good: {
      products: [
        {
          productId: 'P-1',
          title: 'Tee',
          url: `${ORIGIN}/p/tee`,
          imageUrl: `${ORIGIN}/i/tee.jpg`,
          priceCents: 1990,
          currency: 'EUR',
          inStock: true,
          variants: [
            { variantId: SKU, title: 'M', sku: 'TEE-M-SKU', inStock: true, inventoryQuantity: 3 },
          ],
        },
      ],
    },
    decides: ['products'],
    status: 200,
  },
  { speech: 'sequenzy', method: 'GET', path: '/api/v1/products', status: 200 },
  {
    speech: 'sequenzy',
    method: 'GET',
    path: '/api/v1/products/:id',
    status: 200,
    arrange: product,
  },
  {
    speech: 'sequenzy',
    method: 'DELETE',
    path: '/api/v1/products/:id',
    status: 200,
    arrange: product,
  },
  {
    speech: 'klaviyo',
    method: 'POST',
    path: '/client/back-in-stock-subscriptions',
    query: ({ publicKey }) => ({ company_id: publicKey }),
    good: KLAVIYO_REQUEST,
    decides: KLAVIYO_DECIDES,
    status: 202,
  },
  {
    speech: 'klaviyo',
    method: 'POST',
    path: '/api/back-in-stock-subscriptions',
    good: KLAVIYO_REQUEST,
    decides: KLAVIYO_DECIDES,
    status: 202,
  },
  {
    speech: 'klaviyo',
    method: 'POST',
    path: '/client/subscriptions',
    query: ({ publicKey }) => ({ company_id: publicKey }),
    good: {
      data: {
        type: 'subscription',
        attributes: { profile: { data: consenting } },
        relationships: { list: { data: { type: 'list', id: 'Y6nRLr' } } },
      },
    },
    decides: ['data.type'],
    status: 202,
  },
  {
    speech: 'klaviyo',
    method: 'POST',
    path: '/api/profile-subscription-bulk-create-jobs',
    good: {
      data: {
        type: 'profile-subscription-bulk-create-job',
        attributes: { profiles: { data: [consenting] }, historical_import: false },
        relationships: { list: { data: { type: 'list', id: 'Y6nRLr' } } },
      },
    },
    decides: ['data.type', 'data.attributes.profiles.data'],
    status: 202,
  },
  ...CATALOG_ROUTES,
]
