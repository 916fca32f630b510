/**
 * Small schemas that all shapes on the wire share. The message of a schema is the stable `code` of
 * its fault (see problem.ts); each place that shows a fault has its own words.
 */
import * as v from 'valibot'
import { CHANNELS, type Channel as ChannelName } from './channels.ts'
import { LOCALE_CHARACTERS, localeIn } from './locale.ts'

// Line breaks and other control characters would break a mail's subject or a log line.
const CONTROL = /\p{Cc}/u
// Half a character of UTF-16. UTF-8 cannot write it, so it would be stored as another text.
const LONE_SURROGATE = /\p{Cs}/u

/** Text of any length that UTF-8 can write. */
export const Text = v.pipe(
  v.string('not_text'),
  v.check((text) => !LONE_SURROGATE.test(text), 'text_malformed'),
)

/** One line of text of 1 to `max` UTF-16 units, trimmed, without control characters. */
export const line = (max: number) =>
  v.pipe(
    Text,
    v.trim(),
    v.minLength(1, 'empty'),
    v.maxLength(max, 'too_long'),
    v.check((text) => !CONTROL.test(text), 'control_character'),
  )

/** A whole number within bounds. */
export const whole = (least: number, most: number) =>
  v.pipe(
    v.number('quantity_invalid'),
    v.check((n) => Number.isSafeInteger(n) && n >= least && n <= most, 'quantity_invalid'),
  )

/** Text that may have several lines, 1 to `max` UTF-16 units. */
export const prose = (max: number) =>
  v.pipe(Text, v.trim(), v.minLength(1, 'empty'), v.maxLength(max, 'too_long'))

/**
 * The message of an object schema. valibot reports a missing key with the object's own message,
 * and names the key in quotes in `expected`; anything else means that it is no object at all.
 */
export const objectFault = (issue: v.BaseIssue<unknown>): string =>
  issue.expected?.startsWith('"')
    ? 'missing'
    : issue.expected === 'never'
      ? 'unknown_field'
      : 'not_an_object'

/** An object with these fields and no others. A list is none, although JavaScript calls it an object. */
export function strictObject<const E extends v.ObjectEntries>(entries: E) {
  const schema = v.strictObject(entries, objectFault)
  const run: (typeof schema)['~run'] = (dataset, config) =>
    schema['~run'](
      Array.isArray(dataset.value) ? { ...dataset, value: undefined } : dataset,
      config,
    )
  return { ...schema, '~run': run }
}

/** A list of 1 to `most` items. */
export const listOf = <const S extends v.GenericSchema>(item: S, most: number) =>
  v.pipe(v.array(item, 'not_a_list'), v.minLength(1, 'empty'), v.maxLength(most, 'too_many'))

// Names that an object has of itself. valibot leaves them out without a word.
const TAKEN_NAMES = new Set(['__proto__', 'prototype', 'constructor'])

/** An object of at most `most` values, by name. */
export const recordOf = <
  const K extends v.GenericSchema<string, string>,
  const V extends v.GenericSchema,
>(
  name: K,
  value: V,
  most: number,
) =>
  v.pipe(
    v.custom<Record<string, unknown>>(
      (input) => typeof input === 'object' && input !== null && !Array.isArray(input),
      'not_an_object',
    ),
    v.check((all) => Object.keys(all).every((each) => !TAKEN_NAMES.has(each)), 'name_invalid'),
    v.check((all) => Object.keys(all).length <= most, 'too_many'),
    v.record(name, value),
  )

/** The longest address, in UTF-16 units. */
export const ADDRESS_UNITS = 2000

/** An absolute http(s) address without user name or password. */
export const WebAddress = v.pipe(
  line(ADDRESS_UNITS),
  v.check((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return /^https?:$/.test(url?.protocol ?? '') && url?.username === '' && url.password === ''
  }, 'url_invalid'),
)

/** A BCP 47 language tag. It is stored in its canonical form: `sv_se` becomes `sv-SE`. */
export const Locale = v.pipe(
  line(LOCALE_CHARACTERS),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const locale = localeIn(dataset.value)
    if (locale !== undefined) return locale
    addIssue({ message: 'locale_invalid' })
    return NEVER
  }),
)

/** A country as ISO 3166-1 alpha-2, upper case. */
export const Country = v.pipe(line(2), v.toUpperCase(), v.regex(/^[A-Z]{2}$/, 'country_invalid'))

/** Identifies a variant within a shop. */
export const Sku = line(200)

/** The shop's own reference on a subscription and a stock level (for Centra: the Market ID). */
export const ExternalId = line(200)

/** The name of a destination or a source within the shop: in the API and in the log. */
export const Name = v.pipe(line(40), v.regex(/^[a-z0-9-]+$/, 'name_invalid'))

/** The channels that a person can be notified over. */
export const Channel = v.picklist(Object.keys(CHANNELS) as ChannelName[], 'channel_unknown')
export type Channel = ChannelName

/** One or more channels, each once. */
export const Channels = v.pipe(
  v.array(Channel, 'not_a_list'),
  v.minLength(1, 'empty'),
  v.maxLength(8, 'too_long'),
  v.transform((channels) => [...new Set(channels)].toSorted()),
)
