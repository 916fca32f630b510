/** What makes a request for a subscription good, and the form in which it is stored. Pure. */
import { type Channel, CHANNELS } from '../../shared/channels.ts'
import type { Consent } from '../../shared/consent.ts'
import { consentTexts, isShown } from '../../shared/languages/consent-texts.ts'
import { usableProduct } from '../loose-product.ts'
import { productAddress } from '../../shared/page/address.ts'
import type { Addresses } from '../address/sealed.ts'
import { countryOfNumber, e164, writableNumber } from '../address/phone.ts'
import { madeHarmless, type Snapshot, vouchedFor } from '../catalog/snapshot.ts'
import { countryOf, mustConfirm } from '../confirmation/rules.ts'
import type { BotCheck } from '../connectors/turnstile/rules.ts'
import { PAGE_KEY_BYTES } from '../limits.ts'
import { isOwn } from '../link/own.ts'
import { done, type Fault, invalid, type Result } from '../result.ts'
import { smsCountriesOf } from '../shop/rules.ts'
import type { ClientShop } from '../shop/shop.ts'
import type { RequestEvidence, SubscriptionRequest } from './request.ts'
import { bytesOf, evidenceOf, fitted } from './size.ts'

/**
 * A request that may be stored: only the addresses that the channels need, numbers in E.164, the page
 * without its query, and no larger description of the product than a page may give.
 */
export interface Wanted extends Omit<SubscriptionRequest, 'country' | 'consents'> {
  consents: VouchedConsent[]
  product?: Snapshot | undefined
  /** Where the product's image is, if only the catalogue can tell that it may be shown: `https://cdn.example/`. */
  foreignImages?: string | undefined
}

/**
 * A consent, and whose words it has if no page showed them here. `caller`: a backend vouches for words that
 * no form of the shop shows. `declared`: the shop's settings say that its own form shows them.
 */
export type VouchedConsent = Consent & { words?: 'caller' | 'declared' }

/** A consent of a request, with its place there. */
export type PlacedConsent = Consent & { index: number }

/** The evidence of a consent: where it came from. It is stored with the consent. */
export interface Evidence {
  /** `form` on a page, `api` from a backend. */
  method: 'form' | 'api'
  /** Truncated. */
  ip?: string | undefined
  userAgent?: string | undefined
  /** The result of the bot check, if there was one. */
  botCheck?: BotCheck | undefined
}

/** Checks a request against its shop; each pointer of a fault is into the request. */
export function prepare(
  request: SubscriptionRequest,
  shop: ClientShop,
  evidence: RequestEvidence,
): Result<Wanted> {
  const { asker, words } = evidence
  const { channels, consents, customerId, quantity } = request
  const faults: [string, string][] = []
  for (const [index, channel] of channels.entries()) {
    // A mail proves nothing of a number.
    const isUnproven = CHANNELS[channel] === 'phone' && isProvenByMail(shop, evidence)
    if (!shop.channels.includes(channel) || isUnproven) {
      faults.push([`/channels/${index}`, 'channel_not_offered'])
    }
    if (!consents.some((one) => one.purpose === 'alert' && one.channel === channel)) {
      faults.push(['/consents', 'consent_missing'])
    }
  }
  const { email, phone, faults: wrong } = addressesFor(channels, request, shop)
  faults.push(...wrong)
  if (channels.some((channel) => CHANNELS[channel] === 'customerId') && !customerId) {
    faults.push(['/customerId', 'missing'])
  }
  if (asker === 'shopper') {
    faults.push(...foreignContent(request))
    if (bytesOf(request.sku + (request.externalId ?? '')) > PAGE_KEY_BYTES) {
      faults.push(['/sku', 'too_long'])
    }
    if (quantity && quantity > (shop.maxQuantity ?? 1)) {
      faults.push(['/quantity', 'quantity_too_large'])
    }
  }
  if (faults.length > 0) return invalid(faults)

  const locale = request.locale ?? shop.defaultLocale
  const wordsOf = (one: Consent): VouchedConsent['words'] => {
    if (words) return words
    return asker === 'backend' && !isShown(shop, locale, one) ? 'caller' : undefined
  }
  const { product: _said, ...asked } = request
  return done({
    ...asked,
    ...snapshotOf(request, shop, asker),
    email,
    phone,
    page: request.page && evidenceOf(request.page),
    consents: consents.map((one) => {
      const whose = wordsOf(one)
      return whose ? { ...one, words: whose } : one
    }),
  })
}

/** Whether a confirmation mail takes the place of the shop's bot check: the door runs no script. */
const isProvenByMail = (shop: ClientShop, evidence: RequestEvidence): boolean =>
  shop.turnstile !== undefined && evidence.asker === 'shopper' && evidence.proof.by === 'mail'

/**
 * The addresses of a request that its channels need, the number in E.164, and what is wrong with them.
 * Other addresses of the request are left out.
 */
