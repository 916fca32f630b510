/** What a browser's call says of its page: the Referer, which the browser sends by itself. */
import type { Context } from 'hono'
import * as v from 'valibot'
import { productAddress } from '../../../shared/page/address.ts'
import { isOwn } from '../../link/own.ts'
import { LoosePage, type LooseProduct } from '../../loose-product.ts'
import type { ClientShop } from '../../shop/shop.ts'

/** The page of a call, and the product as far as the page is its link. Both are parts of a request. */
export interface CallingPage {
  page?: string
  product?: LooseProduct
}

/**
 * The page of a call; nothing of a page elsewhere. To another origin browsers send the page's origin alone,
 * unless the shop's Referrer-Policy says more: the home page is no product's link. Nor are parameters that
 * say who the visitor is or how they came.
 */
export function pageOf(c: Context, { origins }: Pick<ClientShop, 'origins'>): CallingPage {
  const page = v.parse(LoosePage, c.req.header('Referer'))
  if (page === undefined || !isOwn(page, origins)) return {}
  const url = productAddress(page)
  return { page, ...(url && new URL(url).pathname !== '/' && { product: { url } }) }
}
