/**
 * Reads what webhooks hinted at: inventory items and variants many in one query, products one by
 * one, because a product may have two thousand variants. An id that Shopify no longer has is
 * skipped. A variant or field that Shopify fails to compute affects no other.
 */
import * as v from 'valibot'
import type { Sink, SourceContext, SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { judgeOf } from '../judge.ts'
import type { Admin } from './admin.ts'
import { gid } from './gid.ts'
import type { ShopifyOptions } from './options.ts'
import { SHOP } from './queries.ts'
import type { Reading } from './reading.ts'
import { rereadNodes } from './reread-nodes.ts'
import { rereadProducts } from './reread-products.ts'

/** Reads what the hints name, by their global ids, and stores levels and entries. */
export async function rereadShopify(
  admin: Admin,
  hints: string[],
  sink: Sink,
  options: ShopifyOptions,
  context: SourceContext,
  faults: ItemFaults,
): Promise<{ kind: 'done' } | SourceFailure> {
  const judge = judgeOf(faults, async () => {
    const read = await admin(SHOP, {}, v.object({}))
    return read.kind === 'failed' ? read : undefined
  })
  const sets = { further: new Set<string>(), readInstead: new Set<string>() }
  const reading: Reading = { admin, sink, options, context, ...sets, faults, judge }
  const isProduct = (id: string) => id.startsWith(gid('Product', ''))
  const failure =
    (await rereadNodes(
      reading,
      hints.filter((id) => !isProduct(id)),
    )) ??
    (await rereadProducts(reading, hints.filter(isProduct))) ??
    (await rereadNodes(reading, [...reading.further])) ??
    (await rereadNodes(reading, [...reading.readInstead])) ??
    (await judge.finish())
  return failure ?? { kind: 'done' }
}
