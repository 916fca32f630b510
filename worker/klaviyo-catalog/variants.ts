/**
 * Creates, changes and deletes variants, one or many. Each has an outcome of its own: one that is at fault stops
 * no other. A row is written before its entry and its level, and deleted after them, so a request that ended
 * half-way can be repeated.
 */
import { statementsOf } from '../chunks.ts'
import { homeOf } from '../homes/home.ts'
import { newId } from '../ids.ts'
import { done, failed, type Result } from '../result.ts'
import type { Shop } from '../shop/shop.ts'
import { takenOf, unreceived } from './read.ts'
import { openReceiver, type Receiver } from './receive.ts'
import { touchesEntry, touchesLevel, type Variant } from './rules.ts'
import {
  type Changed,
  changeVariants,
  dropVariants,
  insertVariants,
  mergedById,
  type NewVariant,
} from './store.ts'

/** Why a variant is not created. */
export type CreateFault =
  /** There is one with this external id. */
  | 'duplicate'
  /** Another variant has this sku, by which people wait. */
  | 'sku_taken'
  | 'item_unknown'

/** Why a variant is not changed. */
export type ChangeFault = 'unknown' | 'sku_taken'

/** Ids for rows that come together: they sort as the rows are given. */
export const idsFor = (count: number, now: number): string[] =>
  Array.from({ length: count }, () => newId(now)).toSorted()

/** Creates variants; gives the outcome of each. */
export async function createVariants(
  env: Env,
  shop: Shop,
  variants: NewVariant[],
  now: number,
): Promise<Result<Variant, CreateFault>[]> {
  const db = homeOf(env, shop)
  const taken = await takenOf(db, shop.id, {
    items: variants.map(({ itemId }) => itemId),
    variants: variants.map(({ externalId }) => externalId),
    skus: variants.map(({ sku }) => sku),
  })
  const ids = idsFor(variants.length, now)
  const planned = variants.map((variant, n): Result<NewVariant & { id: string }, CreateFault> => {
    if (taken.variants.has(variant.externalId)) return failed('duplicate')
    if (taken.skus.has(variant.sku)) return failed('sku_taken')
    if (!taken.items.has(variant.itemId)) return failed('item_unknown')
    taken.variants.set(variant.externalId, variant.sku)
    taken.skus.set(variant.sku, variant.externalId)
    return done({ ...variant, id: ids[n] ?? newId(now) })
  })
  const stored = new Map<string, Variant>()
  for (const some of statementsOf(planned.flatMap((one) => (one.ok ? [one.value] : [])))) {
    for (const one of await insertVariants(db, shop.id, some, now)) stored.set(one.id, one)
  }
  const receiver = openReceiver(env, shop, now)
  const created = [...stored.values()].filter(({ id }) => ids.includes(id))
  await receiver.entries(created)
  await receiver.levels(created)
  const repeated = variants.filter((_, n) => planned[n]?.ok === false)
  await receiveAgain(env, shop, receiver, repeated)
  await receiver.log()
  return planned.map((one) => {
    if (!one.ok) return one
    const variant = stored.get(one.value.id)
    // Another request was faster.
    return variant ? done(variant) : failed('duplicate')
  })
}

/** Gives the engine what it lacks of variants whose creation is repeated because it ended half-way. */
async function receiveAgain(
  env: Env,
  shop: Shop,
  receiver: Receiver,
  variants: NewVariant[],
): Promise<void> {
  if (variants.length === 0) return
  const externalIds = variants.map(({ externalId }) => externalId)
  const lacking = await unreceived(homeOf(env, shop), shop.id, externalIds)
  await receiver.entries(lacking.flatMap((one) => (one.hasEntry ? [] : [one.variant])))
  await receiver.levels(lacking.flatMap((one) => (one.hasLevel ? [] : [one.variant])))
}

/** A change of a variant. */
export type VariantChange = Changed & { sku?: string }

/** Changes variants; gives the outcome of each. Several changes of one variant count in their order. */
export async function updateVariants(
  env: Env,
  shop: Shop,
  changes: VariantChange[],
  now: number,
): Promise<Result<Variant, ChangeFault>[]> {
  const db = homeOf(env, shop)
  const receiver = openReceiver(env, shop, now)
  const { refused, moved } = await renaming(db, shop.id, changes)
  await receiver.gone(moved)
  const merged = mergedById(changes.filter((one) => !refused.has(one)))
  const stored = new Map<string, Variant>()
  for (const some of statementsOf([...merged.values()])) {
    for (const one of await changeVariants(db, shop.id, some, now)) stored.set(one.externalId, one)
  }
  const touched = (by: (change: VariantChange) => boolean) =>
    [...merged.values()].filter(by).flatMap(({ externalId }) => stored.get(externalId) ?? [])
  await receiver.entries(touched(({ change, sku }) => sku !== undefined || touchesEntry(change)))
  await receiver.levels(touched(({ change, sku }) => sku !== undefined || touchesLevel(change)))
  await receiver.log()
  return changes.map((one) => {
    if (refused.has(one)) return failed('sku_taken')
    const variant = stored.get(one.externalId)
    if (!variant) return failed('unknown')
    const sku = merged.get(one.externalId)?.sku ?? variant.sku
    // Another request may have taken the sku meanwhile.
    return variant.sku === sku ? done(variant) : failed('sku_taken')
  })
}

/** Which changes want a sku that another variant has, and which skus the others leave behind. */
async function renaming(
  db: D1Database,
  shopId: string,
  changes: VariantChange[],
): Promise<{ refused: Set<VariantChange>; moved: string[] }> {
  const refused = new Set<VariantChange>()
  const wanted = changes.filter(({ sku }) => sku !== undefined)
  if (wanted.length === 0) return { refused, moved: [] }
  const { variants, skus } = await takenOf(db, shopId, {
    variants: wanted.map(({ externalId }) => externalId),
    skus: wanted.flatMap(({ sku }) => sku ?? []),
  })
  const moved: string[] = []
  for (const one of wanted) {
    const { externalId, sku = '' } = one
    const before = variants.get(externalId)
    if (before === undefined || before === sku) continue
    const owner = skus.get(sku)
    if (owner !== undefined && owner !== externalId) {
      refused.add(one)
    } else {
      moved.push(before)
      variants.set(externalId, sku)
      skus.set(sku, externalId)
    }
  }
  return { refused, moved }
}

/** Deletes variants; gives for each whether there was one. */
export async function deleteVariants(
  env: Env,
  shop: Shop,
  externalIds: string[],
  now: number,
): Promise<Result<null, 'unknown'>[]> {
  const db = homeOf(env, shop)
  const { variants } = await takenOf(db, shop.id, { variants: externalIds })
  const receiver = openReceiver(env, shop, now)
  await receiver.gone([...variants.values()])
  await dropVariants(db, shop.id, [...variants.keys()])
  await receiver.log()
  return externalIds.map((one) => (variants.has(one) ? done(null) : failed('unknown')))
}
