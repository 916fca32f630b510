/** Options of SendGrid. */
import * as v from 'valibot'
import { Email } from '../../../../../../shared/email.ts'
import { line, strictObject } from '../../../../../../shared/text.ts'
import { baseUrl, rate, secret } from '../../../../options.ts'
import { mailCommon } from '../options.ts'

export const SendGridOptions = strictObject({
  ...mailCommon,
  via: v.literal('sendgrid'),
  from: Email,
  /** `SG.…`, with permission to send. */
  apiKey: secret,
  /** The public key of the signed event webhook, as SendGrid shows it: base64. */
  webhookKey: v.optional(line(400)),
  rate: rate({}),
  /** For subusers in the EU: https://api.eu.sendgrid.com. */
  baseUrl: baseUrl('https://api.sendgrid.com'),
})
export type SendGridOptions = v.InferOutput<typeof SendGridOptions>
