/** Reads inventory items and variants again, many in one query. */
import * as v from 'valibot'
import { chunks } from '../../../chunks.ts'
import type { SourceFailure } from '../contract.ts'
import { readTogether } from '../judge.ts'
import { matters } from './admin.ts'
import { NODES_PER_QUERY } from './limits.ts'
import { Item, LEVELS, Nodes, nodesWith } from './queries.ts'
import { noteFurtherVariants, OF_FIELD, type Reading, storeVariants } from './reading.ts'

/** Reads inventory items and variants together, or one by one those for which that fails. */
export async function rereadNodes(
  reading: Reading,
  ids: readonly string[],
): Promise<SourceFailure | undefined> {
  for (const some of chunks([...ids], NODES_PER_QUERY)) {
    const failing = new Set<string>()
    const failure = await readTogether(
      reading.judge,
      some,
      (id: string) => ({ key: id }),
      async (asked) => {
        const [only = ''] = asked
        const read = await readNodes(reading, nodesWith(reading.options), asked)
        if (read.kind === 'done') {
          for (const id of read.failing.keys()) failing.add(id)
          return undefined
        }
        const isAlone = asked.length === 1 && OF_FIELD.test(read.reason)
        return isAlone ? readLevel(reading, only) : read
      },
    )
    if (failure) return failure
    for (const id of failing) {
      const alone = await readLevel(reading, id)
      const ended = alone && (await reading.judge.failed({ key: id }, alone))
      if (ended) return ended
    }
  }
  return undefined
}

/** Reads the level of one node, without the fields of its catalogue entry. */
async function readLevel(reading: Reading, id: string): Promise<SourceFailure | undefined> {
  const read = await readNodes(reading, LEVELS, [id])
  if (read.kind === 'failed') return read
  const [failing] = read.failing.values()
  return failing === undefined ? undefined : { kind: 'failed', reason: failing }
}

/** Reads and stores nodes. `failing`: those with a field that Shopify failed to compute, and why. */
async function readNodes(
  reading: Reading,
  query: string,
  ids: readonly string[],
): Promise<{ kind: 'done'; failing: Map<string, string> } | SourceFailure> {
  const asOf = Date.now()
  const read = await reading.admin(query, { ids }, Nodes, 'partly')
  if (read.kind === 'failed') return read
  const { shop, nodes } = read.value
  const errors = read.errors.filter((one) => matters(read.value, one))
  const failing = new Map<string, string>()
  const found: unknown[] = []
  for (const [at, id] of ids.entries()) {
    const node = nodes[at]
    const error = errors.find(({ path }) => path[0] === 'nodes' && path[1] === at)
    if (error) failing.set(id, error.reason)
    else if (isItem(node)) found.push(...(await variantsOfItem(reading, id, node)))
    else if (node !== null) found.push(node)
  }
  await storeVariants(reading, found, shop?.currencyCode, asOf, query !== LEVELS)
  return { kind: 'done', failing }
}

const isItem = (node: unknown): node is object =>
  typeof node === 'object' && node !== null && 'variants' in node

/** The variants of an inventory item. If it has more than the query asked for, they are read further. */
async function variantsOfItem(reading: Reading, id: string, node: object): Promise<unknown[]> {
  const item = v.safeParse(Item, node)
  if (!item.success) {
    reading.faults.note(id, 'item_unreadable')
    return []
  }
  const { pageInfo: after, nodes } = item.output.variants
  const failure = after && (await noteFurtherVariants(reading, 'item', id, after))
  if (failure) reading.faults.note(id, failure.reason)
  return nodes
}
