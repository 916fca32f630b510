/** Options of the e-mail destination. */
import * as v from 'valibot'
import { Email } from '../email.ts'
import { objectFault } from '../text.ts'
import { common, rate } from './common.ts'

/** The shop's own list, told by e-mail through the Worker's `send_email` binding. */
export const EmailOptions = v.strictObject(
  {
    type: v.literal('email'),
    ...common('email'),
    /** The sender; its domain must be set up for sending. Default: the Worker's MAIL_FROM. */
    from: v.optional(Email),
    replyTo: v.optional(Email),
    rate: rate({}),
  },
  objectFault,
)
export type EmailOptions = v.InferOutput<typeof EmailOptions>
