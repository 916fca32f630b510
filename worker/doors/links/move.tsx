/**
 * `GET` and `POST /a/:token`: the link in the mail to an address to which a person wants to move. A
 * GET only shows a page with a button; a POST moves all data of the person, and may be repeated.
 */
import { type Context, Hono } from 'hono'
import { textsFor } from '../../../shared/languages/texts.ts'
import { type Move, moveContact, moveState, type MoveState } from '../../contact/move.ts'
import { truncateIp } from '../../ip.ts'
import { USER_AGENT_CHARACTERS } from '../../limits.ts'
import type { Recipient } from '../../link/token.ts'
import { Sentence } from '../../message/sentence.tsx'
import { Page } from '../page.tsx'
import { lookIn } from '../shop-look.ts'
import { unavailable } from '../unavailable.tsx'
import { visitorOf } from '../visitor.ts'
import { badLink, type LinkApp, recipientFor } from './recipient.tsx'

export const moveRoutes = new Hono<LinkApp>()
  .get('/:token', recipientFor('move'), async (c) => {
    const { shop, recipient } = c.var
    const move = moveIn(recipient)
    if (!move) return badLink(c, 'token_unknown', recipient.locale)
    return page(c, await moveState(c.env, shop, move))
  })

  .post('/:token', recipientFor('move'), async (c) => {
    const { shop, recipient } = c.var
    const move = moveIn(recipient)
    if (!move) return badLink(c, 'token_unknown', recipient.locale)
    const { ip, userAgent } = visitorOf(c)
    const state = await moveContact(c.env, shop, {
      ...move,
      at: Date.now(),
      locale: recipient.locale,
      ip: truncateIp(ip),
      userAgent: userAgent?.slice(0, USER_AGENT_CHARACTERS),
    })
    return state === 'busy' ? unavailable(c) : page(c, state)
  })

function moveIn({ contactId: to, about: from, sealed, madeAt }: Recipient): Move | undefined {
  return from && sealed && madeAt !== undefined ? { from, to, sealed, madeAt } : undefined
}

function page(c: Context<LinkApp>, state: MoveState): Response | Promise<Response> {
  const { shop, recipient } = c.var
  const { language, pages } = textsFor(recipient.locale)
  const t = pages.move
  const { name } = shop.settings
  switch (state) {
    case 'open':
      return c.html(
        <Page look={lookIn(c)} language={language} title={t.title}>
          <p>
            <Sentence text={t.ask} shop={name} />
          </p>
          <form method="post">
            <button type="submit">{t.button}</button>
          </form>
        </Page>,
        200,
      )
    case 'done':
      return c.html(
        <Page look={lookIn(c)} language={language} title={pages.unsubscribe.doneTitle}>
          <p role="status">
            <Sentence text={t.done} shop={name} />
          </p>
        </Page>,
        200,
      )
    case 'full':
      return c.html(
        <Page look={lookIn(c)} language={language} title={pages.plain.refusedTitle}>
          <p role="alert">{pages.refused.too_many_alerts}</p>
        </Page>,
        409,
      )
    case 'gone':
      return c.html(
        <Page look={lookIn(c)} language={language} title={pages.plain.refusedTitle}>
          <p role="status">{t.gone}</p>
        </Page>,
        410,
      )
    default:
      return state satisfies never
  }
}
