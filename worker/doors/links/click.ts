/**
 * `GET /r/:token`: the way from a message to the product. It redirects to the address that was signed,
 * as long as that is on one of the shop's origins, and nowhere else. Every GET is counted, also a mail
 * scanner's; a HEAD is not. If counting fails, the person still gets to the product.
 */
import { Hono } from 'hono'
import { countClick } from '../../click/count.ts'
import { targetOf } from '../../click/rules.ts'
import { badLink, type LinkApp, recipientFor } from './recipient.tsx'

export const clickRoutes = new Hono<LinkApp>().get('/:token', recipientFor('click'), async (c) => {
  const { shop, recipient } = c.var
  const target = targetOf(shop, recipient)
  switch (target.kind) {
    case 'nowhere':
      return badLink(c, 'token_unknown', recipient.locale)
    case 'outdated':
      return badLink(c, 'link_outdated', recipient.locale)
    case 'product':
      if (c.req.method === 'GET') {
        await countClick(c.env, shop, target.message, Date.now())
      }
      return c.redirect(target.url, 302)
    default:
      return target satisfies never
  }
})
