/** What makes a request for a subscription good, and the form in which it is kept. Pure. */
import { CHANNELS } from '../../shared/channels.ts'
import { type Consent, consentTexts } from '../../shared/consent.ts'
import type { Product } from '../../shared/product.ts'
import type { BackendSubscription } from '../../shared/subscription.ts'
import type { Channel } from '../../shared/text.ts'
import { e164 } from '../address/phone.ts'
import { done, invalid, type Result } from '../result.ts'
import type { BotCheck } from '../connectors/turnstile/rules.ts'
import type { ClientShop } from '../shop/shop.ts'

/** A request that may be stored: only what the channels need, addresses in their kept form. */
export interface Wanted {
  sku: string
  locale?: string
  externalId?: string
  channels: Channel[]
  email?: string
  /** E.164 */
  phone?: string
  customerId?: string
  consents: Consent[]
  product?: Product
  /** How many units; absent where the request does not say. */
  quantity?: number
  page?: string
  /** Only a backend says anything about a person. */
  attributes?: Record<string, string | number | boolean>
}

/** Where a consent came from. */
export interface Evidence {
  /** `form` on a page, `api` from a backend. */
  method: 'form' | 'api'
  /** Truncated. */
  ip?: string | undefined
  userAgent?: string | undefined
  /** What came of the bot check, where there was one. */
  botCheck?: BotCheck | undefined
}

/** `shopper` is held to what the shop's forms offer; `backend` acts for the shop itself. */
export type Asker = 'shopper' | 'backend'

/** Checks a request against its shop. */
export function prepare(
  request: BackendSubscription,
  shop: ClientShop,
  asker: Asker,
): Result<Wanted> {
  const { sku, locale, externalId, channels, consents, product, quantity } = request
  const faults: [string, string][] = []
  for (const [index, channel] of channels.entries()) {
    if (!shop.channels.includes(channel)) faults.push([`/channels/${index}`, 'channel_not_offered'])
    if (!consents.some((one) => one.purpose === 'alert' && one.channel === channel)) {
      faults.push(['/consents', 'consent_missing'])
    }
  }
  const needed = new Set(channels.map((channel) => CHANNELS[channel].address))
  const email = needed.has('email') ? request.email : undefined
  if (needed.has('email') && !email) faults.push(['/email', 'missing'])

  const country = request.country ?? shop.country
  const byPhone = needed.has('phone')
  const phone = byPhone && request.phone ? e164(request.phone, country) : undefined
  if (byPhone && !phone) faults.push(['/phone', request.phone ? 'phone_invalid' : 'missing'])
  const { customerId } = request
  if (needed.has('customerId') && !customerId) faults.push(['/customerId', 'missing'])
  if (asker === 'shopper') {
    faults.push(...foreignWords(request, shop))
    if (quantity && quantity > (shop.maxQuantity ?? 1)) {
      faults.push(['/quantity', 'quantity_too_large'])
    }
  }
  if (faults.length > 0) return invalid(faults)

  const page = request.page && withoutQuery(request.page)
  return done({
    sku,
    channels,
    consents,
    ...(locale && { locale }),
    ...(externalId && { externalId }),
    ...(email && { email }),
    ...(phone && { phone }),
    ...(customerId && { customerId }),
    ...(product && { product }),
    ...(quantity && { quantity }),
    ...(page && { page }),
    ...(request.attributes && { attributes: request.attributes }),
  })
}

/**
 * What a page must not bring along: other words under the shop's own version of consent (a page
 * that was opened before the words changed brings the version it showed), or links to somewhere
 * else, which would let anybody send anything in the shop's name.
 */
function foreignWords(request: BackendSubscription, shop: ClientShop): [string, string][] {
  const faults: [string, string][] = []
  const shown = consentTexts(shop, request.locale ?? shop.defaultLocale)
  for (const [index, consent] of request.consents.entries()) {
    const text = shown.texts[consent.purpose === 'marketing' ? 'marketing' : consent.channel]
    if (consent.version === shown.version && consent.text !== text) {
      faults.push([`/consents/${index}/text`, 'consent_text_mismatch'])
    }
  }
  const url = request.product?.url
  if (url && !shop.origins.includes(new URL(url).origin)) {
    faults.push(['/product/url', 'url_not_allowed'])
  }
  return faults
}

/** Where it was asked. A query may hold anything about the shopper, so it is left out. */
function withoutQuery(page: string): string {
  const { origin, pathname } = new URL(page)
  return origin + pathname
}

/** An IP address without its last part: /24 of IPv4, /48 of IPv6. */
export function truncateIp(ip: string | undefined): string | undefined {
  if (!ip) return undefined
  if (ip.includes('.') && !ip.includes(':')) return ip.replace(/\.\d+$/, '.0')
  const [head = ''] = ip.split('::')
  const groups = head.split(':').filter(Boolean).slice(0, 3)
  return `${groups.join(':')}::`
}
