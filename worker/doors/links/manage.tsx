/**
 * `GET` and `POST /m/:token`: what a person waits for in a shop, with a button to remove each. A GET
 * changes nothing; a POST removes one or all and shows the rest, and may be repeated.
 */
import { type Context, Hono } from 'hono'
import { fill } from '../../../shared/languages/fill.ts'
import { itemOf, textsFor } from '../../../shared/languages/texts.ts'
import { entriesOf } from '../../catalog/store.ts'
import { describedAs } from '../../catalog/lookup.ts'
import { nameOf } from '../../catalog/snapshot.ts'
import { homeOf } from '../../homes/home.ts'
import { Sentence } from '../../message/sentence.tsx'
import { stop, stopOne } from '../../recipient/stop.ts'
import { subscriptionsOf } from '../../subscription/list.ts'
import { Page } from '../page.tsx'
import { type LinkApp, recipientFor } from './recipient.tsx'

export const manageRoutes = new Hono<LinkApp>()
  .get('/:token', recipientFor('manage'), (c) => list(c))
  .post('/:token', recipientFor('manage'), async (c) => {
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>)
    const { shop, recipient } = c.var
    if (form['all']) {
      await stop(c.env, shop, recipient, 'everything', 'link', Date.now())
      return list(c, 'allRemoved')
    }
    const id = form['remove']
    if (typeof id !== 'string' || id === '') return list(c)
    await stopOne(c.env, shop, recipient, id, Date.now())
    return list(c, 'removed')
  })

/** The page. `done`: what the request has just done to the list. */
async function list(c: Context<LinkApp>, done?: 'removed' | 'allRemoved'): Promise<Response> {
  const { shop, recipient } = c.var
  const { contactId, locale } = recipient
  const db = homeOf(c.env, shop)
  const waiting = (await subscriptionsOf(db, shop.id, contactId)) ?? []
  const catalog = await entriesOf(db, shop.id, [...new Set(waiting.map(({ sku }) => sku))])
  const texts = textsFor(locale)
  const t = texts.pages.manage
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const count = new Intl.NumberFormat(locale)
  return c.html(
    <Page language={texts.language} title={t.title}>
      {done && <p role="status">{t[done]}</p>}
      <p>
        <Sentence text={waiting.length > 0 ? t.intro : t.nothing} shop={shop.settings.name} />
      </p>
      <form method="post">
        <ul>
          {waiting.map(({ id, sku, locale: own = '', product, quantity, status, createdAt }) => {
            const known = describedAs(catalog, sku, own, product)
            const named = itemOf(texts, known ?? { title: nameOf(sku) })
            const item =
              quantity > 1
                ? fill(t.quantity, { count: count.format(quantity), item: named })
                : named
            return (
              <li>
                <span>
                  <bdi>{item}</bdi>
                  <small>
                    <Sentence
                      text={status === 'pending' ? t.sincePending : t.since}
                      date={date.format(new Date(createdAt))}
                    />
                  </small>
                </span>
                <button
                  type="submit"
                  name="remove"
                  value={id}
                  class="quiet"
                  aria-label={fill(t.removeItem, { item })}
                >
                  {t.remove}
                </button>
              </li>
            )
          })}
        </ul>
        {waiting.length > 1 && (
          <button type="submit" name="all" value="yes">
            {t.removeAll}
          </button>
        )}
      </form>
    </Page>,
    200,
  )
}
