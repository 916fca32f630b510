/**
 * `GET` and `POST /u/:token`. Mail scanners follow links, so a GET only shows a page with buttons.
 * A POST is one of the page's buttons, or a mail client's one click (RFC 8058), which stops
 * everything of the shop: it needs no cookie, is not redirected, and may be repeated.
 */
import { Hono } from 'hono'
import { textsFor } from '../../../shared/languages/texts.ts'
import { presentContact } from '../../contact/moved.ts'
import { isUnavailable } from '../../homes/d1.ts'
import { homeOf } from '../../homes/home.ts'
import { Sentence } from '../../message/sentence.tsx'
import { type Scope, stop } from '../../recipient/stop.ts'
import { plannedReminders } from '../../reminder/list.ts'
import { subscriptionsOf } from '../../subscription/list.ts'
import { Page } from '../page.tsx'
import { lookIn } from '../shop-look.ts'
import { type LinkApp, recipientFor } from './recipient.tsx'

export const unsubscribeRoutes = new Hono<LinkApp>()
  .get('/:token', recipientFor('unsubscribe'), async (c) => {
    const { shop, recipient } = c.var
    const { contactId, locale, about, madeAt } = recipient
    const db = homeOf(c.env, shop)
    // Without D1, the button for one product is left out. The others still work.
    const waiting = await presentContact(db, shop.id, contactId, madeAt)
      .then(async (id) => [
        ...((await subscriptionsOf(db, shop.id, id)) ?? []),
        ...(await plannedReminders(db, shop.id, id)),
      ])
      .catch((error: unknown) => {
        if (isUnavailable(error)) return undefined
        throw error
      })
    const again = waiting?.some(({ sku }) => sku === about)
    const { language, pages } = textsFor(locale)
    const t = pages.unsubscribe
    return c.html(
      <Page look={lookIn(c)} language={language} title={t.title}>
        <p>
          <Sentence text={t.ask} shop={shop.settings.name} />
        </p>
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

  .post('/:token', recipientFor('unsubscribe'), async (c) => {
    const { shop, recipient } = c.var
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>)
    const method = form['List-Unsubscribe'] === 'One-Click' ? 'one_click' : 'link'
    const scope = scopeOf(form['stop'], recipient.about)
    await stop(c.env, shop, recipient, scope, method, Date.now())
    const { language, pages } = textsFor(recipient.locale)
    const t = pages.unsubscribe
    const said = { everything: t.done, product: t.productDone, forever: t.neverDone }
    return c.html(
      <Page look={lookIn(c)} language={language} title={t.doneTitle}>
        <p role="status">
          <Sentence text={said[scope]} shop={shop.settings.name} />
        </p>
      </Page>,
      200,
    )
  })

/** What the pressed button stops. Anything unknown stops everything, as the bare address does. */
function scopeOf(button: unknown, about: string | undefined): Scope {
  if (button === 'never') return 'forever'
  return button === 'product' && about !== undefined ? 'product' : 'everything'
}
