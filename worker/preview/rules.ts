/**
 * What a message of a shop would look like: any kind, channel and language, with a product of the
 * catalogue or a made-up one. Pure: nothing is stored and nothing is sent.
 */
import * as v from 'valibot'
import { Locale, line, Sku, strictObject } from '../../shared/text.ts'
import { expectedDay } from '../../shared/expected.ts'
import type { CatalogProduct } from '../../shared/product.ts'
import { DAY_MS } from '../limits.ts'
import { withParameters } from '../link/settings.ts'
import { renderAcknowledgement } from '../message/acknowledgement.tsx'
import { renderAlert, renderReminder } from '../message/alert.tsx'
import { renderClosed } from '../message/closed.tsx'
import { renderConfirmation } from '../message/confirmation.tsx'
import { renderDigest } from '../message/digest.tsx'
import { renderList, renderMove } from '../message/list.tsx'
import { lookOf, LookSettings } from '../message/look.ts'
import { placesIn } from '../message/own.ts'
import {
  encodingOf,
  renderConfirmSms,
  renderListSms,
  renderSms,
  segmentsOf,
} from '../message/sms.ts'
import { MessageSettings, ownMail, ownSms } from '../message/texts.ts'
import { smsCountriesOf, stopsSmsByLink } from '../shop/rules.ts'
import type { ShopSettings } from '../shop/settings.ts'

/** Every message to people. */
export const KINDS = [
  'alert',
  'reminder',
  'digest',
  'closed',
  'confirmation',
  'acknowledgement',
  'list',
  'move',
] as const
export type Kind = (typeof KINDS)[number]

const NOT_BY_SMS: ReadonlySet<Kind> = new Set(['acknowledgement', 'move'])

const about = {
  kind: v.picklist(KINDS, 'choice_unknown'),
  /** Default: the shop's. */
  locale: v.optional(Locale),
  /** The variant that the message is about. Without one, a made-up product. */
  sku: v.optional(Sku),
  /** Of `closed`: the variant that it names instead. */
  alternative: v.optional(Sku),
  /** Settings that are not saved yet; they count in place of the shop's. */
  messages: v.optional(MessageSettings),
  look: v.optional(LookSettings),
}

/** The body of `POST /v1/messages/preview`. */
export const PreviewRequest = v.pipe(
  strictObject({
    ...about,
    channel: v.picklist(['email', 'sms'], 'choice_unknown'),
    /** A made-up product stands in for a sku that the catalogue lacks. */
    sample: v.optional(v.boolean('not_a_boolean'), false),
  }),
  v.forward(
    v.check(({ kind, channel }) => channel === 'email' || !NOT_BY_SMS.has(kind), 'kind_not_by_sms'),
    ['kind'],
  ),
)
export type PreviewRequest = v.InferOutput<typeof PreviewRequest>

/** The body of `POST /v1/messages/test`. `to`: the id or the address of a member of the team. */
export const TestRequest = strictObject({
  ...about,
  channel: v.literal('email', 'choice_unknown'),
  to: line(320),
})
export type TestRequest = v.InferOutput<typeof TestRequest>

/** A mail as it would be sent. Kinds without a preheader of their own have an empty one. */
export interface MailPreview {
  subject: string
  preheader: string
  html: string
  text: string
}

/** An SMS as it would be sent. */
export interface SmsPreview {
  text: string
  /** How many messages a carrier bills it as. */
  segments: number
  /** Any letter outside the GSM alphabet makes it `UCS-2`, which more than halves what fits in. */
  encoding: 'GSM-7' | 'UCS-2'
  /** Whether the numbers that may get it are of the shop's own country, of others, or of both. */
  priceClass: 'domestic' | 'abroad' | 'mixed'
}

/** The products that a preview shows. */
export interface Shown {
  /** Of the product; missing if it is made up. */
  sku?: string | undefined
  product: CatalogProduct
  alternative?: CatalogProduct | undefined
}

/** A product for previews, on the first of the shop's origins. */
export const sampleProduct = ({ origins }: ShopSettings, now: number): CatalogProduct => ({
  title: 'T-shirt',
  variantTitle: 'M',
  url: `${origins[0]}/`,
  price: 29.9,
  currency: 'EUR',
  restockAt: new Date(now + 14 * DAY_MS).toISOString().slice(0, 10),
})

/** What `{sku}` of a link stands for with a made-up product. */
const SAMPLE_SKU = 'SKU'

/** As long as the code of a short link, and none. */
const CODE = 'x'.repeat(44)

/**
 * What a link of a preview leads to: nowhere. The Worker answers that it is not complete, so a link in a
 * test mail clicks, confirms and stops nothing.
 */
const deadLinks = (base: string, kind: 'email' | 'sms') => {
  const end = kind === 'sms' ? CODE : 'preview'
  const link = (path: string) => `${base}/${path}/${end}`
  return { unsubscribe: link('u'), manage: link('m'), confirm: link('c'), move: link('a') }
}

