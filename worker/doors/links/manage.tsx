/**
 * `GET` and `POST /m/:token`: what a person waits for in a shop, each with a button to remove it. A
 * GET changes nothing; a POST removes one and shows the rest, and may be repeated.
 */
import { type Context, Hono } from 'hono'
import type { App } from '../context.ts'
import { textsFor } from '../../message/texts.ts'
import { entriesOf } from '../../catalog/store.ts'
import { productFor } from '../../catalog/lookup.ts'
import { Page, recipientOf } from './page.tsx'
import { enqueueOutbox } from '../../queue.ts'
import { homeOf } from '../../homes/home.ts'
import { cancelFor } from '../../subscription/cancel.ts'
import { subscriptionsOf } from '../../subscription/list.ts'

export const manageRoutes = new Hono<App>()
  .get('/:token', (c) => show(c, false))
  .post('/:token', (c) => show(c, true))

async function show(c: Context<App>, posted: boolean): Promise<Response> {
  const recipient = await recipientOf(c, 'manage')
  if (recipient instanceof Response) return recipient
  const { shop, contactId, locale } = recipient
  const db = homeOf(c.env, shop)
  const form = posted ? await c.req.parseBody().catch(() => ({})) : {}
  const subscriptionId = (form as Record<string, unknown>)['remove']
  const removing = typeof subscriptionId === 'string' && subscriptionId !== ''
  // Another person's id removes nothing: the contact is the token's.
  if (removing) {
    const outbox = await cancelFor(db, shop, contactId, { subscriptionId }, 'link', Date.now())
    await enqueueOutbox(c.env, shop.id, outbox)
  }

  const waiting = (await subscriptionsOf(db, shop.id, contactId)) ?? []
  const catalog = await entriesOf(db, shop.id, [...new Set(waiting.map(({ sku }) => sku))])
  const { language, managePage: t } = textsFor(locale)
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const count = new Intl.NumberFormat(locale)
  const { name } = shop.settings
  return c.html(
    <Page language={language} title={t.title}>
      {removing && <p role="status">{t.removed}</p>}
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
