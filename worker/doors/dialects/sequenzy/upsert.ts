/** The body of `POST /api/v1/products`, as Sequenzy's PHP SDK declares it. */
import * as v from 'valibot'
import { Currency } from '../../../../shared/product.ts'
import { listOf, objectFault, WebAddress, whole } from '../../../../shared/text.ts'
import { UPSERT_PRODUCTS, UPSERT_VARIANTS } from '../../../limits.ts'
import { orNothing } from '../../../lenient.ts'
import { CutLine } from '../../../loose-product.ts'
import { clearable, OwnId, orAbsent } from './shapes.ts'

/** An amount in the currency's smallest unit. */
const Cents = v.pipe(
  v.number('price_invalid'),
  v.check((cents) => Number.isSafeInteger(cents) && cents >= 0, 'price_invalid'),
)
const Yes = v.boolean('not_a_boolean')

// A list of variants replaces the stored one, so here `null` and a missing field mean the same.
const Variant = v.object(
  {
    variantId: OwnId,
    title: orNothing(CutLine),
    sku: orAbsent(OwnId),
    priceCents: orAbsent(Cents),
    imageUrl: orAbsent(WebAddress),
    inStock: orAbsent(Yes),
    inventoryQuantity: orAbsent(whole(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)),
  },
  objectFault,
)

const isEachOnce = (variants: { variantId: string }[]): boolean =>
  new Set(variants.map(({ variantId }) => variantId)).size === variants.length

const Product = v.object(
  {
    productId: OwnId,
    title: CutLine,
    url: clearable(WebAddress),
    imageUrl: clearable(WebAddress),
    priceCents: clearable(Cents),
    currency: clearable(Currency),
    inStock: clearable(Yes),
    variants: orAbsent(
      v.pipe(v.array(Variant, 'not_a_list'), v.check(isEachOnce, 'variant_repeated')),
    ),
  },
  objectFault,
)

/** The products of one call. */
export const Upsert = v.object(
  {
    products: v.pipe(
      listOf(Product, UPSERT_PRODUCTS),
      v.check(
        (products) =>
          products.reduce((sum, { variants = [] }) => sum + variants.length, 0) <= UPSERT_VARIANTS,
        'too_many',
      ),
    ),
  },
  objectFault,
)