/** What stands in places of the page's own data: their names. */
const sampleData = (texts: object = {}): Record<string, string> =>
  Object.fromEntries(
    Object.values(texts)
      .filter((text) => typeof text === 'string')
      .flatMap(placesIn)
      .filter((place) => place.startsWith('data.'))
      .map((place) => [place.slice('data.'.length), place.slice('data.'.length)]),
  )

/** What a message needs besides its kind. `base`: the address that links begin with. */
interface Given {
  settings: ShopSettings
  locale: string
  shown: Shown
  base: string
  /** Milliseconds since 1970. */
  now: number
}

const expectedOf = ({ restockAt }: CatalogProduct, now: number) => expectedDay(restockAt, now)

/** A mail of a kind. */
export function mailPreview(kind: Kind, given: Given): MailPreview {
  const { settings, locale, shown, base, now } = given
  const { product, alternative } = shown
  const { unsubscribe, manage, confirm, move } = deadLinks(base, 'email')
  const common = { shop: settings.name, locale, look: lookOf(settings), unsubscribe, manage }
  const wanted = { items: [product], more: 0 }
  const own = isWorded(kind) ? ownMail(settings.messages, kind, locale) : undefined
  const news = { ...common, own, data: sampleData(own) }
  const campaign = isWorded(kind)
    ? { sku: shown.sku ?? SAMPLE_SKU, kind, channel: 'email' as const }
    : undefined
  const linked = (one: CatalogProduct) => ({
    product: one,
    link: campaign ? withParameters(one.url, settings, campaign) : one.url,
  })
  const one = { ...news, ...linked(product), expected: expectedOf(product, now) }
  switch (kind) {
    case 'alert':
      return renderAlert(one)
    case 'reminder':
      return renderReminder({ ...one, noLonger: unsubscribe })
    case 'digest':
      return renderDigest({ ...news, items: both(given).map(linked) })
    case 'closed':
      return renderClosed({
        ...news,
        product,
        alternative: alternative && linked(alternative),
      })
    case 'confirmation':
      return bare(
        renderConfirmation({ shop: settings.name, locale, ...wanted, confirm, unsubscribe }),
      )
    case 'acknowledgement':
      return bare(renderAcknowledgement({ ...common, ...wanted }))
    case 'list':
      return bare(renderList(common))
    case 'move':
      return bare(renderMove({ ...common, link: move }))
    default:
      return kind satisfies never
  }
}

type Worded = 'alert' | 'reminder' | 'digest' | 'closed'
const isWorded = (kind: Kind): kind is Worded =>
  ['alert', 'reminder', 'digest', 'closed'].includes(kind)

const bare = (mail: { subject: string; html: string; text: string }): MailPreview => ({
  preheader: '',
  ...mail,
})

/** Two products: the one that is asked for and the alternative, or a made-up one. */
const both = ({ settings, shown: { product, alternative }, now }: Given): CatalogProduct[] => [
  product,
  alternative ?? sampleProduct(settings, now),
]

/** An SMS of a kind. */
export function smsPreview(kind: Kind, given: Given): SmsPreview {
  const text = smsText(kind, given)
  return {
    text,
    segments: segmentsOf(text),
    encoding: encodingOf(text),
    priceClass: priceClassOf(given.settings),
  }
}

function smsText(kind: Kind, given: Given): string {
  const { settings, locale, shown, base, now } = given
  const { product, alternative } = shown
  const { unsubscribe, manage, confirm } = deadLinks(base, 'sms')
  const short = (one: CatalogProduct) => ({ product: one, link: `${base}/r/${CODE}` })
  const common = { shop: settings.name, locale }
  switch (kind) {
    case 'confirmation':
      return renderConfirmSms({ ...common, link: confirm })
    case 'list':
    case 'acknowledgement':
    case 'move':
      return renderListSms({ ...common, link: manage })
    case 'alert':
    case 'reminder':
    case 'digest':
    case 'closed': {
      const worded = kind === 'digest' ? 'alert' : kind
      const own = ownSms(settings.messages, worded, locale)
      return renderSms(worded, {
        ...common,
        ...short(product),
        expected: expectedOf(product, now),
        also: kind === 'digest' ? both(given).slice(1).map(short) : [],
        alternative: kind === 'closed' && alternative ? short(alternative) : undefined,
        stop: stopsSmsByLink(settings) ? unsubscribe : undefined,
        own,
        data: sampleData(own),
      })
    }
    default:
      return kind satisfies never
  }
}

function priceClassOf(settings: ShopSettings): SmsPreview['priceClass'] {
  const countries = smsCountriesOf(settings)
  const own = countries.filter((country) => country === settings.country)
  if (own.length === 0) return 'abroad'
  return own.length === countries.length ? 'domestic' : 'mixed'
}

/** The subject of a test mail, so that it is not taken for a message to a shopper. */
export const testSubject = (subject: string): string => `[Test] ${subject}`
