/**
 * The body of `POST /v1/client/subscriptions` as the Worker reads it. It leaves out the parts of the
 * product and the page that it cannot use. The widget checks with the smaller schema of shared/.
 */
import * as v from 'valibot'
import { LooseIdentity } from '../identity.ts'
import { LooseData } from '../loose-data.ts'
import { LoosePage, LooseProduct } from '../loose-product.ts'
import { ClientSubscription } from '../../shared/subscription.ts'
import { Locale, objectFault } from '../../shared/text.ts'

export const ShopperSubscription = v.object(
  {
    ...ClientSubscription.entries,
    locale: v.optional(Locale),
    product: v.optional(LooseProduct),
    page: LoosePage,
    data: LooseData,
    identity: LooseIdentity,
  },
  objectFault,
)
