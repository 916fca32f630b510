/** A shop's own consent texts. The widget reads the texts and never this schema, so it is a file of its own. */
import * as v from 'valibot'
import { byLocale } from './by-locale.ts'
import { Channel, line, objectFault, prose, WebAddress } from './text.ts'

/** Line breaks are stored as LF. So a form that sends the text back sends the same text. */
const Text = v.optional(
  v.pipe(
    prose(2000),
    v.transform((text) => text.replaceAll(/\r\n?/g, '\n')),
  ),
)
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
    texts: byLocale(Texts),
    privacyUrl: v.optional(WebAddress),
    /** How many messages about an item the texts allow: one, or more with its reminders. Default: one. */
    messages: v.optional(v.picklist([1, 2, 3], 'choice_unknown')),
  },
  objectFault,
)
export type ConsentSettings = v.InferOutput<typeof ConsentSettings>
