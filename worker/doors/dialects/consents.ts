/** The consents of a request in a dialect, in the words that the shop declares for its own form. */
import type { Consent } from '../../../shared/consent.ts'
import type { Channel } from '../../../shared/text.ts'
import { type DeclaredWords, declaredConsent } from '../../shop/dialects.ts'

type About = Pick<Consent, 'purpose' | 'channel'>

/** One consent to the alert over each channel, and marketing by e-mail if the person ticked it. */
export const alertConsents = (channels: Channel[], marketing = false): About[] => [
  ...channels.map((channel): About => ({ purpose: 'alert', channel })),
  ...(marketing ? [{ purpose: 'marketing', channel: 'email' } as const] : []),
]

/**
 * The consents in the declared words for a locale; those for which the shop declares no words are left
 * out, so `accept` refuses the channel of such an alert.
 */
export const inDeclaredWords = (
  words: DeclaredWords,
  wanted: About[],
  { locale, defaultLocale }: { locale?: string | undefined; defaultLocale: string },
): Consent[] =>
  wanted.flatMap(
    (about) => declaredConsent(words, about, locale ?? defaultLocale, defaultLocale) ?? [],
  )
