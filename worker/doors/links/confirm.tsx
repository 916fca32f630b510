/**
 * `GET` and `POST /c/:token`: the link of a confirmation mail. Mail scanners follow links, so a GET
 * only shows a page with a button; a POST confirms, and may be repeated.
 */
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { textsFor } from '../../message/texts.ts'
import { badLink, Page, recipientOf } from './page.tsx'
import { enqueueOutbox } from '../../queue.ts'
import { homeOf } from '../../homes/home.ts'
import { truncateIp } from '../../subscription/rules.ts'
import { confirm } from '../../confirmation/store.ts'

export const confirmRoutes = new Hono<App>()
  .get('/:token', async (c) => {
    const recipient = await recipientOf(c, 'confirm')
    if (recipient instanceof Response) return recipient
    const { shop, locale } = recipient
    const { language, confirmPage: t } = textsFor(locale)
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
    const recipient = await recipientOf(c, 'confirm')
    if (recipient instanceof Response) return recipient
    const { shop, contactId, locale, about } = recipient
    if (!about) return badLink(c, 'token_unknown', locale)
    const { outcome, url, outbox } = await confirm(homeOf(c.env, shop), shop, {
      subscriptionId: about,
      contactId,
      at: Date.now(),
      ip: truncateIp(c.req.header('CF-Connecting-IP')),
      userAgent: c.req.header('User-Agent')?.slice(0, 300),
    })
    await enqueueOutbox(c.env, shop.id, outbox)
    const { language, button, confirmPage: t } = textsFor(locale)
    switch (outcome) {
      case 'confirmed':
        return c.html(
          <Page language={language} title={t.doneTitle}>
            <p role="status">{t.done(shop.settings.name)}</p>
          </Page>,
          200,
        )
      case 'in_stock':
        return c.html(
          <Page language={language} title={t.inStockTitle}>
            <p role="status">{t.inStock}</p>
            {url && (
              <p>
                <a href={url}>{button}</a>
              </p>
            )}
          </Page>,
          200,
        )
      case 'gone':
        return c.html(
          <Page language={language} title={t.goneTitle}>
            <p role="status">{t.gone}</p>
          </Page>,
          410,
        )
    }
  })
