/** Options of Amazon SES. */
import * as v from 'valibot'
import { Email } from '../../../../../../shared/email.ts'
import { line, strictObject } from '../../../../../../shared/text.ts'
import { BaseUrl, hookSecret, rate, secret } from '../../../../options.ts'
import { mailCommon } from '../options.ts'

export const SesOptions = strictObject({
  ...mailCommon,
  via: v.literal('ses'),
  from: Email,
  region: v.pipe(line(30), v.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'region_invalid')),
  accessKeyId: line(128),
  secretAccessKey: secret,
  /** With it, SES reports bounces to the topic of this set. */
  configurationSet: v.optional(line(64)),
  /** `?secret=` in the address that the SNS topic calls. */
  webhookSecret: hookSecret,
  rate: rate({}),
  /** Default: the endpoint of the region. */
  baseUrl: v.optional(BaseUrl),
})
export type SesOptions = v.InferOutput<typeof SesOptions>

/** What to do about the codes of this service alone. */
export const faultTexts = {
  region_invalid: 'Use the name of an AWS region, for example eu-north-1.',
}
