/**
 * Builds things from the microdata of a page (HTML, 5.2), element by element in the order of the
 * page. A nested item keeps its properties to itself: the offer of a related product is not this
 * product's. Pure.
 */
import { NESTING_LEVELS, thing, type Thing } from './thing.ts'

/** Gets the elements of a page that match `MICRODATA`, and the texts within them. */
export interface MicrodataBuilder {
  /** An element begins. `attribute`: the value of one of its attributes; nothing if it lacks it. */
  open(tag: string, attribute: (name: string) => string | null | undefined): void
  /** A text, with its entities decoded. */
  text(text: string): void
  /** The element that began last ends. */
  close(): void
  /** The items that are no property of another, in their order. */
  things(): Thing[]
}

interface Item {
  type: string[]
  id: string | undefined
  values: Map<string, unknown[]>
}

interface Open {
  /** The item that the element's properties belong to, and their names. */
  outer: Item | undefined
  names: string[]
  item: Item | undefined
  /** What a machine reads instead of the text. */
  value: string | undefined
  text: string
}

/** Top-level items that are kept, and characters of one property: more than any product page has. */
const ITEMS = 1_000
const CHARACTERS = 4_000

/** Elements with their value in an attribute (HTML, 5.2.4). A link around a name is not its value. */
const WITH_ADDRESS = /^(link|img|source|video|audio|embed|iframe|object|area)$/i
const ADDRESSES = /^(url|image|availability|logo|contenturl|thumbnailurl|sameas|itemcondition)$/i

function valueOf(
  tag: string,
  names: readonly string[],
  attribute: (name: string) => string | null | undefined,
): string | undefined {
  const isAddress = WITH_ADDRESS.test(tag) || names.some((name) => ADDRESSES.test(name))
  const own = ['content', ...(isAddress ? ['href', 'src', 'data'] : []), 'datetime']
    .map(attribute)
    .find(Boolean)
  // Pages that load pictures late have a stand-in in `src`.
  const late = own?.startsWith('data:') ? attribute('data-src') : undefined
  const ofData = /^(data|meter)$/i.test(tag) ? attribute('value') : undefined
  return late ?? own ?? ofData ?? undefined
}

const wordsIn = (text: string | null | undefined): string[] =>
  text?.split(/\s+/).filter(Boolean) ?? []

/** The elements that a builder has to get. */
export const MICRODATA = '[itemscope],[itemprop],.delivery-information,.delivery--text'

/**
 * Shopware writes `LimitedAvailability` for a variant that is sold out or oversold, and says which in
 * the class of the next element. Shopware 5 says there only that nothing is in stock: with its default
 * settings such a variant can be bought.
 */
function deliveryOf(classes: readonly string[]): string | undefined {
  if (classes.includes('delivery-soldout')) return 'SoldOut'
  const isOversold = classes.some((one) =>
    /^delivery-(restock|-text-(not-available|more-is-coming))$/.test(one),
  )
  return isOversold ? 'BackOrder' : undefined
}

/** Ecwid writes a label into the sku's text (`SKU  TZ6550812`); other shops may name their products so. */
const wordsOf = (name: string, text: string): string[] => {
  const bare = name === 'sku' ? text.replace(/^sku\s*[:#]?\s+/i, '') : text
  return bare && bare !== text ? [bare, text] : [text]
}

/** A builder for one page. */
export function microdata(): MicrodataBuilder {
  const open: Open[] = []
  const top: Item[] = []
  /** Open elements beyond `NESTING_LEVELS`, which are left out. */
  let deeper = 0

  return {
    open(tag, attribute) {
      if (open.length >= NESTING_LEVELS) return void (deeper += 1)
      const outer = open.findLast(({ item }) => item)?.item
      const names = wordsIn(attribute('itemprop'))
      const isItem = typeof attribute('itemscope') === 'string'
      const item: Item | undefined = isItem
        ? {
            type: wordsIn(attribute('itemtype')),
            id: attribute('itemid') ?? undefined,
            values: new Map(),
          }
        : undefined
      const isProperty = outer !== undefined && names.length > 0
      if (item && !isProperty && top.length < ITEMS) top.push(item)
      const delivery = outer && deliveryOf(wordsIn(attribute('class')))
      if (delivery) outer.values.set('availability', [delivery])
      const value = isProperty && !item ? valueOf(tag, names, attribute) : undefined
      open.push({ outer, names: isProperty ? names : [], item, value, text: '' })
    },
    text(text) {
      for (const one of open) if (one.text.length < CHARACTERS) one.text += text
    },
    close() {
      if (deeper > 0) return void (deeper -= 1)
      const closed = open.pop()
      if (!closed) return
      const { outer, names, item, value, text } = closed
      for (const name of names) {
        const values = outer?.values.get(name) ?? []
        const known = item ?? value
        if (values.length < ITEMS) values.push(...(known ? [known] : wordsOf(name, text.trim())))
        outer?.values.set(name, values)
      }
    },
    things: () => top.map(thingOf),
  }
}

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null

const thingOf = ({ type, id, values }: Item): Thing =>
  thing([
    ['@type', type],
    ['@id', id],
    ...[...values].map(
      ([name, all]) => [name, all.map((one) => (isItem(one) ? thingOf(one) : one))] as const,
    ),
  ])
