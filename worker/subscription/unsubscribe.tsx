/**
 * `GET` and `POST /u/:token`. Mail scanners follow links, so a GET only shows a page with a button.
 * A POST is the page's button or a mail client's one click (RFC 8058): it needs no cookie, is not
 * redirected, and may be repeated.
 */
import { Hono } from 'hono'
import type { App } from '../app-types.ts'
import { textsFor } from '../notification/texts.ts'
import { Page, recipientOf } from '../page.tsx'
import { databaseOf } from '../shop/store.ts'
import { cancelAll } from './store.ts'

export const unsubscribeRoutes = new Hono<App>()
  .get('/:token', async (c) => {
    const recipient = await recipientOf(c, 'unsubscribe')
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
    const recipient = await recipientOf(c, 'unsubscribe')
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
