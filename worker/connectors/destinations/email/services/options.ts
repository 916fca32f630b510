/** Options that all mail services have. */
import * as v from 'valibot'
import { Email } from '../../../../../shared/email.ts'
import { common } from '../../options.ts'

/** The keys of every service's schema, besides `via` and `from`. */
export const mailCommon = {
  type: v.literal('email'),
  ...common('email'),
  replyTo: v.optional(Email),
}
