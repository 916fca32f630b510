/**
 * `GET` and `POST /c/:token`: the link of a confirmation, by mail or by SMS. Mail scanners follow
 * links, so a GET only shows a page with a button; a POST confirms, and may be repeated. It
 * confirms only what the page showed, and nothing that a stranger added meanwhile.
 */
import { type Context, Hono } from 'hono'
import { type Confirmable, addressIn } from '../../confirmation/rules.ts'
import { confirm, type Item, pageOf } from '../../confirmation/store.ts'
import { homeOf } from '../../homes/home.ts'
import { truncateIp } from '../../ip.ts'
import { CONFIRM_AT_ONCE, USER_AGENT_CHARACTERS } from '../../limits.ts'
import { linkFor } from '../../link/token.ts'
import { enqueueOutbox } from '../../queue.ts'
import { visitorOf } from '../visitor.ts'
import { Ask, Confirmed, Gone, InStock } from './confirm-pages.tsx'
import { lookIn } from '../shop-look.ts'
import { badLink, type LinkApp, recipientFor } from './recipient.tsx'

export const confirmRoutes = new Hono<LinkApp>()
  .get('/:token', recipientFor('confirm'), async (c) => {
    const { shop, recipient } = c.var
    const address = addressIn(recipient.about)
    if (!address) return badLink(c, 'token_unknown', recipient.locale)
    const owner = { ...address, contactId: recipient.contactId }
    return page(c, address, await pageOf(homeOf(c.env, shop), shop, owner, Date.now()))
  })

  .post('/:token', recipientFor('confirm'), async (c) => {
    const { shop, recipient } = c.var
    const address = addressIn(recipient.about)
    if (!address) return badLink(c, 'token_unknown', recipient.locale)
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>)
    const { ip, userAgent } = visitorOf(c)
    const pressed = await confirm(homeOf(c.env, shop), shop, {
      ...address,
      contactId: recipient.contactId,
      shown: idsIn(form['shown']),
      at: Date.now(),
      ip: truncateIp(ip),
      userAgent: userAgent?.slice(0, USER_AGENT_CHARACTERS),
    })
    await enqueueOutbox(c.env, shop.id, pressed.outbox)
    return page(c, address, pressed)
  })

/** The page that fits the state of the requests: confirmed, back in stock, or to be confirmed. */
async function page(
  c: Context<LinkApp>,
  { kind, index }: Confirmable,
  { confirmed, inStock, pending }: { confirmed: Item[]; inStock: Item[]; pending: Item[] },
): Promise<Response> {
  const { shop, recipient } = c.var
  const about = { shop: shop.settings.name, look: lookIn(c), locale: recipient.locale, kind }
  // Only the owner of a mail address may see the list of its contact. A number on that list may be
  // a stranger's.
  const person = { contactId: recipient.contactId, locale: recipient.locale }
  const isOwnList = index === recipient.contactId && confirmed.length > 0
  const manage = isOwnList ? await linkFor(c.env, shop, 'manage', person, Date.now()) : undefined
  // After a press, show first what it confirmed.
  if (c.req.method === 'POST' && confirmed.length > 0) {
    return c.html(<Confirmed {...{ ...about, confirmed, inStock, pending, manage }} />, 200)
  }
  if (pending.length > 0) return c.html(<Ask {...about} items={pending} />, 200)
  if (inStock.length > 0) return c.html(<InStock {...about} items={inStock} />, 200)
  if (confirmed.length === 0) return c.html(<Gone {...about} />, 410)
  return c.html(<Confirmed {...{ ...about, confirmed, inStock, pending, manage }} />, 200)
}

/** The ids of the requests that the page showed; undefined for a press without the page. */
function idsIn(field: unknown): string[] | undefined {
  return typeof field === 'string' ? field.split(' ', CONFIRM_AT_ONCE) : undefined
}
