/**
 * The body of `POST /v1/client/subscriptions` as the Worker reads it: what cannot be used of the
 * product and the page is left out. The widget does not need that, and does without its weight.
 */
import * as v from 'valibot'
import { LoosePage, LooseProduct } from '../loose-product.ts'
import { ClientSubscription } from '../../shared/subscription.ts'
import { Locale, objectFault } from '../../shared/text.ts'

export const ShopperSubscription = v.object(
  {
    ...ClientSubscription.entries,
    locale: v.optional(Locale),
    product: v.optional(LooseProduct),
    page: LoosePage,
  },
  objectFault,
)
