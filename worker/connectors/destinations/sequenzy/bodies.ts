/** What Sequenzy is sent about a person. Pure. */
import type { Call, SiblingVariant } from '../call.ts'
import type { SequenzyOptions } from './options.ts'
import { idsOf } from './product.ts'

/** A request to be notified, for `POST /back-in-stock`. */
export function requestOf(call: Call, siblings: SiblingVariant[]) {
  const { product, to, customerId } = call
  const own = siblings.find(({ sku }) => sku === call.sku)?.product ?? product
  return {
    ...idsOf(call.sku, own),
    productTitle: snapshotTitle(call),
    variantTitle: product?.variantTitle,
    customer: {
      email: to.email,
      ...nameOf(call),
      externalId: customerId,
      ...attributesOf(call, 'attributes'),
    },
  }
}

/** A title that is only the sku tells less than what Sequenzy has of the product itself. */
const snapshotTitle = ({ product, sku }: Call): string | undefined =>
  product?.title === sku ? undefined : product?.title

/** The event that a variant is back. Sequenzy answers a repeated `eventId` with the first event. */
export function eventOf({ event }: SequenzyOptions, call: Call) {
  const { product, sku, locale, externalId: market } = call
  const { title: productTitle, variantTitle, url, image: imageUrl, price, currency } = product ?? {}
  const texts = { productTitle, variantTitle, url, imageUrl, price, currency }
  return {
    email: call.to.email,
    event,
    eventId: call.key,
    externalId: call.customerId,
    ...nameOf(call),
    properties: { ...idsOf(sku, product), sku, ...texts, locale, market },
    ...attributesOf(call, 'customAttributes'),
  }
}

/** The attributes `firstName` and `lastName` of the shop's backend are the name. */
function nameOf({ person }: Call) {
  const { firstName, lastName } = person?.attributes ?? {}
  return {
    ...(typeof firstName === 'string' && { firstName }),
    ...(typeof lastName === 'string' && { lastName }),
  }
}

/** All other attributes, and the locale. */
function attributesOf({ person, locale }: Call, field: 'attributes' | 'customAttributes') {
  const { firstName: _first, lastName: _last, ...attributes } = person?.attributes ?? {}
  const all = { ...attributes, ...(locale && { locale }) }
  return Object.keys(all).length > 0 ? { [field]: all } : {}
}
