/** Options that all mail services have. */
import * as v from 'valibot'
import { listOf } from '../../../../../shared/text.ts'
import { common } from '../../options.ts'
import { Selector } from '../../sender.ts'

/** The keys of every service's schema, besides `via` and `from`. */
export const mailCommon = {
  type: v.literal('email'),
  ...common('email'),
  /** The selectors of the DKIM keys, as the mail service shows them. Default: those that it gives to all its customers. */
  dkimSelectors: v.optional(listOf(Selector, 5)),
  /** Whether the number of mails rises slowly while the domain is new. `false`: it has sent before. */
  ramp: v.optional(v.boolean('not_a_boolean')),
}
