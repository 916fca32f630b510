/**
 * Whether a message says “stop”. US rules ask that any reasonable way of saying it is honoured
 * (47 CFR 64.1200(a)(10)), and Twilio itself knows only English words.
 */
import { LANGUAGES } from './all.ts'

/** The word that every SMS and every consent text asks for, in all languages. */
export const STOP = 'STOP'

/** Lower case, without accents, marks and digits, one space between words; `ı` is an `i`. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ı', 'i')
    .replaceAll('-', ' ')
    .replaceAll(/[^\p{L}\s]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

const any = (phrases: string[]): string =>
  [...new Set(phrases.map(plain))].map((phrase) => `(?:${phrase})`).join('|')

const all = Object.values(LANGUAGES)
const words = any(all.flatMap(({ sms }) => sms.stopWords))
const please = any(all.flatMap(({ sms }) => sms.please))
const SHAPE = new RegExp(`^(?:(?:${please}) ?)*(?:${words})(?: ?(?:${please}))*$`, 'u')

/**
 * Whether a message is nothing but a word for “stop” in any language, with or without “please”. A
 * sentence that contains such a word does not count.
 */
export const isStopWord = (message: string): boolean => SHAPE.test(plain(message))
