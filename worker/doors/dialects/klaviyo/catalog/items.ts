/** `/api/catalog-items`: the products of a shop. Each variant belongs to one. */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { createItems, deleteItems, updateItems } from '../../../../klaviyo-catalog/items.ts'
import { listItems, listVariants } from '../../../../klaviyo-catalog/list.ts'
import { itemsOf, variantsOfItems } from '../../../../klaviyo-catalog/read.ts'
import type { Item } from '../../../../klaviyo-catalog/rules.ts'
import { BACKEND_BODY_BYTES, KLAVIYO_INCLUDED } from '../../../../limits.ts'
import { done } from '../../../../result.ts'
import type { DialectApp } from '../../caller.ts'
import { both } from '../../paths.ts'
import { jsonApi } from '../body.ts'
import { klaviyoKey } from '../key.ts'
import { missing, outcomeError, refused, unreadable } from './faults.ts'
import { many, one } from './answers.ts'
import { idInPath } from './path.ts'
import { includeIn, listIn, type Read, type Shown, shownIn } from './query.ts'
import {
  ITEM_ATTRIBUTES,
  itemResource,
  VARIANT_ATTRIBUTES,
  variantName,
  variantResource,
} from './render.ts'
import { changeOf, newItem, resourceIn } from './resources.ts'

/** What an answer about items shows. */
interface View {
  item: Shown
  variant: Shown
  isIncluded: boolean
}

function viewIn(c: Context): Read<View> {
  const item = shownIn(c, 'catalog-item', ITEM_ATTRIBUTES)
  if (!item.ok) return item
  const variant = shownIn(c, 'catalog-variant', VARIANT_ATTRIBUTES)
  if (!variant.ok) return variant
  const isIncluded = includeIn(c, 'variants')
  if (!isIncluded.ok) return isIncluded
  return done({ item: item.value, variant: variant.value, isIncluded: isIncluded.value })
}

/** Items as resources, with their variants if they are asked for. */
async function rendered(c: Context<DialectApp>, items: Item[], view: View) {
  const { env } = c
  if (!view.isIncluded) {
    return { data: items.map((item) => itemResource(env, item, view.item)), included: undefined }
  }
  const { db, shop } = c.var
  const ids = items.map(({ externalId }) => externalId)
  const variants = await variantsOfItems(db, shop.id, ids, KLAVIYO_INCLUDED)
  const byItem = Map.groupBy(variants, ({ itemId }) => itemId)
  const namesOf = (item: Item) =>
    (byItem.get(item.externalId) ?? []).map(({ externalId }) => externalId)
  return {
    data: items.map((item) => itemResource(env, item, view.item, namesOf(item))),
    included: variants.map((variant) => variantResource(env, variant, view.variant)),
  }
}

const KEY = klaviyoKey('stock')
const BODY: MiddlewareHandler<DialectApp> = jsonApi(BACKEND_BODY_BYTES)

export const itemRoutes = new Hono<DialectApp>()
  .on('GET', both('/catalog-items'), KEY, async (c) => {
    const view = viewIn(c)
    if (!view.ok) return refused(c, [view.error])
    const asked = listIn(c, 'items')
    if (!asked.ok) return refused(c, [asked.error])
    const page = await listItems(c.var.db, c.var.shop.id, asked.value)
    const { data, included } = await rendered(c, page.rows, view.value)
    return many(c, data, page, included)
  })
  .on('POST', both('/catalog-items'), KEY, BODY, async (c) => {
    const view = viewIn(c)
    if (!view.ok) return refused(c, [view.error])
    const item = newItem(resourceIn(c.var.body))
    if (!item.ok) return refused(c, unreadable(item.error, '/data'))
    const [created] = await createItems(c.env, c.var.shop, [item.value], Date.now())
    if (!created?.ok) return refused(c, [outcomeError('duplicate', '/data')])
    return one(c, itemResource(c.env, created.value, view.value.item), { status: 201 })
  })
  .on('GET', both('/catalog-items/:id'), KEY, async (c) => {
    const id = idInPath(c)
    if (!id.ok) return refused(c, [id.error])
    const view = viewIn(c)
    if (!view.ok) return refused(c, [view.error])
    const { data, included } = await rendered(
      c,
      await itemsOf(c.var.db, c.var.shop.id, [id.value]),
      view.value,
    )
    const [item] = data
    return item ? one(c, item, { included }) : refused(c, [missing()])
  })
  .on('PATCH', both('/catalog-items/:id'), KEY, BODY, async (c) => {
    const id = idInPath(c)
    if (!id.ok) return refused(c, [id.error])
    const view = viewIn(c)
    if (!view.ok) return refused(c, [view.error])
    const change = changeOf('catalog-item', resourceIn(c.var.body), id.value)
    if (!change.ok) return refused(c, unreadable(change.error, '/data'))
    const [changed] = await updateItems(c.env, c.var.shop, [change.value], Date.now())
    if (!changed?.ok) return refused(c, [missing()])
    return one(c, itemResource(c.env, changed.value, view.value.item))
  })
  .on('DELETE', both('/catalog-items/:id'), KEY, async (c) => {
    const id = idInPath(c)
    if (!id.ok) return refused(c, [id.error])
    const [deleted] = await deleteItems(c.env, c.var.shop, [id.value], Date.now())
    return deleted?.ok ? c.body(null, 204) : refused(c, [missing()])
  })
  .on(
    'GET',
    [...both('/catalog-items/:id/variants'), ...both('/catalog-items/:id/relationships/variants')],
    KEY,
    async (c) => {
      const id = idInPath(c)
      if (!id.ok) return refused(c, [id.error])
      const shown = shownIn(c, 'catalog-variant', VARIANT_ATTRIBUTES)
      if (!shown.ok) return refused(c, [shown.error])
      const asked = listIn(c, 'variants')
      if (!asked.ok) return refused(c, [asked.error])
      const { db, shop } = c.var
      const [item] = await itemsOf(db, shop.id, [id.value])
      if (!item) return refused(c, [missing()])
      const { filter } = asked.value
      // Another item's id in the filter, too: no variant belongs to both.
      const itemId = filter.itemId === undefined || filter.itemId === id.value ? id.value : ''
      const page = await listVariants(db, shop.id, {
        ...asked.value,
        filter: { ...filter, itemId },
      })
      const isNames = /\/relationships\/variants\/?$/.test(c.req.path)
      const data = page.rows.map((variant) =>
        isNames ? variantName(variant.externalId) : variantResource(c.env, variant, shown.value),
      )
      return many(c, data, page)
    },
  )
