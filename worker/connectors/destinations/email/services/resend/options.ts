/** Options of Resend. */
import * as v from 'valibot'
import { Email } from '../../../../../../shared/email.ts'
import { strictObject } from '../../../../../../shared/text.ts'
import { baseUrl, rate, secret, signingSecret } from '../../../../options.ts'
import { mailCommon } from '../options.ts'

export const ResendOptions = strictObject({
  ...mailCommon,
  via: v.literal('resend'),
  from: Email,
  /** `re_…`, with permission to send. */
  apiKey: secret,
  /** The signing secret of the webhook. */
  webhookSecret: signingSecret,
  /** Resend's documented limit of a team. */
  rate: rate({ perSecond: 5 }),
  baseUrl: baseUrl('https://api.resend.com'),
})
export type ResendOptions = v.InferOutput<typeof ResendOptions>
