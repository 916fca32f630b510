/**
 * What every language has. English is the original: its keys are the keys of all others, and the
 * comments in its files say where a text is shown and what stands in its places (`{shop}`).
 */
import type { consent } from './en/consent.ts'
import type { form } from './en/form.ts'
import type { mail } from './en/mail.ts'
import type { pages } from './en/pages.ts'
import type { sms } from './en/sms.ts'

export type ConsentWords = typeof consent
export type FormWords = typeof form
export type MailWords = typeof mail
export type PageWords = typeof pages
export type SmsWords = typeof sms

/** One language: one folder, one file for each of these. */
export interface Language {
  consent: ConsentWords
  form: FormWords
  mail: MailWords
  pages: PageWords
  sms: SmsWords
}

/** Some of the form's words: a shop's own, or those of a language that is only partly there. */
export type OwnWords = Partial<Omit<FormWords, 'errors'>> & {
  errors?: Partial<FormWords['errors']>
}
