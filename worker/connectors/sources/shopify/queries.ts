/** The queries that `reread` sends to the Admin GraphQL API, and the shapes of their answers. */
import * as v from 'valibot'
import { VARIANTS_PER_PAGE } from './limits.ts'
import { Product, PRODUCT_FIELDS, Variant, VARIANT_FIELDS } from './variant.ts'

const WHOLE_VARIANT = `${VARIANT_FIELDS} product { ${PRODUCT_FIELDS} }`

/** Variants and inventory items by their global ids. */
export const NODES = `query ($ids: [ID!]!) {
  shop { currencyCode }
  nodes(ids: $ids) {
    ... on ProductVariant { ${WHOLE_VARIANT} }
    ... on InventoryItem { variant { ${WHOLE_VARIANT} } }
  }
}`

const Shop = v.object({ currencyCode: v.string() })
/** The answer to `NODES`; null stands for an id that Shopify no longer has. */
export const Nodes = v.object({
  shop: Shop,
  nodes: v.array(v.nullable(v.unknown())),
})

/** A node that exists: a variant, or an inventory item with its variant. */
export const Node = v.union([Variant, v.object({ variant: v.nullable(Variant) })])

/** Asks whether the shop answers at all. */
export const SHOP = '{ shop { currencyCode } }'

/** A page of a product's variants. */
export const VARIANTS = `query ($id: ID!, $after: String) {
  shop { currencyCode }
  product(id: $id) {
    ${PRODUCT_FIELDS}
    variants(first: ${VARIANTS_PER_PAGE}, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { ${VARIANT_FIELDS} }
    }
  }
}`

/** The answer to `VARIANTS`; null stands for a product that Shopify no longer has. */
export const Variants = v.object({
  shop: Shop,
  product: v.nullable(
    v.object({
      ...Product.entries,
      variants: v.object({
        pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullable(v.string()) }),
        nodes: v.array(v.unknown()),
      }),
    }),
  ),
})
