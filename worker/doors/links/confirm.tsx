/**
 * `GET` and `POST /c/:token`: the link of a confirmation mail. Mail scanners follow links, so a GET
 * only shows a page with a button; a POST confirms, and may be repeated.
 */
import { Hono } from 'hono'
import { confirm } from '../../confirmation/store.ts'
import { homeOf } from '../../homes/home.ts'
import { USER_AGENT_CHARACTERS } from '../../limits.ts'
import { textsFor } from '../../message/texts.ts'
import { enqueueOutbox } from '../../queue.ts'
import { truncateIp } from '../../subscription/rules.ts'
import { Page } from '../page.tsx'
import { visitorOf } from '../visitor.ts'
import { badLink, type LinkApp, recipientFor } from './recipient.tsx'

export const confirmRoutes = new Hono<LinkApp>()
  .get('/:token', recipientFor('confirm'), (c) => {
    const { shop, recipient } = c.var
    const { language, confirmPage: t } = textsFor(recipient.locale)
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

  .post('/:token', recipientFor('confirm'), async (c) => {
    const { shop, recipient } = c.var
    const { contactId, locale, about } = recipient
    if (!about) return badLink(c, 'token_unknown', locale)
    const { ip, userAgent } = visitorOf(c)
    const { outcome, url, outbox } = await confirm(homeOf(c.env, shop), shop, {
      subscriptionId: about,
      contactId,
      at: Date.now(),
      ip: truncateIp(ip),
      userAgent: userAgent?.slice(0, USER_AGENT_CHARACTERS),
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
      default:
        return outcome satisfies never
    }
  })
