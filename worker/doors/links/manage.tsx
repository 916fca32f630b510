/**
 * `GET` and `POST /m/:token`: what a person waits for in a shop, with a button to remove each. A GET
 * changes nothing; a POST removes one and shows the rest, and may be repeated.
 */
import { type Context, Hono } from 'hono'
import { entriesOf } from '../../catalog/store.ts'
import { productFor } from '../../catalog/lookup.ts'
import { homeOf } from '../../homes/home.ts'
import { textsFor } from '../../message/texts.ts'
import { stopOne } from '../../recipient/stop.ts'
import { subscriptionsOf } from '../../subscription/list.ts'
import { Page } from '../page.tsx'
import { type LinkApp, recipientFor } from './recipient.tsx'

export const manageRoutes = new Hono<LinkApp>()
  .get('/:token', recipientFor('manage'), (c) => list(c, false))
  .post('/:token', recipientFor('manage'), async (c) => {
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>)
    const id = form['remove']
    if (typeof id !== 'string' || id === '') return list(c, false)
    await stopOne(c.env, c.var.shop, c.var.recipient, id, Date.now())
    return list(c, true)
  })

/** The page; `removed` where the request has just removed something from the list. */
async function list(c: Context<LinkApp>, removed: boolean): Promise<Response> {
  const { shop, recipient } = c.var
  const { contactId, locale } = recipient
  const db = homeOf(c.env, shop)
  const waiting = (await subscriptionsOf(db, shop.id, contactId)) ?? []
  const catalog = await entriesOf(db, shop.id, [...new Set(waiting.map(({ sku }) => sku))])
  const { language, managePage: t } = textsFor(locale)
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const count = new Intl.NumberFormat(locale)
  const { name } = shop.settings
  return c.html(
    <Page language={language} title={t.title}>
      {removed && <p role="status">{t.removed}</p>}
      <p>{waiting.length > 0 ? t.intro(name) : t.nothing(name)}</p>
      <form method="post">
        <ul>
          {waiting.map(({ id, sku, locale: own = '', product, quantity, status, createdAt }) => {
            const known = productFor(catalog, sku, own)
            const { title, variantTitle } = known ?? product ?? { title: sku }
            const named = [title, variantTitle].filter(Boolean).join(', ')
            const what = quantity > 1 ? `${count.format(quantity)} × ${named}` : named
            const since = t.since(date.format(new Date(createdAt)))
            return (
              <li>
                <span>
                  {what}
                  <small>{status === 'pending' ? `${since}, ${t.pending}` : since}</small>
                </span>
                <button
                  type="submit"
                  name="remove"
                  value={id}
                  class="quiet"
                  aria-label={`${t.remove}: ${what}`}
                >
                  {t.remove}
                </button>
              </li>
            )
          })}
        </ul>
      </form>
    </Page>,
    200,
  )
}
