/** The page of a call from a browser, from the Referer that the browser sends by itself. */
import type { Context } from 'hono'
import { LoosePage } from '../../loose-product.ts'
import { isOwn } from '../../link/own.ts'
import * as v from 'valibot'
import type { ClientShop } from '../../shop/shop.ts'

/**
 * The address of the page, if it is on the shop's origins. By default browsers send another origin no more
 * than that of the page, so this may be the shop's home page.
 */
export function pageOf(c: Context, { origins }: Pick<ClientShop, 'origins'>): string | undefined {
  const page = v.parse(LoosePage, c.req.header('Referer'))
  return page !== undefined && isOwn(page, origins) ? page : undefined
}
