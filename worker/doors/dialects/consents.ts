/** The consents of a request in a dialect, in the words that the shop declares for its own form. */
import type { Context } from 'hono'
import type { Consent } from '../../../shared/consent.ts'
import type { Channel } from '../../../shared/text.ts'
import { WORDS_REPORT_MS } from '../../limits.ts'
import { reportShop } from '../../log/report.ts'
import { errorName, logLine } from '../../log-line.ts'
import { type DeclaredWords, declaredConsent, type DialectName } from '../../shop/dialects.ts'
import type { ClientShop } from '../../shop/shop.ts'

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

/**
 * Reports in the shop's log, once an hour, that a dialect declares no words for a consent to marketing that
 * a caller sent: no shopper can mend the settings.
 */
export async function reportMissingWords(
  c: Context,
  shop: ClientShop,
  dialect: DialectName,
): Promise<void> {
  const reason = `${dialect}:marketing`
  await reportShop(c.env, shop, { kind: 'dialect_words_missing', reason }, WORDS_REPORT_MS).catch(
    (error: unknown) => logLine('warn', 'report_failed', { error: errorName(error) }),
  )
}
