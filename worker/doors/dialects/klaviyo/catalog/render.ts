/** Items, variants and jobs as Klaviyo answers them (its description of the API, revision 2026-07-15). */
import type { Job } from '../../../../klaviyo-catalog/jobs.ts'
import type { Item, Variant } from '../../../../klaviyo-catalog/rules.ts'
import { timeOf } from '../../../../ids.ts'
import { DAY_MS, KLAVIYO_JOB_DAYS } from '../../../../limits.ts'
import { catalogId, inPath } from './ids.ts'
import type { Shown } from './query.ts'

/** The attributes of an item, in Klaviyo's order. */
export const ITEM_ATTRIBUTES = [
  'external_id',
  'title',
  'description',
  'price',
  'url',
  'image_full_url',
  'image_thumbnail_url',
  'images',
  'custom_metadata',
  'published',
  'created',
  'updated',
] as const

/** The attributes of a variant. */
export const VARIANT_ATTRIBUTES = [
  ...ITEM_ATTRIBUTES,
  'sku',
  'inventory_policy',
  'inventory_quantity',
] as const

/** The attributes of a job. */
export const JOB_ATTRIBUTES = [
  'status',
  'created_at',
  'total_count',
  'completed_count',
  'failed_count',
  'completed_at',
  'errors',
  'expires_at',
] as const

/** The time as Klaviyo writes it. */
const time = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00')

const some = (attributes: Record<string, unknown>, shown: Shown) =>
  shown
    ? Object.fromEntries(Object.entries(attributes).filter(([name]) => shown.has(name)))
    : attributes

/** An address of this API. */
export const address = (env: Env, path: string): string => `${env.PUBLIC_URL}/api/${path}`

const described = ({ externalId, id, fields, updatedAt }: Item) => ({
  external_id: externalId,
  title: fields.title ?? null,
  description: fields.description ?? null,
  price: fields.price ?? null,
  url: fields.url ?? null,
  image_full_url: fields.image ?? null,
  image_thumbnail_url: fields.thumbnail ?? null,
  images: fields.images ?? [],
  custom_metadata: JSON.parse(fields.metadata ?? '{}') as unknown,
  published: fields.published ?? true,
  created: time(timeOf(id)),
  updated: time(updatedAt),
})

/** The name of a variant in a relationship. */
export const variantName = (externalId: string) => ({
  type: 'catalog-variant',
  id: catalogId(externalId),
})

/** An item. `variants`: the external ids of its variants, if they are asked for. */
export function itemResource(env: Env, item: Item, shown: Shown, variants?: string[]) {
  const self = address(env, `catalog-items/${inPath(item.externalId)}`)
  return {
    type: 'catalog-item',
    id: catalogId(item.externalId),
    attributes: some(described(item), shown),
    relationships: {
      variants: {
        ...(variants && { data: variants.map(variantName) }),
        links: { self: `${self}/relationships/variants`, related: `${self}/variants` },
      },
    },
    links: { self },
  }
}

/** A variant, with the name of its item. */
export const variantResource = (env: Env, variant: Variant, shown: Shown) => ({
  ...variantName(variant.externalId),
  attributes: some(
    {
      ...described(variant),
      sku: variant.sku,
      inventory_policy: variant.fields.policy ?? 0,
      inventory_quantity: variant.fields.quantity ?? null,
    },
    shown,
  ),
  relationships: {
    item: { data: { type: 'catalog-item', id: catalogId(variant.itemId) } },
  },
  links: { self: address(env, `catalog-variants/${inPath(variant.externalId)}`) },
})

/** What a job is about, for its answer. */
export interface JobKind {
  /** Its type, which is also its path without the `s`. */
  type: string
  of: 'items' | 'variants'
}

/** A job. `isLinked`: with the ids of what it carried out. */
export const jobResource = (
  env: Env,
  { type, of }: JobKind,
  { id, outcome: { total, failed, errors, ids, completedAt } }: Job,
  { shown, isLinked = false }: { shown?: Shown; isLinked?: boolean } = {},
) => ({
  type,
  id,
  attributes: some(
    {
      status: 'complete',
      created_at: time(timeOf(id)),
      total_count: total,
      completed_count: total - failed,
      failed_count: failed,
      completed_at: time(completedAt),
      errors: errors.map(({ pointer, ...error }, n) => ({
        id: `${id}-${n}`,
        ...error,
        source: { pointer },
      })),
      expires_at: time(timeOf(id) + KLAVIYO_JOB_DAYS * DAY_MS),
    },
    shown,
  ),
  ...(isLinked && {
    relationships: {
      [of]: {
        data: ids.map((externalId) => ({
          type: of === 'items' ? 'catalog-item' : 'catalog-variant',
          id: catalogId(externalId),
        })),
      },
    },
  }),
  links: { self: address(env, `${type}s/${id}`) },
})
