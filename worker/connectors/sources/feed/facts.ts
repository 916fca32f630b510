/** Reads the availability of an item. Pure. */
import type { AvailabilityFacts } from '../availability.ts'
import type { FeedFields } from './options.ts'

/** Gives the text of a field of one item; undefined when it is absent or empty. */
export type FieldReader = (field: keyof FeedFields) => string | undefined

const AVAILABILITY: Record<string, AvailabilityFacts> = {
  instock: { available: true },
  outofstock: { available: false },
  preorder: { oversells: true },
  backorder: { oversells: true },
  onbackorder: { oversells: true },
  limitedavailability: { available: true },
  soldout: { available: false },
  discontinued: { available: false },
  true: { available: true },
  false: { available: false },
  yes: { available: true },
  no: { available: false },
  1: { available: true },
  0: { available: false },
}
// Klaviyo's policies 1 and 2 are absent: they say whether Klaviyo shows a sold-out item.
const OVERSELLING = new Set(['continue', 'allow', 'backorder', 'preorder'])
const UNPUBLISHED = new Set(['false', '0', 'no', 'draft', 'archived', 'unpublished', 'hidden'])

/** The facts of an item; or a short code when its quantity or availability cannot be read. */
export function itemFacts(read: FieldReader, published: boolean): AvailabilityFacts | string {
  const text = read('quantity')
  const quantity = text === undefined ? undefined : Number(text)
  if (quantity !== undefined && !Number.isFinite(quantity)) return 'quantity_invalid'
  const word = read('availability')
  const availability = word === undefined ? undefined : AVAILABILITY[bareWord(word)]
  if (word !== undefined && availability === undefined) return 'availability_unknown'
  const policy = bareWord(read('policy') ?? '')
  return {
    ...availability,
    quantity,
    ...(OVERSELLING.has(policy) && { oversells: true }),
    published,
  }
}

/** Whether a text in a field `published` means that shoppers cannot see the item. */
export const meansUnpublished = (text: string): boolean => UNPUBLISHED.has(bareWord(text))

/** `In Stock`, `in-stock` and `https://schema.org/InStock` all give `instock`. */
const bareWord = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/schema\.org\//, '')
    .replaceAll(/[\s_-]+/g, '')
