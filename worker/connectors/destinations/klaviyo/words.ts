/** A shop's own consent texts for alerts by SMS, as its pages show them. Pure. */
import { shownTexts } from '../../../../shared/languages/consent-texts.ts'
import type { ConnectedSettings } from '../../contract.ts'

/**
 * The consent texts that the shop's pages show for SMS now, if all of them are the shop's own; else an
 * empty set. The standard text promises one message about one product: no consent to marketing.
 */
export function ownSmsWords({ name, defaultLocale, consent }: ConnectedSettings): Set<string> {
  const { texts } = shownTexts({ name, defaultLocale, consent, channels: ['sms'] })
  const forSms = texts.filter(({ field }) => field === 'sms')
  return new Set(forSms.every(({ isOwn }) => isOwn) ? forSms.map(({ text }) => text) : [])
}
