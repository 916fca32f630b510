/** The routes of Klaviyo's Catalog API, each with a good call. */
import { ask, ORIGIN, type TestShop } from '../harness.ts'
import { callerHeaders } from './callers.ts'
import type { DialectRoute } from './routes.ts'

const idOf = (externalId: string) => `$custom:::$default:::${externalId}`

const shared = {
  catalog_type: '$default',
  integration_type: '$custom',
  title: 'Tee',
  description: 'Cotton',
  url: `${ORIGIN}/p/tee`,
  price: 19.9,
  images: [`${ORIGIN}/i/tee.jpg`],
  custom_metadata: { brand: 'Acme' },
  published: true,
}
const stock = { inventory_quantity: 3, inventory_policy: 1 }

// `{n}` is another number in each call: no call finds what one before it has made.
const newItem = {
  type: 'catalog-item',
  attributes: { external_id: 'I-{n}', ...shared },
}
const newVariant = {
  type: 'catalog-variant',
  attributes: { external_id: 'V-{n}', sku: 'SKU-{n}', ...shared, ...stock },
  relationships: { item: { data: { type: 'catalog-item', id: idOf('ITEM') } } },
}
const itemChange = { type: 'catalog-item', id: idOf('ITEM'), attributes: shared }
const variantChange = {
  type: 'catalog-variant',
  id: idOf('VARIANT'),
  attributes: { ...shared, ...stock },
}

const JOBS = [
  ['catalog-item', 'create', newItem],
  ['catalog-item', 'update', itemChange],
  ['catalog-item', 'delete', { type: 'catalog-item', id: idOf('GONE') }],
  ['catalog-variant', 'create', newVariant],
  ['catalog-variant', 'update', variantChange],
  ['catalog-variant', 'delete', { type: 'catalog-variant', id: idOf('GONE') }],
] as const

const jobBody = (of: string, action: string, entry: object) => ({
  data: {
    type: `${of}-bulk-${action}-job`,
    attributes: { [`${of.slice('catalog-'.length)}s`]: { data: [entry] } },
  },
})

/** Makes an item, a variant of it and a job, and gives their ids. */
export async function catalogue(shop: TestShop): Promise<Record<string, string>> {
  const send = async (path: string, body: unknown) => {
    const headers = callerHeaders(path, shop.secretKey)
    const answer = await ask(path, { method: 'POST', headers, body: JSON.stringify(body) })
    // It is there already.
    if (answer.status === 409) return ''
    if (!answer.ok) throw new Error(await answer.text())
    return (await answer.json<{ data: { id: string } }>()).data.id
  }
  const named = (entry: typeof newItem | typeof newVariant, attributes: object) => ({
    data: { ...entry, attributes: { ...entry.attributes, ...attributes } },
  })
  await send('/api/catalog-items', named(newItem, { external_id: 'ITEM' }))
  const variant = named(newVariant, { external_id: 'VARIANT', sku: 'SKU-V' })
  await send('/api/catalog-variants', variant)
  const job = { item: '', variant: '' }
  for (const of of ['item', 'variant'] as const) {
    const body = jobBody(`catalog-${of}`, 'delete', { type: `catalog-${of}`, id: idOf('NONE') })
    // oxlint-disable-next-line no-await-in-loop -- two
    job[of] = await send(`/api/catalog-${of}-bulk-delete-jobs`, body)
  }
  return {
    itemId: idOf('ITEM'),
    variantId: idOf('VARIANT'),
    itemJob: job.item,
    variantJob: job.variant,
  }
}

const of = (kind: 'item' | 'variant') => async (shop: TestShop) => {
  const made = await catalogue(shop)
  return { id: made[`${kind}Id`] ?? '', job: made[`${kind}Job`] ?? '' }
}

const route = (
  method: DialectRoute['method'],
  path: string,
  status: number,
  more: Partial<DialectRoute> = {},
): DialectRoute => ({
  speech: 'klaviyo',
  method,
  path: `/api/${path}`,
  status,
  arrange: of(path.startsWith('catalog-item') ? 'item' : 'variant'),
  ...more,
})

const decides = ['data.type']

export const CATALOG_ROUTES: DialectRoute[] = [
  route('GET', 'catalog-items', 200, { isAlike: true }),
  route('GET', 'catalog-variants', 200),
  route('GET', 'catalog-items/:id', 200, { isAlike: true }),
  route('GET', 'catalog-variants/:id', 200),
  route('GET', 'catalog-items/:id/variants', 200),
  route('GET', 'catalog-items/:id/relationships/variants', 200, { isAlike: true }),
  route('POST', 'catalog-items', 201, { good: { data: newItem }, decides, isAlike: true }),
  route('POST', 'catalog-variants', 201, {
    good: { data: newVariant },
    decides: [...decides, 'data.relationships.item.data.id'],
  }),
  route('PATCH', 'catalog-items/:id', 200, { good: { data: itemChange }, decides, isAlike: true }),
  route('PATCH', 'catalog-variants/:id', 200, { good: { data: variantChange }, decides }),
  route('DELETE', 'catalog-items/:id', 204, { isAlike: true }),
  route('DELETE', 'catalog-variants/:id', 204),
  ...JOBS.flatMap(([kind, action, entry]) => [
    route('GET', `${kind}-bulk-${action}-jobs`, 200, { isAlike: action !== 'delete' }),
    route('POST', `${kind}-bulk-${action}-jobs`, 202, {
      good: jobBody(kind, action, entry),
      decides,
      isAlike: kind === 'catalog-item' || action === 'delete',
    }),
    route('GET', `${kind}-bulk-${action}-jobs/:job`, action === 'delete' ? 200 : 404, {
      isAlike: action !== 'delete',
    }),
  ]),
]
