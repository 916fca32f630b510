/**
 * `GET` and `POST /u/:token`. Mail scanners follow links, so a GET only shows a page with a button.
 * A POST is the page's button or a mail client's one click (RFC 8058): it needs no cookie, is not
 * redirected, and may be repeated.
 */
import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import type { App } from '../app-types.ts'
import { textsFor } from '../notification/texts.ts'
import { problem } from '../problem.ts'
import { databaseOf, shopById } from '../shop/store.ts'
import { readToken } from './link.ts'
import { cancelAll } from './store.ts'

export const unsubscribeRoutes = new Hono<App>()
  .get('/:token', async (c) => {
    const recipient = await recipientOf(c)
    if (recipient instanceof Response) return recipient
    const { shop, locale } = recipient
    const { language, unsubscribePage: t } = textsFor(locale)
    return c.html(
      <Page language={language} title={t.title}>
        <p>{t.ask(shop.settings.name)}</p>
        <form method="post">
          <button type="submit">{t.button}</button>
        </form>
      </Page>,
      200,
    )
  })
  .post('/:token', async (c) => {
    const recipient = await recipientOf(c)
    if (recipient instanceof Response) return recipient
    const { shop, contactId, locale } = recipient
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>)
    const method = form['List-Unsubscribe'] === 'One-Click' ? 'one_click' : 'link'
    await cancelAll(databaseOf(c.env, shop), shop.id, contactId, method, Date.now())
    const { language, unsubscribePage: t } = textsFor(locale)
    return c.html(
      <Page language={language} title={t.doneTitle}>
        <p role="status">{t.done(shop.settings.name)}</p>
      </Page>,
      200,
    )
  })

async function recipientOf(c: Context<App>) {
  const token = await readToken(c.env, c.req.param('token') ?? '')
  const shop = token.ok ? await shopById(c.env, token.value.shopId) : undefined
  if (token.ok && shop) return { ...token.value, shop }
  const expired = !token.ok && token.failure.code === 'token_expired'
  if (!c.req.header('Accept')?.includes('text/html')) {
    return problem(c, { code: expired ? 'token_expired' : 'token_unknown' })
  }
  const { language, unsubscribePage: t } = textsFor(c.req.header('Accept-Language') ?? 'en')
  return c.html(
    <Page language={language} title={t.badTitle}>
      <p>{expired ? t.expired : t.unknown}</p>
    </Page>,
    expired ? 410 : 404,
  )
}

const STYLE = `
  :root { color-scheme: light dark; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center;
    font: 17px/1.5 system-ui, sans-serif; }
  main { max-width: 26rem; padding: 2rem; }
  h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem; }
  button { font: inherit; font-weight: 600; padding: .75rem 1.5rem; border: 0; border-radius: .5rem;
    background: CanvasText; color: Canvas; cursor: pointer; }
  button:focus-visible { outline: 3px solid Highlight; outline-offset: 3px; }`

function Page(props: { language: string; title: string; children: Child }) {
  return (
    <html lang={props.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
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
