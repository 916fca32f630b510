/**
 * `GET` and `POST /notify/:shop?sku=…`: the form without any script, for a shop's `<noscript>` link. It
 * works without a style sheet, too. Its page lets the browser send its origin; every other page of the
 * Worker hides that, because their addresses hold tokens, and this one's does not.
 *
 * What the address says of the product is shown escaped and as text only, and used only where its
 * link is on the shop's own origins.
 */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { Sku } from '../../../shared/text.ts'
import { homeOf } from '../../homes/home.ts'
import { clientOf } from '../../ip.ts'
import { withinLimit } from '../../rate-limit.ts'
import { availabilityOf } from '../../stock/availability.ts'
import { countryOf } from '../../confirmation/rules.ts'
import type { ClientShop } from '../../shop/shop.ts'
import { accept } from '../../subscription/accept.ts'
import type { RequestEvidence } from '../../subscription/request.ts'
import { needsConfirmation } from '../../subscription/rules.ts'
import { idleUndo, undoRequest } from '../../subscription/undo.ts'
import { textOf } from '../request.ts'
import { lookIn } from '../shop-look.ts'
import { visitorOf } from '../visitor.ts'
import {
  configuredForm,
  formBrake,
  formShop,
  formSized,
  ownPages,
  type PlainApp,
} from './admit.tsx'
import { questions } from './fields.ts'
import { Form } from './form.tsx'
import { InStock, NeedsScript, Refusal, Taken, Undone } from './pages.tsx'
import type { FormQuery } from './query.ts'
import { type FormFaults, formFaults, missing, requestOf, typedIn } from './request.ts'

export const plainRoutes = new Hono<PlainApp>()
  .get('/:shop', formShop, async (c) => {
    const { shop, query } = c.var
    if (!query.sku)
      return c.html(
        <Refusal look={lookIn(c)} locale={query.locale} code="variant_not_found" />,
        404,
      )
    if (needsScript(shop, query)) return c.html(<NeedsScript look={lookIn(c)} query={query} />, 404)
    const { isOffered, restockAt } = await answerAt(c)
    if (!isOffered)
      return c.html(
        <Refusal look={lookIn(c)} locale={query.locale} code="variant_not_found" />,
        404,
      )
    const country = countryOf(shop, visitorOf(c).country)
    return c.html(
      <Form
        {...{ look: lookIn(c), shop, publicKey: c.req.param('shop'), query, country, restockAt }}
      />,
      200,
    )
  })

  .post('/:shop', formShop, ownPages, configuredForm, formSized, async (c) => {
    const { shop, query } = c.var
    if (needsScript(shop, query)) return c.html(<NeedsScript look={lookIn(c)} query={query} />, 404)
    const visitor = visitorOf(c)
    const country = countryOf(shop, visitor.country)
    const form = new URLSearchParams(await textOf(c))
    const again = async (faults: FormFaults, status: 404 | 422 | 429 = 422) =>
      c.html(
        <Form
          {...{
            look: lookIn(c),
            shop,
            publicKey: c.req.param('shop'),
            query,
            country,
            restockAt: (await answerAt(c)).restockAt,
            form,
            faults,
          }}
        />,
        status,
      )

    const empty = missing(form, questions(shop, query.locale).channels)
    if (empty) return again(empty)
    const here = new URL(c.req.path, c.req.url).href
    const request = requestOf(form, shop, query, here)
    if (!request.ok) return again(formFaults(request.error))

    const evidence: RequestEvidence = { asker: 'shopper', visitor, proof: { by: 'mail' } }
    const confirm = needsConfirmation(shop, request.value, evidence)
    const addresses = ['email', 'phone'].flatMap((name) => typedIn(form, name) ?? [])
    const taken = (undo: string) => {
      const key = c.req.param('shop')
      return c.html(
        <Taken {...{ look: lookIn(c), query, shop: key, addresses, confirm, undo }} />,
        200,
      )
    }
    // Only a bot fills the hidden field. It gets the usual answer.
    if (typedIn(form, 'website')) return taken(await idleUndo(c.env, shop))
    const accepted = await accept(c.env, shop, request.value, evidence)
    switch (accepted.kind) {
      case 'accepted':
      case 'deferred':
      case 'suppressed':
        return taken(accepted.undo)
      case 'refused':
        return again(formFaults(accepted.faults))
      case 'in_stock':
        return c.html(<InStock look={lookIn(c)} query={query} />, 409)
      case 'variant_unknown':
      case 'not_offered':
        return again({ form: 'variant_not_found' }, 404)
      case 'bot_check_failed':
        return again({ form: 'bot_check_failed' })
      case 'too_many_requests':
      case 'too_many_alerts':
      case 'too_many_people':
        c.header('Retry-After', String(accepted.retryAfterSeconds))
        return again({ form: accepted.kind }, 429)
      default:
        return accepted satisfies never
    }
  })

  .post('/:shop/undo', formShop, formBrake, ownPages, configuredForm, formSized, async (c) => {
    const {
      shop,
      query: { locale },
    } = c.var
    const form = new URLSearchParams(await textOf(c))
    const undone = await undoRequest(c.env, shop, form.get('undo') ?? '', Date.now())
    if (undone.ok)
      return c.html(<Undone look={lookIn(c)} shop={c.req.param('shop')} locale={locale} />, 200)
    return c.html(
      <Undone look={lookIn(c)} shop={c.req.param('shop')} locale={locale} fault={undone.error} />,
      undone.error === 'token_expired' ? 410 : 404,
    )
  })

/**
 * Whether the shop offers the variant of the page, and when it is expected, from the cached answer that the
 * widget gets as well. A client that loads too many pages gets the form without it, and D1 is not asked: a
 * request for what is not offered is refused anyway.
 */
async function answerAt(
  c: Context<PlainApp>,
): Promise<{ isOffered: boolean; restockAt?: string | undefined }> {
  const { shop, query } = c.var
  if (!v.is(Sku, query.sku)) return { isOffered: true }
  if (!(await withinLimit(c.env, 'LIMIT_IP', `read:${clientOf(visitorOf(c).ip)}`)))
    return { isOffered: true }
  const { sku, locale, externalId } = query
  const asked = { sku: [sku], locale, ...(externalId && { externalId }) }
  const { offered, restockAt } = await availabilityOf(homeOf(c.env, shop), shop, asked)
  return { isOffered: offered?.[sku] !== false, restockAt: restockAt?.[sku] }
}

/** Whether the shop offers only channels that this form may not ask for. */
const needsScript = (shop: ClientShop, { locale }: FormQuery): boolean =>
  shop.turnstile !== undefined && questions(shop, locale).channels.length === 0
