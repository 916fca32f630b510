/** `/api/catalog-variants`: what people wait for. A quantity that comes in here is the stock. */
import { Hono, type MiddlewareHandler } from 'hono'
import { listVariants } from '../../../../klaviyo-catalog/list.ts'
import { variantsOf } from '../../../../klaviyo-catalog/read.ts'
import {
  createVariants,
  deleteVariants,
  updateVariants,
} from '../../../../klaviyo-catalog/variants.ts'
import { BACKEND_BODY_BYTES } from '../../../../limits.ts'
import type { DialectApp } from '../../caller.ts'
import { both } from '../../paths.ts'
import { jsonApi } from '../body.ts'
import { klaviyoKey } from '../key.ts'
import { missing, outcomeError, refused, unreadable } from './faults.ts'
import { many, one } from './answers.ts'
import { idInPath } from './path.ts'
import { listIn, shownIn } from './query.ts'
import { VARIANT_ATTRIBUTES, variantResource } from './render.ts'
import { changeOf, newVariant, resourceIn } from './resources.ts'

const KEY = klaviyoKey('stock')
const BODY: MiddlewareHandler<DialectApp> = jsonApi(BACKEND_BODY_BYTES)

export const variantRoutes = new Hono<DialectApp>()
  .on('GET', both('/catalog-variants'), KEY, async (c) => {
    const shown = shownIn(c, 'catalog-variant', VARIANT_ATTRIBUTES)
    if (!shown.ok) return refused(c, [shown.error])
    const asked = listIn(c, 'variants')
    if (!asked.ok) return refused(c, [asked.error])
    const page = await listVariants(c.var.db, c.var.shop.id, asked.value)
    const data = page.rows.map((variant) => variantResource(c.env, variant, shown.value))
    return many(c, data, page)
  })
  .on('POST', both('/catalog-variants'), KEY, BODY, async (c) => {
    const shown = shownIn(c, 'catalog-variant', VARIANT_ATTRIBUTES)
    if (!shown.ok) return refused(c, [shown.error])
    const variant = newVariant(resourceIn(c.var.body))
    if (!variant.ok) return refused(c, unreadable(variant.error, '/data'))
    const [created] = await createVariants(c.env, c.var.shop, [variant.value], Date.now())
    if (!created?.ok) return refused(c, [outcomeError(created?.error ?? 'duplicate', '/data')])
    return one(c, variantResource(c.env, created.value, shown.value), { status: 201 })
  })
  .on('GET', both('/catalog-variants/:id'), KEY, async (c) => {
    const id = idInPath(c)
    if (!id.ok) return refused(c, [id.error])
    const shown = shownIn(c, 'catalog-variant', VARIANT_ATTRIBUTES)
    if (!shown.ok) return refused(c, [shown.error])
    const [variant] = await variantsOf(c.var.db, c.var.shop.id, [id.value])
    return variant ? one(c, variantResource(c.env, variant, shown.value)) : refused(c, [missing()])
  })
  .on('PATCH', both('/catalog-variants/:id'), KEY, BODY, async (c) => {
    const id = idInPath(c)
    if (!id.ok) return refused(c, [id.error])
    const shown = shownIn(c, 'catalog-variant', VARIANT_ATTRIBUTES)
    if (!shown.ok) return refused(c, [shown.error])
    const change = changeOf('catalog-variant', resourceIn(c.var.body), id.value)
    if (!change.ok) return refused(c, unreadable(change.error, '/data'))
    const [changed] = await updateVariants(c.env, c.var.shop, [change.value], Date.now())
    if (changed?.ok) return one(c, variantResource(c.env, changed.value, shown.value))
    return refused(c, [
      changed?.error === 'sku_taken' ? outcomeError('sku_taken', '/data') : missing(),
    ])
  })
  .on('DELETE', both('/catalog-variants/:id'), KEY, async (c) => {
    const id = idInPath(c)
    if (!id.ok) return refused(c, [id.error])
    const [deleted] = await deleteVariants(c.env, c.var.shop, [id.value], Date.now())
    return deleted?.ok ? c.body(null, 204) : refused(c, [missing()])
  })
