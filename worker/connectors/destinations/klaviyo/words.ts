/** A shop's own published words for alerts by SMS. Pure. */
import { shownTexts } from '../../../../shared/languages/consent-texts.ts'
import type { ConnectedSettings } from '../../contract.ts'

/**
 * The words that the shop's pages show for SMS now, if all of them are the shop's own; else none. The
 * standard words promise one message about one product, which is no consent to marketing.
 */
export function ownSmsWords({ name, defaultLocale, consent }: ConnectedSettings): Set<string> {
  const { texts } = shownTexts({ name, defaultLocale, consent, channels: ['sms'] })
  const forSms = texts.filter(({ field }) => field === 'sms')
  return new Set(forSms.every(({ isOwn }) => isOwn) ? forSms.map(({ text }) => text) : [])
}
