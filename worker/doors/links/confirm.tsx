/**
 * `GET` and `POST /c/:token`: the link of a confirmation mail. Mail scanners follow links, so a GET
 * only shows a page with a button; a POST confirms, and may be repeated.
 */
import { Hono } from 'hono'
import { itemOf, textsFor } from '../../../shared/languages/texts.ts'
import { confirm, entryAskedFor } from '../../confirmation/store.ts'
import { homeOf } from '../../homes/home.ts'
import { truncateIp } from '../../ip.ts'
import { USER_AGENT_CHARACTERS } from '../../limits.ts'
import { Sentence } from '../../message/sentence.tsx'
import { enqueueOutbox } from '../../queue.ts'
import { Page } from '../page.tsx'
import { visitorOf } from '../visitor.ts'
import { badLink, type LinkApp, recipientFor } from './recipient.tsx'

export const confirmRoutes = new Hono<LinkApp>()
  .get('/:token', recipientFor('confirm'), async (c) => {
    const { shop, recipient } = c.var
    const texts = textsFor(recipient.locale)
    const t = texts.pages.confirm
    const entry = await entryAskedFor(homeOf(c.env, shop), recipient)
    return c.html(
      <Page language={texts.language} title={t.title}>
        <p>
          <Sentence
            text={entry ? t.ask : t.askUnnamed}
            shop={shop.settings.name}
            item={entry && itemOf(texts, entry)}
          />
        </p>
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
    const { outcome, url, entry, outbox } = await confirm(homeOf(c.env, shop), shop, {
      subscriptionId: about,
      contactId,
      at: Date.now(),
      ip: truncateIp(ip),
      userAgent: userAgent?.slice(0, USER_AGENT_CHARACTERS),
    })
    await enqueueOutbox(c.env, shop.id, outbox)
    const texts = textsFor(locale)
    const { language } = texts
    const t = texts.pages.confirm
    switch (outcome) {
      case 'confirmed':
        return c.html(
          <Page language={language} title={t.doneTitle}>
            <p role="status">
              <Sentence
                text={entry ? t.done : t.doneUnnamed}
                shop={shop.settings.name}
                item={entry && itemOf(texts, entry)}
              />
            </p>
          </Page>,
          200,
        )
      case 'in_stock':
        return c.html(
          <Page language={language} title={t.inStockTitle}>
            <p role="status">{t.inStock}</p>
            {url && (
              <p>
                <a href={url}>{texts.mail.alert.button}</a>
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
