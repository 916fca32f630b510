/** Products: upserted, read and deleted. An upsert that turns a variant in stock is its restock. */
import type { Context } from 'hono'
import { deleteProduct, upsertProducts } from '../../../sequenzy-catalog/run.ts'
import { findProducts, listProducts, type StoredProduct } from '../../../sequenzy-catalog/store.ts'
import { LISTED_PRODUCTS, MOST_LISTED_PRODUCTS } from '../../../limits.ts'
import { sha256 } from '../../../vault.ts'
import type { DialectApp } from '../caller.ts'
import { bodyAs } from './backend.ts'
import { sequenzyError } from './errors.ts'
import { Upsert } from './upsert.ts'

/** `POST /products`. */
export async function upsert(c: Context<DialectApp>): Promise<Response> {
  const read = await bodyAs(c, Upsert)
  if (!read.ok) return read.error
  const { products, triggered } = await upsertProducts(
    c.env,
    c.var.shop,
    read.value.products,
    Date.now(),
  )
  return c.json({
    success: true,
    upserted: products.length,
    backInStockEventsTriggered: triggered,
    products: await Promise.all(products.map((one) => shown(c, one))),
  })
}

/** `GET /products`: pages of `limit` from `offset`, with `search` in the title. */
export async function list(c: Context<DialectApp>): Promise<Response> {
  const { provider = 'api', search } = c.req.query()
  const limit = Math.min(wholeIn(c.req.query('limit')) ?? LISTED_PRODUCTS, MOST_LISTED_PRODUCTS)
  const offset = wholeIn(c.req.query('offset')) ?? 0
  // All products here were pushed by the caller.
  const { products, total } =
    provider === 'api'
      ? await listProducts(c.var.db, c.var.shop.id, { search, limit: Math.max(1, limit), offset })
      : { products: [], total: 0 }
  const count = products.length
  return c.json({
    success: true,
    products: await Promise.all(products.map((one) => shown(c, one))),
    pagination: {
      count,
      hasMore: offset + count < total,
      limit: Math.max(1, limit),
      offset,
      total,
    },
  })
}

const wholeIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined

/** `GET /products/{productId}`. */
export async function show(c: Context<DialectApp>): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const found = (await findProducts(c.var.db, c.var.shop.id, [id])).get(id)
  return found
    ? c.json({ success: true, product: await shown(c, found) })
    : sequenzyError(c, 'PRODUCT_NOT_FOUND')
}

/** `DELETE /products/{productId}`. */
export async function remove(c: Context<DialectApp>): Promise<Response> {
  const isDeleted = await deleteProduct(c.env, c.var.shop, c.req.param('id') ?? '', Date.now())
  return isDeleted
    ? c.json({ success: true, deleted: true })
    : sequenzyError(c, 'PRODUCT_NOT_FOUND')
}

/** A product as `CommerceProduct` of Sequenzy's SDK. `null`: nothing is known, or it is not kept here. */
async function shown(
  c: Context<DialectApp>,
  { product, createdAt, updatedAt }: StoredProduct,
): Promise<Record<string, unknown>> {
  const { productId, title, url, imageUrl, priceCents, currency, inStock, variants } = product
  const digest = await sha256(JSON.stringify([c.var.shop.id, productId]))
  return {
    id: `prod_${digest.slice(0, 24)}`,
    productId,
    providerProductId: productId,
    provider: 'api',
    title,
    description: null,
    url: url ?? null,
    imageUrl: imageUrl ?? null,
    price: priceCents ?? null,
    priceCents: priceCents ?? null,
    compareAtPrice: null,
    compareAtPriceCents: null,
    currency: currency ?? null,
    inStock,
    variants: variants.map((variant) => ({
      variantId: variant.variantId,
      title: variant.title ?? null,
      sku: variant.sku ?? null,
      priceCents: variant.priceCents ?? null,
      compareAtPriceCents: null,
      currency: currency ?? null,
      imageUrl: variant.imageUrl ?? null,
      inStock: variant.inStock,
      inventoryQuantity: variant.inventoryQuantity ?? null,
      options: [],
    })),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  }
}
