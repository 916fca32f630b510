/**
 * `GET` and `POST /notify/:shop?sku=…`: the form without any script, for a shop's `<noscript>` link.
 * It needs no style sheet either, and goes the widget's way from the checked request on.
 *
 * Who may post: the page itself, and a shop's own pages. Nobody is logged in here and there is no
 * cookie, so a forged post could do no more than any program can: ask for an alert. But it would do
 * it from its visitors' addresses, round the limit for each of them. So a browser has to say that
 * the post comes from this page (`Sec-Fetch-Site`, which no page can set, or `Origin`), and what
 * says neither is refused. The page lets the browser send its origin; every other page of the
 * Worker hides it, because their addresses hold tokens, and this one's does not.
 *
 * What the address says of the product is shown escaped and as text only, and used only where its
 * link is on the shop's own origins.
 */
import { type Context, Hono } from 'hono'
import type { App } from '../context.ts'
import { countryOf, mustConfirmPlain } from '../../confirmation/rules.ts'
import { isLocal } from '../../env.ts'
import { PLAIN_BODY_BYTES } from '../../limits.ts'
import { textsFor } from '../../message/texts.ts'
import { Page } from '../links/page.tsx'
import { textOf } from '../request.ts'
import { isDemoKey } from '../auth.ts'
import type { ClientShop } from '../../shop/shop.ts'
import { shopByPublicKey } from '../../shop/store.ts'
import { secretUsable } from '../../vault.ts'
import { accept } from '../../subscription/accept.ts'
import {
  askedFor,
  countries,
  faultsOf,
  fieldOf,
  missing,
  quantities,
  questions,
  requestOf,
  shownAs,
  told,
  wordsFor,
  type Asked,
  type Choice,
  type Faults,
} from './form.ts'

export const plainRoutes = new Hono<App>()
  .get('/:shop', async (c) => {
    const shop = await shopOf(c)
    if (!shop) return refuse(c, undefined, 'shop_unknown', 404)
    const asked = askedFor(c.req.query(), shop)
    if (!asked.sku) return refuse(c, asked.locale, 'variant_not_found', 404)
    if (needsScript(shop, asked)) return toScript(c, asked)
    return c.html(<Form {...{ shop, asked, country: hereOf(c, shop) }} />, 200)
  })
  .post('/:shop', async (c) => {
    const shop = await shopOf(c)
    if (!shop) return refuse(c, undefined, 'shop_unknown', 404)
    const asked = askedFor(c.req.query(), shop)
    if (!mayPost(c, shop)) return refuse(c, asked.locale, 'origin_not_allowed', 403)
    if (!secretUsable(c.env)) return refuse(c, asked.locale, 'failed', 503)
    const body = await textOf(c, PLAIN_BODY_BYTES)
    if (body === undefined) return refuse(c, asked.locale, 'body_too_large', 413)
    if (needsScript(shop, asked)) return toScript(c, asked)
    const form = new URLSearchParams(body)
    const country = hereOf(c, shop)
    const again = (faults: Faults, status: 404 | 422 | 429 = 422) =>
      c.html(<Form {...{ shop, asked, country, form, faults }} />, status)

    const empty = missing(form, questions(shop, asked.locale).channels)
    if (empty) return again(empty)
    const here = new URL(c.req.path, c.req.url).href
    const request = requestOf(form, c.req.param('shop'), shop, asked, here)
    const accepted = await accept(c, shop, request, 'plain')
    if (!accepted.ok) {
      const { code } = accepted.failure
      if (code === 'in_stock') return inStock(c, asked)
      if (code === 'too_many_requests') c.header('Retry-After', '60')
      const status = { too_many_requests: 429, variant_not_found: 404 }[code as string] ?? 422
      return again(faultsOf(accepted.failure), status as 404 | 422 | 429)
    }
    const t = wordsFor(asked.locale)
    const confirm = request.email !== undefined && mustConfirmPlain(shop, country, request.country)
    return c.html(
      <Page language={t.language} title={confirm ? t.confirmTitle : t.doneTitle}>
        <p role="status">
          {confirm ? t.confirm : t.done}{' '}
          <b>{[request.email, request.phone].filter(Boolean).join(', ')}</b>
        </p>
        {asked.product && (
          <p>
            <a href={asked.product.url}>{asked.product.title}</a>
          </p>
        )}
      </Page>,
      200,
    )
  })

async function shopOf(c: Context<App>): Promise<ClientShop | undefined> {
  const key = c.req.param('shop') ?? ''
  if (key.length > 100 || (isDemoKey(key) && !isLocal(c.env))) return
  return shopByPublicKey(c.env, key)
}

/** Where the shopper is taken to be. */
const hereOf = (c: Context<App>, shop: ClientShop) => countryOf(shop, c.req.header('CF-IPCountry'))

