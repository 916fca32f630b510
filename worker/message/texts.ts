/** The words of messages and of the pages behind their links, by language: one file each. */
import { forLocale } from '../../shared/consent.ts'
import { ar } from './texts/ar.ts'
import { da } from './texts/da.ts'
import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import { es } from './texts/es.ts'
import { fi } from './texts/fi.ts'
import { fr } from './texts/fr.ts'
import { it } from './texts/it.ts'
import { ja } from './texts/ja.ts'
import { nb } from './texts/nb.ts'
import { nl } from './texts/nl.ts'
import { pl } from './texts/pl.ts'
import { pt } from './texts/pt.ts'
import { sv } from './texts/sv.ts'

/** What every language has. */
export interface Texts {
  subject: (title: string) => string
  preview: (title: string, shop: string) => string
  heading: string
  intro: (shop: string) => string
  button: string
  hurry: string
  /** An SMS. Plain letters: one that is not in GSM 03.38 more than halves what fits in. */
  sms: {
    alert: (shop: string, title: string, link: string) => string
    stopByReply: string
    stopByLink: (link: string) => string
  }
  why: (shop: string) => string
  manage: string
  unsubscribe: string
  unsubscribePage: {
    title: string
    ask: (shop: string) => string
    button: string
    doneTitle: string
    done: (shop: string) => string
    product: string
    productDone: string
    never: string
    neverDone: (shop: string) => string
  }
  managePage: {
    title: string
    intro: (shop: string) => string
    nothing: (shop: string) => string
    since: (date: string) => string
    pending: string
    remove: string
    removed: string
  }
  /** Over the plain form where it cannot be used: only the widget takes what the shop offers. */
  needsScript: string
  badLink: Record<'title' | 'token_expired' | 'token_unknown' | 'link_outdated', string>
  confirmMail: {
    subject: (shop: string) => string
    heading: string
    intro: (shop: string, title: string | undefined) => string
    button: string
    why: string
    never: string
  }
  confirmPage: {
    title: string
    ask: (shop: string) => string
    button: string
    doneTitle: string
    done: (shop: string) => string
    inStockTitle: string
    inStock: string
    goneTitle: string
    gone: string
  }
}

const TEXTS: Record<string, Texts> = { ar, da, de, en, es, fi, fr, it, ja, nb, nl, pl, pt, sv }
const LANGUAGES = Object.fromEntries(Object.keys(TEXTS).map((language) => [language, language]))

/** Which way a language is written. */
export const directionOf = (language: string): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')

/** The texts for a locale. English where there are none. */
export function textsFor(locale: string): Texts & { language: string } {
  const language = forLocale(LANGUAGES, locale, 'en') ?? 'en'
  return { ...(TEXTS[language] ?? en), language }
}
