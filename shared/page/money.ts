/** The price of an offer. Pure. */
import { amountIn, currencyIn } from './price.ts'
import { type Thing, things, wordIn } from './thing.ts'
import type { Leaf } from './products.ts'

/** Prices that nobody pays today (https://schema.org/PriceTypeEnumeration). */
const NOT_PAID = /(List|Strikethrough|Regular|MSRP|SRP|Invoice|MinimumAdvertised)(Price)?$/i
const DAY_MS = 86_400_000
/** Units of one piece (UN/CEFACT Recommendation 20); a price for a litre is another price. */
const PIECES = /^(C62|H87|EA|PCE|NMB)$/

const isForOnePiece = (spec: Thing): boolean =>
  things(spec['referenceQuantity']).every(
    (one) => PIECES.test(wordIn(one['unitCode']) ?? '') && (wordIn(one['value']) ?? '1') === '1',
  )

const typeOf = (spec: Thing): string =>
  wordIn(spec['priceType']) ?? wordIn(things(spec['priceType'])[0]?.['@id']) ?? ''

const isSale = (spec: Thing): boolean => /Sale(Price)?$/i.test(typeOf(spec))

/** Whether a price is for everybody, for one piece, and valid at `now`. */
function isPaid(spec: Thing, now: number): boolean {
  const from = Date.parse(wordIn(spec['validFrom']) ?? '')
  const through = wordIn(spec['validThrough']) ?? ''
  // A date without a time lasts for its day.
  const end = Date.parse(through) + (/T/.test(through) ? 0 : DAY_MS)
  return (
    !NOT_PAID.test(typeOf(spec)) &&
    !(from > now) &&
    !(end < now) &&
    isForOnePiece(spec) &&
    spec['validForMemberTier'] === undefined
  )
}

/**
 * What a leaf costs, and in which currency (ISO 4217). A range of prices is no price. `now`:
 * milliseconds since 1970.
 */
export function moneyOf(
  { offer, outer, general, item, isOnly }: Leaf,
  now: number,
): { price: number | undefined; currency: string | undefined } {
  // An aggregate offer names a price only if it is the same for all.
  const range = outer ?? offer
  const low = wordIn(range['lowPrice'])
  const isOne = Number(wordIn(range['offerCount']) ?? 1) < 2
  const isSame = low === (wordIn(range['highPrice']) ?? (isOne ? low : undefined))
  const sameForAll = isOnly && isSame ? [low] : []
  const specs = (isSame ? [offer, outer] : [outer && offer])
    .flatMap((one) => things(one?.['priceSpecification']).filter((spec) => isPaid(spec, now)))
    .toSorted((a, b) => Number(isSale(b)) - Number(isSale(a)))
  const prices = [
    [offer['price'], offer],
    ...specs.map((spec) => [spec['price'] ?? spec['minPrice'], spec] as const),
    [outer?.['price'], outer],
    [item['price'], item],
    ...sameForAll.map((price) => [price, range] as const),
  ] as const
  const currencyFor = (one: Thing | undefined, price: unknown) =>
    [one, offer, outer, general, ...specs, item]
      .map((each) => currencyIn(each?.['priceCurrency'] ?? each?.['currency']))
      .find(Boolean) ?? currencyIn(price)
  for (const [price, one] of prices) {
    const currency = currencyFor(one, price)
    const amount = amountIn(price, currency)
    if (amount !== undefined) return { price: amount, currency }
  }
  return { price: undefined, currency: currencyFor(undefined, offer['price']) }
}
