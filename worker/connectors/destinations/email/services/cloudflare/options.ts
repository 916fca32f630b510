/** Options of Cloudflare's `send_email` binding of the Worker. */
import * as v from 'valibot'
import { Email } from '../../../../../../shared/email.ts'
import { strictObject } from '../../../../../../shared/text.ts'
import { rate } from '../../../../options.ts'
import { mailCommon } from '../options.ts'

export const CloudflareOptions = strictObject({
  ...mailCommon,
  via: v.optional(v.literal('cloudflare'), 'cloudflare'),
  /**
   * The sender. The owner of the Worker must have listed its domain for the shop, and set it up for
   * sending. Default: the Worker's MAIL_FROM.
   */
  from: v.optional(Email),
  rate: rate({}),
})
