/** Upserts and deletes products, and gives the catalogue and the stock what follows. */
import { receiveEntries } from '../catalog/receive.ts'
import { removeEntries } from '../catalog/store.ts'
import { chunks, statementsOf } from '../chunks.ts'
import { homeOf } from '../homes/home.ts'
import { SOURCE_CHUNK } from '../limits.ts'
import type { Shop } from '../shop/shop.ts'
import { logReceived, receiveLevels } from '../stock/receive.ts'
import {
  entriesOf,
  idsAwaited,
  type KeptProduct,
  levelsOf,
  type NamedProduct,
  type PlainLevel,
  skusOf,
  tellsStock,
  upserted,
} from './rules.ts'
import {
  awaitedOf,
  countWaiting,
  dropProduct,
  findProducts,
  ownersOf,
  storeProducts,
  type StoredProduct,
} from './store.ts'

/** The result of an upsert. */
export interface Upserted {
  /** In the order of the call. */
  products: StoredProduct[]
  /** How many people wait for what came back in stock, up to `TRIGGERED_COUNTED`. */
  triggered: number
}

/**
 * Upserts products in their order. The products themselves are stored last: if the Worker ends before
 * that, the same call does everything again, and what was done already changes nothing.
 */
export async function upsertProducts(
  env: Env,
  shop: Shop,
  said: NamedProduct[],
  now: number,
): Promise<Upserted> {
  const db = homeOf(env, shop)
  const ids = [...new Set(said.map(({ productId }) => productId))]
  const found = await findProducts(db, shop.id, ids)
  const named = said.flatMap(({ variants = [] }) =>
    variants.flatMap(({ variantId, sku }) => [variantId, sku ?? variantId]),
  )
  const before = [...found.values()].flatMap(({ product }) => skusOf(product))
  const owners = await ownersOf(db, shop.id, [...new Set([...named, ...before])])
  const awaited = await awaitedOf(db, shop.id, [...new Set(said.flatMap(idsAwaited))])

  const products = new Map([...found].map(([id, { product }]) => [id, product]))
  const levels = new Map<string, number>()
  const gone = new Set<string>()
  for (const one of said) {
    const old = products.get(one.productId)
    const isOthers = (sku: string) => (owners.get(sku) ?? one.productId) !== one.productId
    const product = upserted(old, one, { isTaken: isOthers, isAwaited: (sku) => awaited.has(sku) })
    const skus = skusOf(product)
    const left = (old ? skusOf(old) : []).filter((sku) => !(skus.includes(sku) || isOthers(sku)))
    const isAwaited = found.get(one.productId)?.awaited || awaited.has(one.productId)
    const current = tellsStock(one, old) ? levelsOf(product, isAwaited) : []
    for (const sku of left) gone.add(sku)
    for (const { sku, quantity } of [...left.map(soldOut), ...current]) levels.set(sku, quantity)
    for (const sku of skus) {
      gone.delete(sku)
      owners.set(sku, one.productId)
    }
    products.set(one.productId, product)
  }

  const changed = ids.flatMap((id) => products.get(id) ?? [])
  await receiveCatalog(env, shop, changed, gone, now)
  const restocks = await receive(
    env,
    shop,
    [...levels].map(([sku, quantity]) => ({ sku, quantity })),
    now,
  )
  const triggered = await countWaiting(db, shop.id, restocks)
  await storeProducts(db, shop.id, changed, now)
  return {
    products: said.flatMap(({ productId }) => {
      const product = products.get(productId)
      return product ? [withTimes(product, found.get(productId), now)] : []
    }),
    triggered,
  }
}

/** A product as it is stored now: one that did not change keeps its time. */
const withTimes = (
  product: KeptProduct,
  before: StoredProduct | undefined,
  now: number,
): StoredProduct => {
  const isSame = before && JSON.stringify(before.product) === JSON.stringify(product)
  return {
    product,
    createdAt: before?.createdAt ?? now,
    updatedAt: isSame ? before.updatedAt : now,
  }
}

/** Writes the variants of products to the catalogue, and removes the entries of `gone`. */
async function receiveCatalog(
  env: Env,
  shop: Shop,
  products: KeptProduct[],
  gone: Iterable<string>,
  now: number,
): Promise<void> {
  const home = `${shop.settings.origins[0]}/`
  const all = products.flatMap((product) => entriesOf(product, home))
  const entries = new Map(all.map((entry) => [entry.sku, entry]))
  // The entry of a sku that a variant had before would be one more variant of the product.
  const former = products.flatMap(({ variants }) => variants.flatMap((one) => one.former ?? []))
  const lost = [...gone, ...former].filter((sku) => !entries.has(sku))
  if (lost.length > 0) await removeEntries(homeOf(env, shop), shop.id, lost)
  const lists = statementsOf([...entries.values()])
  for (const some of lists) await receiveEntries(env, shop, some, now)
}

const soldOut = (sku: string): PlainLevel => ({ sku, quantity: 0 })

/** Stores levels, and gives the ids of the restocks that they start. */
async function receive(env: Env, shop: Shop, levels: PlainLevel[], now: number): Promise<string[]> {
  const restocks: string[] = []
  let written = 0
  for (const some of chunks(levels, SOURCE_CHUNK)) {
    const recorded = await receiveLevels(env, shop, some, now)
    restocks.push(...recorded.restocks.map(({ id }) => id))
    written += recorded.written
  }
  await logReceived(env, shop, {
    source: 'sequenzy',
    levels: levels.length,
    written,
    restocks: restocks.length,
    sku: levels.length === 1 ? levels[0]?.sku : undefined,
  })
  return restocks
}

/**
 * Deletes a product: the catalogue loses its variants, and each is sold out. People who wait for one go on
 * waiting. Gives whether there was one.
 */
export async function deleteProduct(
  env: Env,
  shop: Shop,
  id: string,
  now: number,
): Promise<boolean> {
  const db = homeOf(env, shop)
  const found = (await findProducts(db, shop.id, [id])).get(id)
  if (!found) return false
  const { product, awaited } = found
  const owners = await ownersOf(db, shop.id, skusOf(product))
  const own = skusOf(product).filter((sku) => (owners.get(sku) ?? id) === id)
  await removeEntries(db, shop.id, own)
  await receive(env, shop, [...new Set([...own, ...(awaited ? [id] : [])])].map(soldOut), now)
  await dropProduct(db, shop.id, id)
  return true
}

/**
 * The product with an id, if it has variants and none of them has this id too. A request that names the
 * product alone then waits for any variant: this gives the product a stock level of its own.
 */
export async function wholeProduct(
  env: Env,
  shop: Shop,
  id: string,
  now: number,
): Promise<KeptProduct | undefined> {
  const found = (await findProducts(homeOf(env, shop), shop.id, [id])).get(id)
  if (!found || found.product.variants.length === 0) return
  const { product, awaited } = found
  if (skusOf(product).includes(id)) return
  if (!awaited) await receive(env, shop, [{ sku: id, quantity: product.inStock ? 1 : 0 }], now)
  return product
}
