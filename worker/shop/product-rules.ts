/**
 * Which of a shop's rules counts for a product: `rulesFor`. Pure. worker/product/rule-sql.ts says the same
 * in SQL; a test compares the two.
 *
 * Each field (offer, threshold, pace, approval) is decided by itself: of the rules that name it and whose
 * match holds, the most specific one counts. A match that names skus is more specific than one that names
 * tags, then collections, brands and prices; among matches with the same first kind the next kind decides.
 * Of two that are equally specific the first in the list counts. Without a rule the shop's own setting does.
 */
import type { CatalogProduct } from '../../shared/product.ts'
import type { ProductMatch } from './product-match.ts'
import type { ProductRule, Rules } from './settings.ts'

/** What a rule may compare. It comes from the catalogue only: a page's words decide nothing. */
export type ProductFacts = Pick<
  CatalogProduct,
  'price' | 'currency' | 'brand' | 'tags' | 'collections' | 'state'
>

/** The fields that a rule may set. */
export const RULE_FIELDS = ['offer', 'threshold', 'pace', 'approval'] as const
export type RuleField = (typeof RULE_FIELDS)[number]

/** The kinds of a match, the most specific first. */
export type MatchKind = 'sku' | 'tag' | 'collection' | 'brand' | 'price'

/** Why a match holds: the kind, and the name or the price that it found. */
export interface Reason {
  kind: MatchKind
  value: string | number
}

/** A rule that decides a field. `index`: its place in `rules.products`. */
export interface Chosen {
  index: number
  rule: ProductRule
  reasons: Reason[]
}

/** What counts for one product. */
export interface ProductRules {
  offer: boolean
  threshold: number
  pace: Rules['pace']
  approval: Rules['approval']
}

/** What counts for a product. `product`: its catalogue entry; undefined if the catalogue has none. */
export function rulesFor(
  { rules }: { rules: Rules },
  sku: string,
  product: ProductFacts | undefined,
): ProductRules {
  const of = <F extends RuleField>(field: F) => chosenFor(rules, field, sku, product)?.rule[field]
  return {
    offer: !isWithdrawn(product) && (of('offer') ?? true),
    threshold: of('threshold') ?? rules.threshold,
    pace: of('pace') ?? rules.pace,
    approval: of('approval') ?? rules.approval,
  }
}

/** Whether the shop does not sell the product now: then no rule offers it. */
export const isWithdrawn = (product: ProductFacts | undefined): boolean =>
  (product?.state ?? 'active') !== 'active'

/** The rule that decides a field for a product; undefined if none does. */
export function chosenFor(
  rules: Pick<Rules, 'products'>,
  field: RuleField,
  sku: string,
  product: ProductFacts | undefined,
): Chosen | undefined {
  for (const { index, rule } of inOrder(rules, field)) {
    const reasons = whyHolds(rule.match, sku, product)
    if (reasons) return { index, rule, reasons }
  }
  return undefined
}

/** The rules that name a field, the most specific first; each with its place in the list. */
export const inOrder = (
  { products }: Pick<Rules, 'products'>,
  field: RuleField,
): { index: number; rule: ProductRule }[] =>
  products
    .map((rule, index) => ({ index, rule }))
    .filter(({ rule }) => rule[field] !== undefined)
    .toSorted((a, b) => specificityOf(b.rule.match) - specificityOf(a.rule.match))

/** Whether a rule for some field reads more of a product than its sku. */
export const readsFacts = (rules: Pick<Rules, 'products'>, fields: readonly RuleField[]): boolean =>
  rules.products.some(
    (rule) =>
      fields.some((field) => rule[field] !== undefined) &&
      kindsOf(rule.match).some((kind) => kind !== 'sku'),
  )

const KINDS: MatchKind[] = ['sku', 'tag', 'collection', 'brand', 'price']

const kindsOf = (match: ProductMatch): MatchKind[] =>
  KINDS.filter((kind) => (kind === 'price' ? namesPrice(match) : match[LISTS[kind]] !== undefined))

const LISTS = { sku: 'skus', tag: 'tags', collection: 'collections', brand: 'brands' } as const

/** Whether a match compares the price. */
export const namesPrice = ({ priceFrom, priceTo }: ProductMatch): boolean =>
  priceFrom !== undefined || priceTo !== undefined

// One binary digit for each kind, so that a rarer kind counts more than all that follow it together.
const specificityOf = (match: ProductMatch): number =>
  kindsOf(match).reduce((sum, kind) => sum + 2 ** (KINDS.length - KINDS.indexOf(kind)), 0)

/** Why a match holds for a product, one reason for each kind; undefined if it does not. */
function whyHolds(
  match: ProductMatch,
  sku: string,
  product: ProductFacts | undefined,
): Reason[] | undefined {
  const reasons: Reason[] = []
  for (const kind of kindsOf(match)) {
    const value =
      kind === 'price'
        ? priceIn(match, product)
        : nameIn(match[LISTS[kind]] ?? [], kind, sku, product)
    if (value === undefined) return undefined
    reasons.push({ kind, value })
  }
  return reasons
}

function nameIn(
  names: string[],
  kind: Exclude<MatchKind, 'price'>,
  sku: string,
  { tags = [], collections = [], brand }: ProductFacts = {},
): string | undefined {
  const own = {
    sku: [sku],
    tag: tags,
    collection: collections,
    brand: brand === undefined ? [] : [brand],
  }[kind]
  return names.find((name) => own.includes(name))
}

function priceIn(
  { priceFrom = 0, priceTo = Infinity, currency }: ProductMatch,
  product: ProductFacts = {},
): number | undefined {
  const { price } = product
  if (price === undefined || price < priceFrom || price > priceTo) return undefined
  return currency === undefined || currency === product.currency ? price : undefined
}
