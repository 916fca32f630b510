/** Every kind of mail that the Worker sends, for checks of all of them. */
import { renderAcknowledgement } from '../worker/message/acknowledgement.tsx'
import { renderAlert, renderReminder } from '../worker/message/alert.tsx'
import { renderClosed } from '../worker/message/closed.tsx'
import { renderConfirmation } from '../worker/message/confirmation.tsx'
import { renderDigest } from '../worker/message/digest.tsx'
import { renderList, renderMove } from '../worker/message/list.tsx'
import { type Look, lookOf, type LookSettings } from '../worker/message/look.ts'
import { renderNotice } from '../worker/message/notice.tsx'

export { TAGS as LANGUAGES } from '../shared/languages/texts.ts'

export interface SentMail {
  subject: string
  html: string
  text: string
}

/** Three looks that differ in everything: none set, all set, and a dark one. */
export const LOOKS: Record<'standard' | 'full' | 'dark', LookSettings> = {
  standard: {},
  full: {
    logo: { url: 'https://acme.example/logo.png', width: 132 },
    colors: {
      accent: '#0b5c4a',
      onAccent: '#ffffff',
      background: '#f3efe6',
      surface: '#fffdf8',
      text: '#22201c',
    },
    corner: 4,
    font: 'serif',
    picture: true,
  },
  dark: {
    colors: { accent: '#ffd400', background: '#101418', surface: '#191f25' },
    corner: 16,
    font: 'round',
  },
}

/** The look of the shop in these mails. */
export const lookNamed = (name: keyof typeof LOOKS): Look =>
  lookOf({ name: 'Acme', look: LOOKS[name] })

// As long as real ones, so that sizes are real.
const token = 'x'.repeat(260)
const at = (purpose: string) => `https://alerts.acme.example/${purpose}/${token}`

const product = (index: number) => ({
  title: ['Harbour tee', 'Skerry mug', 'Beacon vase'][index % 3] ?? '',
  variantTitle: 'Dark blue, M',
  url: `https://acme.example/products/${index}`,
  image: `https://acme.example/products/${index}.jpg`,
  price: 39 + index,
  currency: 'EUR',
})

/** All kinds of mails in a language and a look. `many`: how many products the digest has. */
export function everyMail(locale: string, look: Look, many = 3): Record<string, SentMail> {
  const news = { shop: 'Acme', locale, unsubscribe: at('u'), manage: at('m'), look }
  const asked = {
    shop: 'Acme',
    locale,
    items: [product(0), product(1)],
    more: 2,
    unsubscribe: at('u'),
  }
  const one = { ...news, product: product(0), link: at('r') }
  return {
    alert: renderAlert(one),
    reminder: renderReminder({ ...one, noLonger: at('n') }),
    digest: renderDigest({
      ...news,
      items: Array.from({ length: many }, (_, index) => ({
        product: product(index),
        link: at('r'),
      })),
    }),
    closed: renderClosed({ ...one, alternative: { product: product(1), link: at('r') } }),
    confirmation: renderConfirmation({ ...asked, confirm: at('c') }),
    acknowledgement: renderAcknowledgement({ ...asked, manage: at('m') }),
    list: renderList(news),
    move: renderMove({ ...news, link: at('a') }),
    invite: renderNotice({ shop: 'Acme', notice: { kind: 'invite' }, link: at('t') }),
    notice: renderNotice({
      shop: 'Acme',
      notice: { kind: 'list_long', above: 50, items: [{ sku: 'TEE-M', count: 61 }] },
      link: at('t'),
    }),
  }
}