function mayPost(c: Context<App>, { origins }: ClientShop): boolean {
  if (c.req.header('Sec-Fetch-Site') === 'same-origin') return true
  const origin = c.req.header('Origin') ?? 'null'
  return origin === new URL(c.req.url).origin || origins.includes(origin)
}

/** A page that says in words why there is no form. */
function refuse(
  c: Context<App>,
  locale = c.req.header('Accept-Language') ?? 'en',
  code: 'shop_unknown' | 'variant_not_found' | 'origin_not_allowed' | 'body_too_large' | 'failed',
  status: 403 | 404 | 413 | 503,
) {
  const t = wordsFor(locale)
  return c.html(
    <Page language={t.language} title={t.title}>
      <p role="alert">{t.errors[code]}</p>
    </Page>,
    status,
  )
}

/** Whether all that the shop offers is over a channel that only the widget can be trusted with. */
const needsScript = (shop: ClientShop, { locale }: Asked) =>
  shop.turnstile !== undefined && questions(shop, locale).channels.length === 0

function toScript(c: Context<App>, { locale, product }: Asked) {
  const { language, title } = wordsFor(locale)
  return c.html(
    <Page language={language} title={title}>
      <p>{textsFor(locale).needsScript}</p>
      {product && (
        <p>
          <a href={product.url}>{product.title}</a>
        </p>
      )}
    </Page>,
    404,
  )
}

function inStock(c: Context<App>, { locale, product }: Asked) {
  const { language, button, confirmPage: t } = textsFor(locale)
  return c.html(
    <Page language={language} title={t.inStockTitle}>
      <p role="status">{t.inStock}</p>
      {product && (
        <p>
          <a href={product.url}>{button}</a>
        </p>
      )}
    </Page>,
    409,
  )
}

const INPUTS = {
  email: { type: 'email', autocomplete: 'email', maxlength: 320 },
  sms: { type: 'tel', autocomplete: 'tel', maxlength: 40 },
} as const

interface FormProps {
  shop: ClientShop
  asked: Asked
  /** Where the shopper is taken to be. */
  country: string | undefined
  /** What was sent, when the form is shown again. */
  form?: URLSearchParams
  faults?: Faults
}

function Form({ shop, asked: { locale, product }, country, form, faults = {} }: FormProps) {
  const t = wordsFor(locale)
  const { language } = t
  const { version, texts, locale: lang, channels } = questions(shop, locale)
  // The shopper's own tick outlives a mistake, but not a change of what was agreed to.
  const again = faults.form !== 'consent_text_mismatch' && form?.has('marketing')
  const ticked = again ? true : undefined
  return (
    <Page language={language} title={t.title} referrer="same-origin">
      <p>
        <b>{product?.title ?? shop.name}</b>
        {product?.variantTitle && <small>{product.variantTitle}</small>}
      </p>
      {faults.form && (
        <p role="alert" class="fault">
          {told(t, faults.form, 'failed')}
        </p>
      )}
      <form method="post" novalidate>
        <input type="hidden" name="version" value={version} />
        {shop.maxQuantity && (
          <Select
            name="quantity"
            label={t.quantity}
            {...quantities(shop.maxQuantity, locale, form)}
          />
        )}
        {channels.map((channel, index) => {
          const name = fieldOf(channel)
          const fault = faults[name]
          return (
            <div>
              {channel === 'sms' && (
                <Select name="country" label={t.country} {...countries(country, language, form)} />
              )}
              <label for={name}>
                {t[name]} {index > 0 && t.optional}
              </label>
              {fault && (
                <p class="fault" id={`${name}-fault`}>
                  {told(t, fault, `${name}_invalid`)}
                </p>
              )}
              <input
                {...INPUTS[channel]}
                dir="auto"
                id={name}
                name={name}
                value={form?.get(name) ?? ''}
                aria-invalid={fault ? 'true' : undefined}
                aria-describedby={`${fault ? `${name}-fault ` : ''}${name}-consent`}
                autofocus={fault ? true : undefined}
              />
              <p id={`${name}-consent`}>
                <small lang={lang} dir="auto">
                  {texts[channel]}
                </small>
              </p>
              <input type="hidden" name={shownAs(channel)} value={texts[channel]} />
            </div>
          )
        })}
        {texts.marketing && channels.includes('email') && (
          <p>
            <input type="hidden" name={shownAs('marketing')} value={texts.marketing} />
            <label lang={lang} dir="auto">
              <input type="checkbox" name="marketing" value="on" checked={ticked} />{' '}
              {texts.marketing}
            </label>
          </p>
        )}
        <input name="website" hidden tabindex={-1} autocomplete="off" />
        <button type="submit">{t.submit}</button>
      </form>
      {shop.consent?.privacyUrl && (
        <p>
          <a href={shop.consent.privacyUrl}>{t.privacy}</a>
        </p>
      )}
    </Page>
  )
}

function Select({ name, label, options, chosen }: Choice & { name: string; label: string }) {
  return (
    <>
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {options.map(([value, words]) => (
          <option value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </>
  )
}
