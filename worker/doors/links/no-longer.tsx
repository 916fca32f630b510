/**
 * `GET` and `POST /n/:token`: the link in a reminder for those who are no longer interested in its product.
 * Mail scanners follow links, so a GET only shows a page with a button. A POST ends what the person gets about
 * the product, also the request if there is one again; it may be repeated.
 */
import { Hono } from 'hono'
import { itemOf, textsFor } from '../../../shared/languages/texts.ts'
import { describedAs } from '../../catalog/lookup.ts'
import { nameOf } from '../../catalog/snapshot.ts'
import { entriesOf } from '../../catalog/store.ts'
import { presentContact } from '../../contact/moved.ts'
import { isUnavailable } from '../../homes/d1.ts'
import { homeOf } from '../../homes/home.ts'
import { stop } from '../../recipient/stop.ts'
import { plannedReminders } from '../../reminder/list.ts'
import { Page } from '../page.tsx'
import { lookIn } from '../shop-look.ts'
import { badLink, type LinkApp, recipientFor } from './recipient.tsx'

export const noLongerRoutes = new Hono<LinkApp>()
  .get('/:token', recipientFor('noLonger'), async (c) => {
    const { shop, recipient } = c.var
    const { contactId, locale, about, madeAt } = recipient
    if (about === undefined) return badLink(c, 'token_unknown', locale)
    const db = homeOf(c.env, shop)
    const texts = textsFor(locale)
    // Without D1, the product is not named. The button still works.
    const item = await presentContact(db, shop.id, contactId, madeAt)
      .then(async (id) => {
        const planned = await plannedReminders(db, shop.id, id)
        const catalog = await entriesOf(db, shop.id, [about])
        const known = planned.find(({ sku }) => sku === about)?.product
        return itemOf(texts, describedAs(catalog, about, locale, known) ?? { title: nameOf(about) })
      })
      .catch((error: unknown) => {
        if (isUnavailable(error)) return undefined
        throw error
      })
    const t = texts.pages.unsubscribe
    return c.html(
      <Page look={lookIn(c)} language={texts.language} title={t.title}>
        {item !== undefined && (
          <p>
            <bdi>{item}</bdi>
          </p>
        )}
        <form method="post">
          <button type="submit">{t.product}</button>
        </form>
      </Page>,
      200,
    )
  })

  .post('/:token', recipientFor('noLonger'), async (c) => {
    const { shop, recipient } = c.var
    if (recipient.about === undefined) return badLink(c, 'token_unknown', recipient.locale)
    await stop(c.env, shop, recipient, 'product', 'link', Date.now())
    const { language, pages } = textsFor(recipient.locale)
    const t = pages.unsubscribe
    return c.html(
      <Page look={lookIn(c)} language={language} title={t.doneTitle}>
        <p role="status">{t.productDone}</p>
      </Page>,
      200,
    )
  })
