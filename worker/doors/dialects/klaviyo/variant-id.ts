/** Klaviyo's ids of variants: `$shopify:::$default:::33001893429341`. Pure. */

// The integration, the catalogue in it (`$default`; for Magento `website-store`), and the id in the shop's
// system, which may hold any characters.
const COMPOSITE = /^\$\w+:::.+?:::(.+)$/s

/** Shopify's ids of GraphQL. Klaviyo, and our source for Shopify, use the number alone. */
const GLOBAL = /^gid:\/\/shopify\/ProductVariant\/(\d+)$/

/** The id of the variant in the shop's system; undefined if Klaviyo could not read the id. */
export function externalIdOf(compositeId: string): string | undefined {
  const id = COMPOSITE.exec(compositeId)?.[1]?.trim()
  return (id && GLOBAL.exec(id)?.[1]) || id || undefined
}
