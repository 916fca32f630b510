/** From the fields of the form to a request, and from its faults back to the fields. Pure. */
import * as v from 'valibot'
import type { FormChannel } from '../../../shared/client-config.ts'
import { parse } from '../../parse.ts'
import type { Fault, Result } from '../../result.ts'
import type { ClientShop } from '../../shop/shop.ts'
import type { SubscriptionRequest } from '../../subscription/request.ts'
import { ShopperSubscription } from '../shopper-subscription.ts'
import { fieldOf, questions, shownAs } from './fields.ts'
import type { FormQuery } from './query.ts'

const PlainSubscription = v.omit(ShopperSubscription, ['shop', 'website', 'turnstileToken'])

/** A field's text, trimmed; undefined if it is empty. */
export const typedIn = (form: URLSearchParams, name: string): string | undefined =>
  form.get(name)?.trim() || undefined

/** What the form asks for. `here` is the page's own address, without its query. */
export function requestOf(
  form: URLSearchParams,
  shop: ClientShop,
  query: FormQuery,
  here: string,
): Result<SubscriptionRequest> {
  const text = (name: string) => typedIn(form, name)
  const channels = questions(shop, query.locale).channels.filter((each) => text(fieldOf(each)))
  const consentTo = (purpose: 'alert' | 'marketing', channel: FormChannel) => ({
    purpose,
    channel,
    version: text('version') ?? '',
    // Browsers send every line break of a field as CRLF (HTML, "constructing the entry list").
    text: (text(shownAs(purpose === 'marketing' ? purpose : channel)) ?? '').replaceAll(
      '\r\n',
      '\n',
    ),
  })
  const marketing = form.get('marketing') && channels.includes('email')
  return parse(PlainSubscription, {
    ...query,
    email: text('email'),
    phone: text('phone'),
    country: text('phone') && text('country'),
    quantity: text('quantity') && Number(text('quantity')),
    channels,
    consents: [
      ...channels.map((channel) => consentTo('alert', channel)),
      ...(marketing ? [consentTo('marketing', 'email')] : []),
    ],
    page: query.product?.url ?? here,
  })
}

/** Codes of what is wrong: beside a field, or above the form. */
export interface FormFaults {
  email?: string | undefined
  phone?: string | undefined
  form?: string | undefined
}

/** The fault of a form with no address at all: found before a request is made of it. */
export function missing(form: URLSearchParams, channels: FormChannel[]): FormFaults | undefined {
  if (channels.some((each) => typedIn(form, fieldOf(each)))) return
  const [first, second] = channels
  if (!first) return { form: 'failed' }
  const field = fieldOf(first)
  return { [field]: second ? 'contact_missing' : `${field}_missing` }
}

/** Where the form shows the faults of a request. */
export function formFaults(faults: Fault[]): FormFaults {
  const at = (pointer: string) => faults.find((each) => each.pointer === pointer)?.code
  const [email, phone] = [at('/email'), at('/phone')]
  if (email || phone) return { email, phone }
  const consent = faults.some(({ pointer }) => pointer.startsWith('/consents'))
  return { form: consent ? 'consent_text_mismatch' : 'request_invalid' }
}
