/** Options of Postmark. */
import * as v from 'valibot'
import { Email } from '../../../../../../shared/email.ts'
import { line, strictObject } from '../../../../../../shared/text.ts'
import { baseUrl, hookSecret, rate, secret } from '../../../../options.ts'
import { mailCommon } from '../options.ts'

export const PostmarkOptions = strictObject({
  ...mailCommon,
  via: v.literal('postmark'),
  from: Email,
  serverToken: secret,
  /** The message stream. The shop decides whether an alert is transactional or broadcast. */
  messageStream: v.optional(line(100), 'outbound'),
  /** The password of the webhook's basic authentication, or its header X-Webhook-Secret. */
  webhookSecret: hookSecret,
  rate: rate({}),
  baseUrl: baseUrl('https://api.postmarkapp.com'),
})
export type PostmarkOptions = v.InferOutput<typeof PostmarkOptions>
