/** `POST /api/v1/back-in-stock`: a customer asks to be notified. */
import type { Context } from 'hono'
import * as v from 'valibot'
import { objectFault } from '../../../../shared/text.ts'
import { findVariant } from '../../../catalog/variant.ts'
import { LooseProduct } from '../../../loose-product.ts'
import { clientShop } from '../../../shop/rules.ts'
import { accept } from '../../../subscription/accept.ts'
import type { SubscriptionRequest } from '../../../subscription/request.ts'
import { BACKEND_EVIDENCE, type DialectApp } from '../caller.ts'
import { alertConsents, inDeclaredWords } from '../consents.ts'
import { bodyAs } from './backend.ts'
import { Customer, personOf } from './customer.ts'
import { refusedRequest, sequenzyError } from './errors.ts'
import { wholeProduct } from '../../../sequenzy-catalog/run.ts'
import { snapshotOf } from '../../../sequenzy-catalog/rules.ts'
import { OwnId, orAbsent } from './shapes.ts'

/** The body. The titles are how the caller shows the product at this moment. */
const Asked = v.object(
  {
    productId: OwnId,
    variantId: orAbsent(OwnId),
    productTitle: v.optional(v.unknown()),
    variantTitle: v.optional(v.unknown()),
    customer: Customer,
  },
  objectFault,
)

/** Sequenzy's id of a person: the same for the same address, which cannot be found from it. */
const subscriberIdOf = (contactId: string): string => `sub_${contactId}`

/** Registers a request. The answer is the same for a new one, a repeated one and a suppressed person. */
export async function registerRequest(c: Context<DialectApp>): Promise<Response> {
  const read = await bodyAs(c, Asked)
  if (!read.ok) return read.error
  const { productId, variantId = productId, productTitle, variantTitle, customer } = read.value
  const { shop, db } = c.var
  const known = clientShop(shop)
  // Only a caller that names no variant can mean a product with variants.
  const whole =
    variantId === productId ? await wholeProduct(c.env, shop, productId, Date.now()) : undefined
  const sku = whole ? productId : (await findVariant(db, known, variantId))?.sku
  if (sku === undefined) return sequenzyError(c, 'PRODUCT_NOT_FOUND')

  const person = personOf(customer)
  const consents = inDeclaredWords(
    shop.settings.dialects.sequenzy?.consent ?? { version: '', texts: {} },
    alertConsents(['email']),
    { locale: person.locale, defaultLocale: known.defaultLocale },
  )
  const request: SubscriptionRequest = {
    ...person,
    sku,
    channels: ['email'],
    consents,
    product: v.parse(LooseProduct, {
      ...(whole && snapshotOf(whole)),
      ...(productTitle !== undefined && { title: productTitle }),
      variantTitle,
      id: productId,
      ...(variantId !== sku && { variantId }),
    }),
  }
  const accepted = await accept(c.env, known, request, BACKEND_EVIDENCE)
  switch (accepted.kind) {
    case 'accepted':
    case 'deferred':
    case 'suppressed':
      return c.json({ success: true, subscriberId: subscriberIdOf(accepted.contactId) })
    default:
      return refusedRequest(c, accepted)
  }
}
