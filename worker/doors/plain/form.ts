/** The plain form's fields and address, as the request that the widget would have sent. Pure. */
import * as v from 'valibot'
import { consentTexts } from '../../../shared/consent.ts'
import { Product } from '../../../shared/product.ts'
import { FORM_CHANNELS, type FormChannel } from '../../../shared/client-config.ts'
import { Locale } from '../../../shared/text.ts'
import { countriesIn } from '../../../widget/form/countries.ts'
import { ar } from '../../../widget/texts/ar.ts'
import { da } from '../../../widget/texts/da.ts'
import { de } from '../../../widget/texts/de.ts'
import { en, type Texts } from '../../../widget/texts/en.ts'
import { es } from '../../../widget/texts/es.ts'
import { fi } from '../../../widget/texts/fi.ts'
import { fr } from '../../../widget/texts/fr.ts'
import { it } from '../../../widget/texts/it.ts'
import { ja } from '../../../widget/texts/ja.ts'
import { nb } from '../../../widget/texts/nb.ts'
import { nl } from '../../../widget/texts/nl.ts'
import { pl } from '../../../widget/texts/pl.ts'
import { pt } from '../../../widget/texts/pt.ts'
import { sv } from '../../../widget/texts/sv.ts'
import type { Failure } from '../../result.ts'
import type { ClientShop } from '../../shop/shop.ts'

/** The widget's own words: both forms say the same. */
const TEXTS: Record<string, Texts> = { ar, da, de, en, es, fi, fr, it, ja, nb, nl, pl, pt, sv }

/** The words in the language of `locale`; English where there are none. */
export const wordsFor = (locale: string): Texts => {
  const language = locale.split('-')[0] ?? ''
  return (Object.hasOwn(TEXTS, language) && TEXTS[language]) || en
}

/** What the address of the page asks for. The shop's template writes it, and anybody may. */
export interface Asked {
  sku: string
  /** Canonical; the shop's own where the address names none, or none that exists. */
  locale: string
  externalId?: string | undefined
  /** Only what the schema takes, and only on the shop's own origins. */
  product?: Product | undefined
}

/** Reads the query: `sku`, `locale`, `externalId`, and `title`, `variant`, `url` of the product. */
export function askedFor(query: Record<string, string>, shop: ClientShop): Asked {
  const { sku = '', externalId, title, variant, url } = query
  const locale = v.safeParse(Locale, query['locale'])
  const told = v.safeParse(Product, { title, url, ...(variant && { variantTitle: variant }) })
  const own = told.success && shop.origins.includes(new URL(told.output.url).origin)
  return {
    sku: sku.trim(),
    locale: locale.success ? locale.output : shop.defaultLocale,
    ...(externalId && { externalId }),
    ...(own && { product: told.output }),
  }
}

/**
 * The channels that the form asks for, the shop's own texts beside each. Where the shop wants people
 * told from machines, no number: there is nothing that would confirm it.
 */
export function questions(shop: ClientShop, locale: string) {
  const { texts, ...rest } = consentTexts(shop, locale)
  const offered = FORM_CHANNELS.filter((each) => shop.channels.includes(each) && texts[each])
  const channels = shop.turnstile ? offered.filter((each) => each === 'email') : offered
  return { ...rest, texts, channels }
}

/** The fields' names, which are those of the request; and the hidden ones, with what was shown. */
export const fieldOf = (channel: FormChannel) => (channel === 'sms' ? 'phone' : 'email')
export const shownAs = (purpose: FormChannel | 'marketing') => `shown-${purpose}`

/** What a list of the form offers, and what it shows at first. */
export interface Choice {
  options: [value: string, label: string][]
  chosen: string
}

/** How many somebody may ask for, in the figures of a locale. */
export function quantities(most: number, locale: string, form?: URLSearchParams): Choice {
  const { format } = new Intl.NumberFormat(locale)
  return {
    options: Array.from({ length: most }, (_, index) => [`${index + 1}`, format(index + 1)]),
    chosen: form?.get('quantity') ?? '1',
  }
}

/**
 * Where a number may be from, by names in a language: `here`, unless something else was sent. An
 * unknown country has an entry of its own, or else it would be the first of the list.
 */
export function countries(
  here: string | undefined,
  language: string,
  form?: URLSearchParams,
): Choice {
  const options = countriesIn(language)
  const said = form?.get('country') || here || ''
  const chosen = options.some(([code]) => code === said) ? said : ''
  return { options: chosen ? options : [['', '–'], ...options], chosen }
}

/** The body that goes the way of the widget's. `here` is the page's address, without its query. */
export function requestOf(
  form: URLSearchParams,
  publicKey: string,
  shop: ClientShop,
  asked: Asked,
  here: string,
) {
  const text = (name: string) => form.get(name)?.trim() || undefined
  const channels = questions(shop, asked.locale).channels.filter((each) => text(fieldOf(each)))
  const version = text('version') ?? ''
  const consents = channels.map((channel) => ({
    purpose: 'alert',
    channel,
    version,
    text: text(shownAs(channel)) ?? '',
  }))
  if (form.get('marketing') && channels.includes('email')) {
    const shown = text(shownAs('marketing')) ?? ''
    consents.push({ purpose: 'marketing', channel: 'email', version, text: shown })
  }
  return {
    shop: publicKey,
    ...asked,
    email: text('email'),
    phone: text('phone'),
    country: text('phone') && text('country'),
    quantity: text('quantity') && Number(text('quantity')),
    channels,
    consents,
    page: asked.product?.url ?? here,
    website: text('website'),
  }
}

/** Codes of what is wrong: beside a field, or over the form. */
export interface Faults {
  email?: string | undefined
  phone?: string | undefined
  form?: string | undefined
}

/** What nobody has filled in: found before the request is made. */
export function missing(form: URLSearchParams, channels: FormChannel[]): Faults | undefined {
  if (channels.some((each) => form.get(fieldOf(each))?.trim())) return
  const [first, second] = channels
  if (!first) return { form: 'failed' }
  const field = fieldOf(first)
  return { [field]: second ? 'contact_missing' : `${field}_missing` }
}

/** Where each fault of a failed request is shown. */
export function faultsOf({ code, errors = [] }: Failure): Faults {
  const at = (pointer: string) => errors.find((each) => each.pointer === pointer)?.code
  const [email, phone] = [at('/email'), at('/phone')]
  if (email || phone) return { email, phone }
  const consent = errors.some(({ pointer }) => pointer.startsWith('/consents'))
  return { form: consent ? 'consent_text_mismatch' : code }
}

/** The words for a code; a code without words of its own is told as `otherwise`. */
export const told = ({ errors }: Texts, code: string, otherwise: keyof Texts['errors']): string =>
  errors[Object.hasOwn(errors, code) ? (code as keyof Texts['errors']) : otherwise]
