/**
 * Finds the list of variants in a JSON feed, for shops that do not say where it is: the one with most
 * objects that name a SKU and say how many there are. Of two that are as long, it is the first.
 */
import type { BufferedFeed } from './buffer.ts'
import { bareName, type Field, fieldsNamed } from './field-names.ts'
import { jsonReader } from './json.ts'
import { walker } from './json-walk.ts'
import { SEARCHED_BYTES } from './limits.ts'
import type { FeedFields } from './options.ts'
import { bounds } from './parser.ts'

interface List {
  keys: readonly string[]
  /** How many objects it has: with a sku and a stock, with any name and a stock, with a name, in all. */
  counts: number[]
}

/** Lists of a feed. More than these are the same list in different objects. */
const MOST_LISTS = 1_000

/** The path of the list; that of any list if none has variants; undefined if there is no list. */
export async function findList(
  feed: Pick<BufferedFeed, 'read'>,
  mapped: FeedFields,
): Promise<readonly string[] | undefined> {
  const lists = new Map<string, List>()
  const open: Set<string>[] = []
  const within = bounds('json')
  const walk = walker({
    list(keys) {
      const id = keys.join('\n')
      if (lists.has(id) || lists.size >= MOST_LISTS) return
      lists.set(id, { keys, counts: [0, 0, 0, 0] })
    },
    element: (_keys, isObject) => void (isObject && open.push(new Set())),
    value: (name) => void open.at(-1)?.add(name),
    elementEnd(keys) {
      const names = open.pop()
      const list = lists.get(keys.join('\n'))
      if (!names || !list) return
      const kinds = kindsOf(names, mapped)
      list.counts = list.counts.map((count, at) => count + (kinds[at] ? 1 : 0))
    },
  })
  const reader = jsonReader((token) => {
    within.item()
    walk(token)
  }, within)
  try {
    let bytes = 0
    for await (const chunk of feed.read()) {
      reader.write(chunk)
      bytes += chunk.byteLength
      if (bytes >= SEARCHED_BYTES) break
    }
  } catch {
    // What is wrong with the feed is found, with its item, when it is read.
  }
  return bestOf([...lists.values()])
}

/** The list that has most of the best kind of objects that any has. */
function bestOf(lists: readonly List[]): readonly string[] | undefined {
  for (const kind of [0, 1, 2, 3]) {
    const most = Math.max(0, ...lists.map(({ counts }) => counts[kind] ?? 0))
    const found = most > 0 && lists.find(({ counts }) => counts[kind] === most)
    if (found) return found.keys
  }
  return lists[0]?.keys
}

/** What an object with these names is, in the order of `counts`. */
function kindsOf(names: ReadonlySet<string>, mapped: FeedFields): boolean[] {
  const fields = new Set<Field>()
  for (const name of names) {
    for (const [field] of fieldsNamed(name)) fields.add(field)
    for (const [field, place] of Object.entries(mapped)) {
      if (place !== undefined && bareName(place) === bareName(name)) fields.add(field as Field)
    }
  }
  const isProper = fields.has('sku')
  const isNamed = isProper || fields.has('id') || fields.has('code')
  const isStocked = fields.has('quantity') || fields.has('availability')
  return [isProper && isStocked, isNamed && isStocked, isNamed, true]
}
