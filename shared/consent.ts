/**
 * Consent: for which purposes it is asked, and what a shop sets of it. The standard texts are in
 * shared/languages.
 */
import * as v from 'valibot'
import { Channel, line, Locale, objectFault, prose } from './text.ts'

/** `alert`: this one message about this one product. `marketing`: anything else, asked apart. */
export const Purpose = v.picklist(['alert', 'marketing'], 'purpose_unknown')
export type Purpose = v.InferOutput<typeof Purpose>

/** One thing agreed to: why, over which channel, and the text that stood there. */
export const Consent = v.object(
  { purpose: Purpose, channel: Channel, version: line(40), text: prose(2000) },
  objectFault,
)
export type Consent = v.InferOutput<typeof Consent>

const Text = v.optional(prose(2000))
const Texts = v.strictObject(
  {
    ...(Object.fromEntries(Channel.options.map((channel) => [channel, Text])) as Record<
      Channel,
      typeof Text
    >),
    marketing: Text,
  },
  objectFault,
)
export type ConsentTexts = v.InferOutput<typeof Texts>

/** A shop's consent settings: texts by locale under one version, and its privacy page. */
export const ConsentSettings = v.strictObject(
  {
    version: line(40),
    texts: v.record(Locale, Texts, 'not_an_object'),
    privacyUrl: v.optional(v.pipe(line(2000), v.url('url_invalid'))),
  },
  objectFault,
)
export type ConsentSettings = v.InferOutput<typeof ConsentSettings>
