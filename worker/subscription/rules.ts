/** What makes a request for a subscription good, and the form in which it is stored. Pure. */
import { CHANNELS } from '../../shared/channels.ts'
import { consentTexts, wasShown } from '../../shared/languages/consent-texts.ts'
import { e164 } from '../address/phone.ts'
import { madeHarmless, type Snapshot, vouchedFor } from '../catalog/snapshot.ts'
import { countryOf, mustConfirm } from '../confirmation/rules.ts'
import type { BotCheck } from '../connectors/turnstile/rules.ts'
import { done, invalid, type Result } from '../result.ts'
import type { ClientShop } from '../shop/shop.ts'
import type { RequestEvidence, SubscriptionRequest } from './request.ts'

/**
 * A request that may be stored: only the addresses that the channels need, numbers in E.164, and the
 * page without its query.
 */
export interface Wanted extends Omit<SubscriptionRequest, 'country'> {
  product?: Snapshot | undefined
  /** Where the product's image is, if only the catalogue can tell that it may be shown: `https://cdn.example/`. */
  foreignImages?: string | undefined
}

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
  asker: RequestEvidence['asker'],
): Result<Wanted> {
  const { channels, consents, customerId, quantity } = request
  const faults: [string, string][] = []
  for (const [index, channel] of channels.entries()) {
    if (!shop.channels.includes(channel)) faults.push([`/channels/${index}`, 'channel_not_offered'])
    if (!consents.some((one) => one.purpose === 'alert' && one.channel === channel)) {
      faults.push(['/consents', 'consent_missing'])
    }
  }
  const needed = new Set(channels.map((channel) => CHANNELS[channel]))
  const email = needed.has('email') ? request.email : undefined
  if (needed.has('email') && !email) faults.push(['/email', 'missing'])

  const country = request.country ?? shop.country
  const byPhone = needed.has('phone')
  const phone = byPhone && request.phone ? e164(request.phone, country) : undefined
  if (byPhone && !phone) faults.push(['/phone', request.phone ? 'phone_invalid' : 'missing'])
  if (needed.has('customerId') && !customerId) faults.push(['/customerId', 'missing'])
  if (asker === 'shopper') {
    faults.push(...foreignContent(request, shop))
    if (quantity && quantity > (shop.maxQuantity ?? 1)) {
      faults.push(['/quantity', 'quantity_too_large'])
    }
  }
  if (faults.length > 0) return invalid(faults)

  return done({
    ...request,
    ...snapshotOf(request, shop, asker),
    email,
    phone,
    page: request.page && withoutQuery(request.page),
  })
}

/**
 * Whether the person has to confirm the request from a mail before it counts (double opt-in). A
 * backend has the confirmation already, and an SMS needs none.
 */
export function needsConfirmation(
  shop: ClientShop,
  { channels, email, country }: Pick<SubscriptionRequest, 'channels' | 'email' | 'country'>,
  evidence: RequestEvidence,
): boolean {
  if (evidence.asker === 'backend' || !email || !channels.includes('email')) return false
  // A form without script cannot run Turnstile. The mail takes its place: a bot cannot confirm.
  if (shop.turnstile && evidence.proof.by === 'mail') return true
  return mustConfirm(shop, countryOf(shop, evidence.visitor.country), country)
}

/**
 * Faults of content that is not the shop's. A consent under the shop's current version must have a
 * text that the shop shows now; a page that was opened before the texts changed sends the version
 * that it showed. A product's link must lead to the shop: or else anybody could send any link in the
 * shop's name.
 */
function foreignContent(request: SubscriptionRequest, shop: ClientShop): [string, string][] {
  const faults: [string, string][] = []
  const locale = request.locale ?? shop.defaultLocale
  const { version } = consentTexts(shop, locale)
  for (const [index, consent] of request.consents.entries()) {
    const purpose = consent.purpose === 'marketing' ? 'marketing' : consent.channel
    if (consent.version === version && !wasShown(shop, locale, purpose, consent.text)) {
      faults.push([`/consents/${index}/text`, 'consent_text_mismatch'])
    }
  }
  const url = request.product?.url
  if (url && !shop.origins.includes(new URL(url).origin)) {
    faults.push(['/product/url', 'url_not_allowed'])
  }
  return faults
}

/** The product as it may be stored: whose word it is decides what of it may be shown to people. */
function snapshotOf(
  { product, sku }: SubscriptionRequest,
  shop: ClientShop,
  asker: RequestEvidence['asker'],
): Pick<Wanted, 'product' | 'foreignImages'> {
  if (!product) return {}
  if (asker === 'backend') return { product: vouchedFor(product) }
  const { product: harmless, foreign } = madeHarmless(product, sku, shop)
  const { image } = harmless
  return {
    product: harmless,
    ...(foreign && image && { foreignImages: `${new URL(image).origin}/` }),
  }
}

/** The page's address without its query, which may hold anything about the shopper. */
function withoutQuery(page: string): string {
  const { origin, pathname } = new URL(page)
  return origin + pathname
}
