/**
 * `GET` and `POST /u/:token`. Mail scanners follow links, so a GET only shows a page with buttons.
 * A POST is one of the page's buttons, or a mail client's one click (RFC 8058), which stops
 * everything of the shop: it needs no cookie, is not redirected, and may be repeated.
 */
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { textsFor } from '../../message/texts.ts'
import { Page, recipientOf } from './page.tsx'
import { enqueueOutbox } from '../../queue.ts'
import { homeOf } from '../../homes/home.ts'
import { suppressAddress } from '../../suppression/store.ts'
import { cancelFor } from '../../subscription/cancel.ts'
import { subscriptionsOf } from '../../subscription/list.ts'

export const unsubscribeRoutes = new Hono<App>()
  .get('/:token', async (c) => {
    const recipient = await recipientOf(c, 'unsubscribe')
    if (recipient instanceof Response) return recipient
    const { shop, contactId, locale, about } = recipient
    const waiting = await subscriptionsOf(homeOf(c.env, shop), shop.id, contactId)
    const again = waiting?.some(({ sku }) => sku === about)
    const { language, unsubscribePage: t } = textsFor(locale)
    return c.html(
      <Page language={language} title={t.title}>
        <p>{t.ask(shop.settings.name)}</p>
        <form method="post">
          <button type="submit">{t.button}</button>
          {again && (
            <button type="submit" name="stop" value="product" class="quiet">
              {t.product}
            </button>
          )}
          <button type="submit" name="stop" value="never" class="quiet">
            {t.never}
          </button>
        </form>
      </Page>,
      200,
    )
  })
  .post('/:token', async (c) => {
    const recipient = await recipientOf(c, 'unsubscribe')
    if (recipient instanceof Response) return recipient
    const { shop, contactId, locale, about } = recipient
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>)
    const method = form['List-Unsubscribe'] === 'One-Click' ? 'one_click' : 'link'
    const product = form['stop'] === 'product' && about !== undefined
    const forever = form['stop'] === 'never'
    const db = homeOf(c.env, shop)
    const now = Date.now()
    const outbox = forever
      ? await suppressAddress(db, shop, { contact: contactId }, 'person', now)
      : await cancelFor(db, shop, contactId, { sku: product ? about : undefined }, method, now)
    await enqueueOutbox(c.env, shop.id, outbox)
    const { language, unsubscribePage: t } = textsFor(locale)
    const { name } = shop.settings
    return c.html(
      <Page language={language} title={t.doneTitle}>
        <p role="status">{product ? t.productDone : forever ? t.neverDone(name) : t.done(name)}</p>
      </Page>,
      200,
    )
  })
