/** What a person agrees to in a request. The standard texts are in shared/languages. */
import * as v from 'valibot'
import { Channel, line, objectFault, prose } from './text.ts'

/**
 * `alert`: this one message about this one product. `marketing`: anything else, with a checkbox of its
 * own.
 */
export const Purpose = v.picklist(['alert', 'marketing'], 'purpose_unknown')
export type Purpose = v.InferOutput<typeof Purpose>

/** One thing agreed to: why, over which channel, and the text that stood there. */
export const Consent = v.object(
  { purpose: Purpose, channel: Channel, version: line(40), text: prose(2000) },
  objectFault,
)
export type Consent = v.InferOutput<typeof Consent>