export function addressesFor(
  channels: readonly Channel[],
  request: Pick<SubscriptionRequest, 'email' | 'phone' | 'country'>,
  shop: Pick<ClientShop, 'country' | 'smsCountries'>,
): Addresses & { faults: [pointer: string, code: string][] } {
  const faults: [string, string][] = []
  const needed = new Set(channels.map((channel) => CHANNELS[channel]))
  const email = needed.has('email') ? request.email : undefined
  if (needed.has('email') && !email) faults.push(['/email', 'missing'])

  const country = request.country ?? shop.country
  const byPhone = needed.has('phone')
  const number =
    byPhone && request.phone
      ? writableNumber(request.phone, country, smsCountriesOf(shop))
      : undefined
  if (byPhone && !number) faults.push(['/phone', 'missing'])
  if (number && !number.ok) faults.push(['/phone', number.error])
  return { email, phone: number?.ok ? number.value : undefined, faults }
}

/**
 * Whether the person has to confirm the addresses of a request before they count (double opt-in). A
 * backend has the confirmation already. `country` is that of the form, and a number has its own.
 * `botCheck`: the result of the bot check, if it was made before.
 */
export function needsConfirmation(
  shop: ClientShop,
  { channels, phone, country }: Pick<SubscriptionRequest, 'channels' | 'phone' | 'country'>,
  evidence: RequestEvidence,
  botCheck?: BotCheck,
): boolean {
  if (evidence.asker === 'backend') return false
  const byPhone = channels.some((channel) => CHANNELS[channel] === 'phone')
  if (!byPhone && !channels.includes('email')) return false
  // A bot cannot confirm.
  if (isProvenByMail(shop, evidence)) return true
  if (shop.turnstile?.whenDown === 'confirm' && botCheck === 'skipped') return true
  const number = byPhone && phone ? e164(phone, country ?? shop.country) : undefined
  const ofNumber = number && countryOfNumber(number)
  return mustConfirm(shop, countryOf(shop, evidence.visitor.country), country, ofNumber)
}

/**
 * Faults of content that is not the shop's. A form asks for one consent to an alert over each
 * requested channel, and for one to marketing by e-mail.
 */
function foreignContent(request: SubscriptionRequest): [string, string][] {
  const faults: [string, string][] = []
  const { channels, consents } = request
  for (const [index, { purpose, channel }] of consents.entries()) {
    const isOffered = channels.includes(channel) && (purpose === 'alert' || channel === 'email')
    if (!isOffered) faults.push([`/consents/${index}`, 'consent_not_offered'])
    const first = consents.findIndex((one) => one.purpose === purpose && one.channel === channel)
    if (first < index) faults.push([`/consents/${index}`, 'consent_repeated'])
  }
  return faults
}

/**
 * The product as it may be stored: whose word it is decides what of it may be shown to people. A
 * stranger's link must lead to the shop, or else anybody could send any link in the shop's name; the
 * page of the form takes the place of another, and the shop's home page that of a page elsewhere.
 */
function snapshotOf(
  { product, sku, page }: SubscriptionRequest,
  shop: ClientShop,
  asker: RequestEvidence['asker'],
): Pick<Wanted, 'product' | 'foreignImages'> {
  if (!product) return {}
  const links = [product.url, page && productAddress(page), `${shop.origins[0]}/`]
  const url = links.find((link) => link !== undefined && isOwn(link, shop.origins)) ?? ''
  const whole = usableProduct(product, { title: sku, url })
  if (asker === 'backend') return { product: vouchedFor(whole) }
  const { product: harmless, foreign } = madeHarmless({ ...whole, url }, sku, shop)
  const small = fitted(harmless)
  return {
    product: small,
    ...(foreign && small?.image && { foreignImages: `${new URL(small.image).origin}/` }),
  }
}

/**
 * A shopper's consents to words that the shop's forms do not show now: they count only if a form of
 * the shop showed them before.
 */
export function notShownNow(
  { consents, locale }: SubscriptionRequest,
  shop: ClientShop,
): PlacedConsent[] {
  return consents.flatMap((one, index) =>
    isShown(shop, locale ?? shop.defaultLocale, one) ? [] : [{ ...one, index }],
  )
}

/** The faults of a shopper's consents to words that no form of the shop showed. */
export function consentFaults(
  unpublished: PlacedConsent[],
  { locale }: SubscriptionRequest,
  shop: ClientShop,
): Fault[] {
  const { texts } = consentTexts(shop, locale ?? shop.defaultLocale)
  return unpublished.map(({ purpose, index }) =>
    purpose === 'marketing' && !texts.marketing
      ? { pointer: `/consents/${index}`, code: 'consent_not_offered' }
      : { pointer: `/consents/${index}/text`, code: 'consent_text_mismatch' },
  )
}
