/**
 * `GET /r/:token`: the way from a message to the product. It leads to the address that was signed,
 * as long as that is on one of the shop's origins, and nowhere else. Whoever follows the link is
 * counted, a mail scanner as well; a HEAD is not. A count that fails keeps nobody from the product.
 */
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { badLink, recipientOf } from './page.tsx'
import { homeOf } from '../../homes/home.ts'
import { isOwn } from '../../link/own.ts'
import { errorName, logLine } from '../../log-line.ts'
import { recordClick } from '../../click/store.ts'

export const clickRoutes = new Hono<App>().get('/:token', async (c) => {
  const recipient = await recipientOf(c, 'click')
  if (recipient instanceof Response) return recipient
  const { shop, contactId, locale, about: sku, message: id, url } = recipient
  if (!sku || !id || !url) return badLink(c, 'token_unknown', locale)
  if (!isOwn(url, shop.settings.origins)) return badLink(c, 'link_outdated', locale)
  if (c.req.method === 'GET') {
    const message = { shopId: shop.id, contactId, sku, id }
    await recordClick(homeOf(c.env, shop), message, Date.now()).catch((error: unknown) => {
      logLine('error', 'click_not_recorded', { id: c.var.requestId, error: errorName(error) })
    })
  }
  // As URL writes it: ASCII, so that nothing is encoded a second time.
  return c.redirect(new URL(url).href, 302)
})
