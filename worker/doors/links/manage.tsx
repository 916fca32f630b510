/**
 * `GET` and `POST /m/:token`: the list of a person's subscriptions in a shop. A GET changes
 * nothing. A POST removes one or all and shows the rest; it may be repeated. Products of which a reminder may
 * follow are listed below, and can be removed as well. Or it mails a link to another address, to which the
 * person wants to move; the answer is the same for every address.
 */
import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import * as v from 'valibot'
import { Email } from '../../../shared/email.ts'
import { fill } from '../../../shared/languages/fill.ts'
import { itemOf, textsFor } from '../../../shared/languages/texts.ts'
import { entriesOf } from '../../catalog/store.ts'
import { describedAs } from '../../catalog/lookup.ts'
import { nameOf } from '../../catalog/snapshot.ts'
import { homeOf } from '../../homes/home.ts'
import { clientOf } from '../../ip.ts'
import { RATE_LIMIT_SECONDS } from '../../limits.ts'
import type { Recipient } from '../../link/token.ts'
import { Sentence } from '../../message/sentence.tsx'
import { withinLimit } from '../../rate-limit.ts'
import { askToMove } from '../../recipient/ask-move.ts'
import { stop, stopOne } from '../../recipient/stop.ts'
import { plannedReminders } from '../../reminder/list.ts'
import { subscriptionsOf } from '../../subscription/list.ts'
import { Page } from '../page.tsx'
import { lookIn } from '../shop-look.ts'
import { Address } from '../plain/inputs.tsx'
import { Refusal } from '../plain/pages.tsx'
import { visitorOf } from '../visitor.ts'
import { type LinkApp, recipientFor } from './recipient.tsx'

export const manageRoutes = new Hono<LinkApp>()
  .get('/:token', recipientFor('manage'), (c) => list(c))
  .post('/:token', recipientFor('manage'), async (c) => {
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>)
    const { shop, recipient } = c.var
    if (typeof form['email'] === 'string') return moveTo(c, form['email'])
    if (form['all']) {
      await stop(c.env, shop, recipient, 'everything', 'link', Date.now())
      return list(c, 'allRemoved')
    }
    const sku = form['noLonger']
    if (typeof sku === 'string' && sku !== '') {
      await stop(c.env, shop, { ...recipient, about: sku }, 'product', 'link', Date.now())
      return list(c, 'removed')
    }
    const id = form['remove']
    if (typeof id !== 'string' || id === '') return list(c)
    await stopOne(c.env, shop, recipient, id, Date.now())
    return list(c, 'removed')
  })

/** Mails a link to the new address, if the person may move by this link. */
async function moveTo(c: Context<LinkApp>, typed: string): Promise<Response> {
  const { shop, recipient } = c.var
  if (!mayMove(recipient)) return list(c)
  const email = v.safeParse(Email, typed)
  if (!email.success) return list(c, undefined, typed)
  if (!(await withinLimit(c.env, 'LIMIT_IP', `read:${clientOf(visitorOf(c).ip)}`))) {
    c.header('Retry-After', String(RATE_LIMIT_SECONDS))
    return c.html(
      <Refusal look={lookIn(c)} locale={recipient.locale} code="too_many_requests" />,
      429,
    )
  }
  await askToMove(c.env, shop, recipient, email.output, Date.now())
  return list(c, 'sent')
}

// A link in a message to an old address shows the list, but cannot move the person again.
const mayMove = ({ contactId, named }: Recipient): boolean => contactId === named

/** The page. `done`: the change that the request made. `wrong`: a typed text that is no address. */
async function list(
  c: Context<LinkApp>,
  done?: 'removed' | 'allRemoved' | 'sent',
  wrong?: string,
): Promise<Response> {
  const { shop, recipient } = c.var
  const { contactId, locale } = recipient
  const db = homeOf(c.env, shop)
  const [found, planned] = await Promise.all([
    subscriptionsOf(db, shop.id, contactId),
    plannedReminders(db, shop.id, contactId),
  ])
  const waiting = found ?? []
  const skus = new Set([...waiting, ...planned].map(({ sku }) => sku))
  const catalog = await entriesOf(db, shop.id, [...skus])
  const texts = textsFor(locale)
  const t = texts.pages.manage
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const count = new Intl.NumberFormat(locale)
  return c.html(
    <Page look={lookIn(c)} language={texts.language} title={t.title}>
      {done && <p role="status">{done === 'sent' ? texts.pages.move.sent : t[done]}</p>}
      {(waiting.length > 0 || planned.length === 0) && (
        <p>
          <Sentence text={waiting.length > 0 ? t.intro : t.nothing} shop={shop.settings.name} />
        </p>
      )}
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
              <Entry locale={locale} item={item} name="remove" value={id}>
                <small>
                  <Sentence
                    text={status === 'pending' ? t.sincePending : t.since}
                    date={date.format(new Date(createdAt))}
                  />
                </small>
              </Entry>
            )
          })}
        </ul>
        {waiting.length > 1 && (
          <button type="submit" name="all" value="yes" class="second">
            {t.removeAll}
          </button>
        )}
      </form>
      {planned.length > 0 && (
        <Reminders
          shop={shop.settings.name}
          locale={locale}
          items={planned.map(({ sku, locale: own, product }) => ({
            sku,
            item: itemOf(texts, describedAs(catalog, sku, own, product) ?? { title: nameOf(sku) }),
          }))}
        />
      )}
      {waiting.length > 0 && mayMove(recipient) && <OtherAddress locale={locale} wrong={wrong} />}
    </Page>,
    wrong === undefined ? 200 : 422,
  )
}

/** A product with the button that removes it: the form's field `name` gets the value. */
function Entry(props: {
  locale: string
  item: string
  name: 'remove' | 'noLonger'
  value: string
  children?: Child
}) {
  const { locale, item, name, value, children } = props
  const t = textsFor(locale).pages.manage
  return (
    <li>
      <span>
        <bdi>{item}</bdi>
        {children}
      </span>
      <button
        type="submit"
        name={name}
        value={value}
        class="quiet"
        aria-label={fill(t.removeItem, { item })}
      >
        {t.remove}
      </button>
    </li>
  )
}

/** The products of which a reminder may follow. */
function Reminders({
  shop,
  locale,
  items,
}: {
  shop: string
  locale: string
  items: { sku: string; item: string }[]
}) {
  const t = textsFor(locale).pages.manage
  return (
    <>
      <p>
        <Sentence text={t.reminders} shop={shop} />
      </p>
      <form method="post">
        <ul>
          {items.map(({ sku, item }) => (
            <Entry locale={locale} item={item} name="noLonger" value={sku} />
          ))}
        </ul>
      </form>
    </>
  )
}

function OtherAddress({ locale, wrong }: { locale: string; wrong: string | undefined }) {
  const { form: words, pages } = textsFor(locale)
  const fault = wrong !== undefined
  return (
    <details open={fault}>
      <summary>{pages.move.use}</summary>
      <form method="post" novalidate>
        <Address
          channel="email"
          label={words.email}
          fault={fault ? words.errors.email_invalid : undefined}
          value={wrong}
        />
        <button type="submit">{pages.mine.button}</button>
      </form>
    </details>
  )
}
