/** What a browser's call says of its page: the Referer, which the browser sends by itself. */
import type { Context } from 'hono'
import * as v from 'valibot'
import { isOwn } from '../../link/own.ts'
import { LoosePage, type LooseProduct } from '../../loose-product.ts'
import type { ClientShop } from '../../shop/shop.ts'

/**
 * The page, and the product as far as the page is its link; nothing of a page elsewhere. To another origin
 * browsers send the page's origin alone, unless the shop's Referrer-Policy says more: the home page is no
 * product's link.
 */
export function pageOf(
  c: Context,
  { origins }: Pick<ClientShop, 'origins'>,
): { page?: string; product?: LooseProduct } {
  const page = v.parse(LoosePage, c.req.header('Referer'))
  if (page === undefined || !isOwn(page, origins)) return {}
  return new URL(page).pathname === '/' ? { page } : { page, product: { url: page } }
}
