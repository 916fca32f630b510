/** The pages behind links in messages: no script, readable on a phone, in the message's language. */
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { App } from '../context.ts'
import { readCode } from '../../link/short.ts'
import { messageOf } from '../../click/store.ts'
import { directionOf, textsFor } from '../../message/texts.ts'
import { problem } from '../problem.ts'
import type { Shop } from '../../shop/shop.ts'
import { shopById } from '../../shop/store.ts'
import { homeOf } from '../../homes/home.ts'
import { readToken, type Recipient } from '../../link/token.ts'
import type { LinkPurpose } from '../../vault.ts'

/** Whom the link names, or the answer for a link that names nobody: a page for browsers. */
export async function recipientOf(
  c: Context<App>,
  purpose: LinkPurpose,
): Promise<(Recipient & { shop: Shop }) | Response> {
  const text = c.req.param('token') ?? ''
  const short = await recipientOfCode(c, purpose, text)
  if (short) return short
  const token = await readToken(c.env, purpose, text)
  const shop = token.ok ? await shopById(c.env, token.value.shopId) : undefined
  if (token.ok && shop) return { ...token.value, shop }
  const expired = !token.ok && token.failure.code === 'token_expired'
  return badLink(c, expired ? 'token_expired' : 'token_unknown')
}

/** Whom the short link of an SMS names: it leads to the product, or to where all is stopped. */
async function recipientOfCode(
  c: Context<App>,
  purpose: LinkPurpose,
  text: string,
): Promise<(Recipient & { shop: Shop }) | Response | undefined> {
  const code = purpose === 'click' || purpose === 'unsubscribe' ? readCode(text) : undefined
  const shop = code && (await shopById(c.env, code.shopId))
  if (!code || !shop) return undefined
  const found = await messageOf(homeOf(c.env, shop), code)
  if (found) {
    const { contact_id: contactId, locale, sku: about, id: message, link: url } = found
    const { defaultLocale } = shop.settings
    return {
      shop,
      shopId: shop.id,
      contactId,
      locale: locale || defaultLocale,
      about,
      message,
      url,
    }
  }
  // Followed before its message is recorded, a moment after it came, or after it is forgotten.
  const [home] = shop.settings.origins
  return purpose === 'click' && home ? c.redirect(home, 302) : undefined
}

/** The answer for a link that does not work (any more). */
export function badLink(
  c: Context<App>,
  code: 'token_expired' | 'token_unknown' | 'link_outdated',
  locale = c.req.header('Accept-Language') ?? 'en',
): Response | Promise<Response> {
  if (!c.req.header('Accept')?.includes('text/html')) return problem(c, { code })
  const { language, badLink: t } = textsFor(locale)
  return c.html(
    <Page language={language} title={t.title}>
      <p>{t[code]}</p>
    </Page>,
    code === 'token_unknown' ? 404 : 410,
  )
}

// No quotes in here: they would be escaped like text.
const STYLE = `
  :root { color-scheme: light dark; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center;
    font: 17px/1.5 system-ui, sans-serif; }
  main { max-width: 26rem; padding: 2rem; }
  h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem; }
  button { font: inherit; font-weight: 600; padding: .75rem 1.5rem; border: 0; border-radius: .5rem;
    background: CanvasText; color: Canvas; cursor: pointer; }
  form button { display: block; margin: .75rem 0 0; }
  button.quiet { background: none; color: inherit; padding: .5rem 0; font-weight: 400;
    text-decoration: underline; }
  label, select, input:not([type=checkbox], [hidden]) { display: block; }
  select, input:not([type=checkbox]) { font: inherit; width: 100%; box-sizing: border-box;
    padding: .625rem .75rem; border: 1px solid GrayText; border-radius: .5rem;
    background: none; color: inherit; }
  [aria-invalid] { outline: 2px solid currentColor; }
  label { margin-top: 1.25rem; font-weight: 600; }
  label:has([type=checkbox]) { font-weight: 400; }
  .fault { margin: .25rem 0; color: light-dark(#b3261e, #ff9d92); }
  ul { list-style: none; margin: 0; padding: 0; }
  li { display: flex; gap: 1rem; justify-content: space-between; align-items: center;
    padding: .75rem 0; border-top: 1px solid GrayText; }
  li button { margin: 0; }
  small { display: block; }
  a { color: inherit; }
  :is(a, button, input, select):focus-visible { outline: 3px solid Highlight; outline-offset: 3px; }`

/**
 * A page behind a link in a message, or for shoppers without scripts: a heading and what belongs
 * under it. `referrer` is for a page whose address holds no token.
 */
export function Page(props: {
  language: string
  title: string
  children: Child
  referrer?: 'same-origin'
}) {
  return (
    <html lang={props.language} dir={directionOf(props.language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        {props.referrer && <meta name="referrer" content={props.referrer} />}
        <title>{props.title}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <main>
          <h1>{props.title}</h1>
          {props.children}
        </main>
      </body>
    </html>
  )
}
