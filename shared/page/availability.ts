/**
 * Whether a variant can be bought, by a word of a page or a feed. The one table for all readers.
 * Sources: https://schema.org/ItemAvailability, Google's and Meta's product specifications, and the
 * words that platforms write instead of them.
 */
import { list, type Thing } from './thing.ts'

/** `oversold`: it can be bought although it is out of stock. The shop decides what that counts as. */
export type State = 'in_stock' | 'sold_out' | 'oversold'

const WORDS: Record<State, string> = {
  in_stock:
    'instock limitedavailability limitedstock lowstock onlineonly onlineavailable available ' +
    'availablefororder availableonline inventory readytoship true yes y 1',
  sold_out:
    'outofstock outstock oos soldout discontinued instoreonly reserved unavailable notavailable ' +
    'notinstock nostock temporarilyoutofstock temporarilyunavailable currentlyunavailable ' +
    'nolongeravailable endoflife false no n 0',
  oversold:
    'preorder presale backorder backordered onbackorder availableonbackorder ' +
    'availableforbackorder availableforpreorder madetoorder',
}

const STATES = new Map<string, State>(
  (Object.keys(WORDS) as State[]).flatMap((state) =>
    WORDS[state].split(' ').map((word) => [word, state] as const),
  ),
)

/** `Out of Stock`, `out_of_stock`, `https://schema.org/OutOfStock/` and `schema:OutOfStock`: `outofstock`. */
const bare = (word: string): string =>
  word
    .replace(/[\s\p{P}]+$/u, '')
    .replace(/^.*[/#:.]/s, '')
    .replaceAll(/[\s\p{P}\p{Zs}]+/gu, '')
    .toLowerCase()

/** The words in a value: a text, a thing with `@id`, or a list of either. */
export const availabilityWords = (value: unknown): string[] =>
  list(value).flatMap((one) => {
    const word =
      typeof one === 'object' && one !== null
        ? ((one as Thing)['@id'] ?? (one as Thing)['@value'] ?? (one as Thing)['name'])
        : one
    const text = typeof word === 'boolean' || typeof word === 'number' ? `${word}` : word
    return typeof text === 'string' && text.trim() ? [text.trim()] : []
  })

/** The best state among the words of a value; undefined if it has none, or none that is known. */
export function availabilityOf(value: unknown): State | undefined {
  return best(availabilityWords(value).map((word) => STATES.get(bare(word))))
}

const RANKS: (State | undefined)[] = ['in_stock', 'oversold', 'sold_out']

/** The best of several states: in stock, else oversold, else sold out. */
export const best = (states: readonly (State | undefined)[]): State | undefined =>
  RANKS.find((state) => states.includes(state))
