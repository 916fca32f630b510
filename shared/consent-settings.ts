/** A shop's own consent texts. The widget reads the texts and never this schema, so it is a file of its own. */
import * as v from 'valibot'
import { Channel, line, Locale, objectFault, prose } from './text.ts'

const Text = v.optional(prose(2000))
const Texts = v.strictObject(
  {
    ...v.entriesFromList(Channel.options, Text),
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
