/**
 * What a page says of its own with a request: an engraving, a size of a bundle, a campaign. It comes back
 * in conditions, webhooks and messages. Anybody can send it, so it proves nothing.
 */
import * as v from 'valibot'
import { Email } from './email.ts'
import { line, recordOf } from './text.ts'

/** The most values of one request. */
export const MOST_DATA = 10

/** The name of a value: `engraving`. */
export const DataName = v.pipe(line(30), v.regex(/^[a-z0-9-]+$/, 'name_invalid'))

// What stands around an address in a sentence.
const BETWEEN_WORDS = /[\s<>()[\],;:"]+/

/** A short text. Data is stored in clear, so it is no place for an e-mail address. */
const DataValue = v.pipe(
  line(100),
  v.check(
    (text) => !text.split(BETWEEN_WORDS).some((word) => v.is(Email, word)),
    'address_in_data',
  ),
)

/** Values by name, in the order of their names: so equal data is equal as JSON. */
export const Data = v.pipe(recordOf(DataName, DataValue, MOST_DATA), v.transform(inOrder))
export type Data = Record<string, string>

function inOrder(data: Data): Data {
  return Object.fromEntries(Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
