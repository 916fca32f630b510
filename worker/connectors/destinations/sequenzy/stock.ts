/** Which products are upserted, and in which order. Pure. */
import type { Level, SiblingVariant } from '../call.ts'
import { productOf, type Upsert } from './product.ts'

/** A variant by its sku, with all variants of its product. */
export type Family = [siblings: SiblingVariant[], sku: string]

/** Whether a variant can be sold now. */
export const isBack = (siblings: SiblingVariant[], sku: string): boolean =>
  siblings.some((one) => one.sku === sku && one.sellable)

const productsOf = (families: Family[], soldOut?: (variant: SiblingVariant) => boolean): Upsert[] =>
  families.flatMap(([siblings, sku]) => productOf(siblings, sku, soldOut) ?? [])

/**
 * The upserts that make Sequenzy see a variant come back: first sold out, then as it is. Sequenzy
 * notifies people only about a change that comes after their request.
 */
export const upsertsOfReturn = (siblings: SiblingVariant[], sku: string): Upsert[][] => {
  const family: Family = [siblings, sku]
  return [productsOf([family], (one) => one.sku === sku), productsOf([family])]
}

const isStranger = ({ fromPage, sellable }: SiblingVariant): boolean =>
  fromPage === true && sellable

/**
 * The upserts for levels, in groups that are sent one after the other: each product once, as it is
 * now. A product that only pages named may have lost this variant there to another one, and
 * Sequenzy notifies nobody about a variant that it first sees in stock. So such a product is
 * upserted as sold out before.
 */
export function upsertsOf(levels: Level[]): Upsert[][] {
  const families = new Map<string, Family>()
  for (const { sku, siblings = [] } of levels) {
    const product = productOf(siblings, sku)
    if (!product) continue
    const [others] = families.get(product.productId) ?? [[]]
    const all = new Map([...others, ...siblings].map((one) => [one.sku, one]))
    families.set(product.productId, [[...all.values()], sku])
  }
  const all = [...families.values()]
  const strangers = all.filter(([siblings]) => siblings.some(isStranger))
  return [productsOf(strangers, isStranger), productsOf(all)]
}
