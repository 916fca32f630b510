/**
 * The first step of every link: whom it names. Without hono/csrf: nobody is logged in, so a forged post
 * would need the token. And good posts would be refused: a mail client's one click (RFC 8058) sends no
 * Origin, and our own pages send `Origin: null`, because they hide their referrer.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { textsFor } from '../../../shared/languages/texts.ts'
import type { Recipient } from '../../link/token.ts'
import { readLink } from '../../recipient/read.ts'
import type { Shop } from '../../shop/shop.ts'
import type { LinkPurpose } from '../../vault.ts'
import type { With } from '../context.ts'
import { acceptedLanguage } from '../language.ts'
import { Page } from '../page.tsx'
import { problem } from '../problem.ts'
import { lookIn, wear } from '../shop-look.ts'

/** What the routes behind `recipientFor` find. */
export type LinkApp = With<{ shop: Shop; recipient: Recipient }>

/** Reads `:token`: sets `shop` and `recipient`, or answers why the link does not work. */
export const recipientFor = (purpose: LinkPurpose): MiddlewareHandler<LinkApp> =>
  createMiddleware<LinkApp>(async (c, next) => {
    const link = await readLink(c.env, purpose, c.req.param('token') ?? '')
    if (link.kind !== 'unknown') wear(c, link.shop.settings)
    switch (link.kind) {
      case 'recipient':
        c.set('shop', link.shop)
        c.set('recipient', link.recipient)
        return next()
      case 'unrecorded': {
        // Followed a moment after the SMS came, or long after: the shop is better than an error.
        const [home] = link.shop.settings.origins
        return purpose === 'click' && home ? c.redirect(home, 302) : badLink(c, 'token_unknown')
      }
      case 'expired':
        return badLink(c, purpose === 'confirm' ? 'request_expired' : 'token_expired')
      case 'unknown':
        return badLink(c, 'token_unknown')
      default:
        return link satisfies never
    }
  })

/**
 * The answer for a link that does not work (any more): a page for browsers, else a problem.
 * `request_expired` is the expired link of a confirmation: no newer message will have another.
 */
export function badLink(
  c: Context,
  code: 'token_expired' | 'request_expired' | 'token_unknown' | 'link_outdated',
  locale = acceptedLanguage(c),
): Response | Promise<Response> {
  if (!c.req.header('Accept')?.includes('text/html')) return problem(c, code)
  const { language, pages } = textsFor(locale)
  return c.html(
    <Page look={lookIn(c)} language={language} title={pages.badLink.title}>
      <p>{pages.badLink[code]}</p>
    </Page>,
    code === 'token_unknown' ? 404 : 410,
  )
}
