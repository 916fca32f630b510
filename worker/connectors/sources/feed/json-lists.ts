/** Finds the list of variants in a JSON feed, for shops that do not say where it is. */
import type { BufferedFeed } from './buffer.ts'
import { bestOf, candidate, type Candidate } from './candidates.ts'
import { jsonReader } from './json.ts'
import { walker } from './json-walk.ts'
import { SEARCHED_BYTES } from './limits.ts'
import type { FeedFields } from './options.ts'
import { bounds } from './parser.ts'

/** Lists of a feed. More than these are the same list in different objects. */
const MOST_LISTS = 1_000

/** The path of the list; that of any list if none has variants; undefined if there is no list. */
export async function findList(
  feed: Pick<BufferedFeed, 'read'>,
  mapped: FeedFields,
): Promise<readonly string[] | undefined> {
  const lists = new Map<string, readonly [keys: readonly string[], Candidate]>()
  const open: Set<string>[] = []
  const within = bounds('json')
  const walk = walker({
    list(keys) {
      const id = keys.join('\n')
      if (!lists.has(id) && lists.size < MOST_LISTS) lists.set(id, [keys, candidate(mapped)])
    },
    element: (_keys, isObject) => void (isObject && open.push(new Set())),
    value: (name) => void open.at(-1)?.add(name),
    listed() {},
    elementEnd(keys) {
      const names = open.pop()
      if (names) lists.get(keys.join('\n'))?.[1].add(names)
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
