/** Lists in parts that one statement or one message takes. */
import { SOURCE_CHUNK, SOURCE_CHUNK_CHARACTERS } from './limits.ts'

/** Splits a list into lists of at most `size` items, in the same order. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, n) => items.slice(n * size, (n + 1) * size))
}

/** Splits the items into lists that each fit into one statement as JSON, by number and by length. */
export function statementsOf<T>(items: readonly T[]): T[][] {
  const lists: T[][] = []
  let room = 0
  for (const item of items) {
    const length = JSON.stringify(item).length
    const list = lists.at(-1)
    if (list && list.length < SOURCE_CHUNK && length <= room) {
      list.push(item)
      room -= length
    } else {
      lists.push([item])
      room = SOURCE_CHUNK_CHARACTERS - length
    }
  }
  return lists
}
