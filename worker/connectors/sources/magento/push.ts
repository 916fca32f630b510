/**
 * Reads a push of a shop's own system: the SKUs that changed. Such systems use many shapes, so every item
 * that names a SKU is read. The others are counted.
 */
import * as v from 'valibot'
import { Sku } from '../../../../shared/text.ts'
import { List, needed, Word } from '../../../lenient.ts'
import type { Hook } from '../../hook.ts'
import type { Delivery } from '../contract.ts'
import { SKUS_PER_PUSH } from './limits.ts'

const Named = v.object({ sku: needed(v.unknown()) })
const Pushed = v.object({ skus: v.optional(v.unknown()), sku: v.optional(v.unknown()) })
const Pushable = v.pipe(needed(Word), Sku)

/**
 * Reads `{"skus": ["A1", …]}`, and also a bare list, one text or number instead of the list, `sku` for
 * `skus`, and items of the form `{"sku": "A1", …}`. Gives undefined if it names no SKU.
 */
export function readPush({ body, headers }: Hook): Delivery | undefined {
  const items = itemsOf(JSON.parse(body))
  const skus = new Set<string>()
  let leftOut = 0
  for (const item of items) {
    const sku = v.safeParse(Pushable, v.is(Named, item) ? item.sku : item)
    const isTaken = sku.success && (skus.has(sku.output) || skus.size < SKUS_PER_PUSH)
    if (isTaken) skus.add(sku.output)
    else leftOut += 1
  }
  if (skus.size === 0) return undefined
  const id = headers.get('X-Hook-Id')
  return { ...(id && { id }), hints: [...skus], ...(leftOut > 0 && { leftOut }) }
}

function itemsOf(pushed: unknown): unknown[] {
  if (Array.isArray(pushed)) return pushed
  const said = v.safeParse(Pushed, pushed)
  if (!said.success) return []
  const { skus, sku } = said.output
  return [skus, sku].flatMap((one) => {
    const listed = v.parse(List, one)
    return listed.length > 0 ? listed : one === undefined ? [] : [one]
  })
}
