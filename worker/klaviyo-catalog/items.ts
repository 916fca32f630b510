/** Creates, changes and deletes items, one or many, with what follows for their variants. */
import { statementsOf } from '../chunks.ts'
import { homeOf } from '../homes/home.ts'
import { newId } from '../ids.ts'
import { KLAVIYO_VARIANTS_AT_ONCE } from '../limits.ts'
import { done, failed, type Result } from '../result.ts'
import type { Shop } from '../shop/shop.ts'
import { nextOfItem, takenOf } from './read.ts'
import { openReceiver, type Receiver } from './receive.ts'
import { type Item, touchesEntries, type Variant } from './rules.ts'
import {
  type Changed,
  changeItems,
  dropItem,
  dropVariants,
  insertItems,
  mergedById,
  type NewItem,
} from './store.ts'
import { idsFor } from './variants.ts'

/** Creates items; gives the outcome of each. */
export async function createItems(
  env: Env,
  shop: Shop,
  items: NewItem[],
  now: number,
): Promise<Result<Item, 'duplicate'>[]> {
  const db = homeOf(env, shop)
  const taken = await takenOf(db, shop.id, { items: items.map(({ externalId }) => externalId) })
  const ids = idsFor(items.length, now)
  const planned = items.map((item, n) => {
    if (taken.items.has(item.externalId)) return undefined
    taken.items.add(item.externalId)
    return { ...item, id: ids[n] ?? newId(now) }
  })
  const stored = new Map<string, Item>()
  for (const some of statementsOf(planned.flatMap((one) => one ?? []))) {
    for (const one of await insertItems(db, shop.id, some, now)) stored.set(one.id, one)
  }
  return planned.map((one) => {
    const item = one && stored.get(one.id)
    return item ? done(item) : failed('duplicate')
  })
}

/**
 * Changes items; gives the outcome of each. Titles and images go on to the entries of their variants, and
 * whether an item is published to their levels.
 */
export async function updateItems(
  env: Env,
  shop: Shop,
  changes: Changed[],
  now: number,
): Promise<Result<Item, 'unknown'>[]> {
  const db = homeOf(env, shop)
  const merged = mergedById(changes)
  const stored = new Map<string, Item>()
  for (const some of statementsOf([...merged.values()])) {
    for (const one of await changeItems(db, shop.id, some, now)) stored.set(one.externalId, one)
  }
  const receiver = openReceiver(env, shop, now)
  for (const { externalId, change } of merged.values()) {
    const isPublished = change.published !== undefined
    if (!stored.has(externalId) || !(isPublished || touchesEntries(change))) continue
    await eachOfItem(db, shop.id, externalId, async (variants) => {
      if (touchesEntries(change)) await receiver.entries(variants)
      if (isPublished) await receiver.levels(variants)
    })
  }
  await receiver.log()
  return changes.map(({ externalId }) => {
    const item = stored.get(externalId)
    return item ? done(item) : failed('unknown')
  })
}

/** Deletes items with their variants; gives for each whether there was one. */
export async function deleteItems(
  env: Env,
  shop: Shop,
  externalIds: string[],
  now: number,
): Promise<Result<null, 'unknown'>[]> {
  const db = homeOf(env, shop)
  const { items } = await takenOf(db, shop.id, { items: externalIds })
  const receiver = openReceiver(env, shop, now)
  for (const externalId of items) await deleteItem(db, shop.id, receiver, externalId)
  await receiver.log()
  return externalIds.map((one) => (items.has(one) ? done(null) : failed('unknown')))
}

async function deleteItem(
  db: D1Database,
  shopId: string,
  receiver: Receiver,
  externalId: string,
): Promise<void> {
  let isGone = false
  // Again if another request creates a variant of the item meanwhile.
  while (!isGone) {
    await eachOfItem(db, shopId, externalId, async (variants) => {
      await receiver.gone(variants.map(({ sku }) => sku))
      await dropVariants(
        db,
        shopId,
        variants.map((one) => one.externalId),
      )
    })
    isGone = await dropItem(db, shopId, externalId)
  }
}

/** Does something with all variants of an item, some at a time. */
async function eachOfItem(
  db: D1Database,
  shopId: string,
  itemId: string,
  work: (variants: Variant[]) => Promise<void>,
): Promise<void> {
  let after = ''
  for (;;) {
    const variants = await nextOfItem(db, shopId, itemId, after, KLAVIYO_VARIANTS_AT_ONCE)
    const last = variants.at(-1)
    if (!last) return
    await work(variants)
    if (variants.length < KLAVIYO_VARIANTS_AT_ONCE) return
    after = last.id
  }
}
