/** What the catalogue of this dialect means for the engine, given to it as a source gives what it read. */
import { removeEntries } from '../catalog/store.ts'
import { homeOf } from '../homes/home.ts'
import { chunks } from '../chunks.ts'
import { SOURCE_CHUNK } from '../limits.ts'
import type { Shop } from '../shop/shop.ts'
import { type CountingSink, openSink } from '../source/sink.ts'
import { entryOf, levelOf, type Variant } from './rules.ts'

/** The name of the dialect in the log. */
const SOURCE = 'klaviyo'

/** Takes what one request means for the engine, in the order in which it is given. */
export interface Receiver {
  entries(variants: Variant[]): Promise<void>
  /** The levels of those whose quantity is known. */
  levels(variants: Variant[]): Promise<void>
  /** Nothing is sold under these skus any more. People who wait for them keep waiting. */
  gone(skus: string[]): Promise<void>
  /** Writes the counts to the log, unless no level changed. */
  log: CountingSink['log']
}

/** A receiver for one request that came at `now` (milliseconds since 1970). */
export function openReceiver(env: Env, shop: Shop, now: number): Receiver {
  const sink = openSink(env, shop, SOURCE, now)
  return {
    entries: (variants) => sink.entries(variants.map(entryOf)),
    levels: (variants) => sink.levels(variants.flatMap((one) => levelOf(one) ?? [])),
    async gone(skus) {
      // Before the entry goes: a request in between finds the variant sold out.
      await sink.levels(skus.map((sku) => ({ sku, quantity: 0 })))
      for (const some of chunks(skus, SOURCE_CHUNK)) {
        await removeEntries(homeOf(env, shop), shop.id, some)
      }
    },
    log: sink.log,
  }
}
