/** The queries that `reread` sends to the Admin GraphQL API, and the shapes of their answers. */
import * as v from 'valibot'
import { each, Flag, List, needed, orNothing, Word } from '../../../lenient.ts'
import { GidNumber } from './gid.ts'
import { IDS_PER_PAGE, VARIANTS_OF_ITEM, VARIANTS_PER_PAGE } from './limits.ts'
import { type Fields, LEVEL_FIELDS, productFields, variantFields } from './variant.ts'

const PAGE_INFO = 'pageInfo { hasNextPage endCursor }'

const nodes = (fields: string) => `query ($ids: [ID!]!) {
  shop { currencyCode }
  nodes(ids: $ids) {
    ... on ProductVariant { ${fields} }
    ... on InventoryItem { variants(first: ${VARIANTS_OF_ITEM}) { ${PAGE_INFO} nodes { ${fields} } } }
  }
}`

/** Variants and inventory items by their global ids. */
export const nodesWith = (options: Fields): string =>
  nodes(`${variantFields(options)} product { ${productFields(options)} }`)

/** Only the fields that decide about a level: for when Shopify fails to compute one of the others. */
export const LEVELS = nodes(LEVEL_FIELDS)

/** The shop's currency, if it can be read. */
export const Shop = orNothing(v.object({ currencyCode: needed(Word) }))

/** The cursor after which a list continues; undefined at its end. */
const PageInfo = v.pipe(
  orNothing(v.object({ hasNextPage: Flag, endCursor: Word })),
  v.transform((info) => (info?.hasNextPage ? info.endCursor : undefined)),
)

/** The answer to `nodesWith`, in the order of the ids; null stands for an id that Shopify no longer has. */
export const Nodes = v.object({ shop: Shop, nodes: v.array(v.unknown()) })

/** An inventory item with its variants. */
export const Item = v.object({
  variants: v.object({ pageInfo: PageInfo, nodes: v.array(v.unknown()) }),
})

/** Asks whether the shop answers at all. */
export const SHOP = '{ shop { currencyCode } }'

/** A page of a product's variants. */
export const variantsWith = (options: Fields): string => `query ($id: ID!, $after: String) {
  shop { currencyCode }
  product(id: $id) {
    ${productFields(options)}
    variants(first: ${VARIANTS_PER_PAGE}, after: $after) { ${PAGE_INFO} nodes { ${variantFields(options)} } }
  }
}`

/** The answer to `variantsWith`; null stands for a product that Shopify no longer has. */
export const Variants = v.object({
  shop: Shop,
  product: v.nullable(v.looseObject({ variants: v.object({ pageInfo: PageInfo, nodes: List }) })),
})

const IDS = `variants(first: ${IDS_PER_PAGE}, after: $after) { ${PAGE_INFO} nodes { id } }`

/** The ids of a product's variants, or of an inventory item's. */
export const VARIANT_IDS = {
  product: `query ($id: ID!, $after: String) { owner: product(id: $id) { ${IDS} } }`,
  item: `query ($id: ID!, $after: String) { owner: inventoryItem(id: $id) { ${IDS} } }`,
}

/** The answer to `VARIANT_IDS`. */
export const VariantIds = v.object({
  owner: v.nullable(
    v.object({
      variants: v.nullable(
        v.object({ pageInfo: PageInfo, nodes: each(v.object({ id: needed(GidNumber) })) }),
      ),
    }),
  ),
})
