/** The words of SMS in Czech. Only letters of GSM 03.38, so without diacritics, as is usual there. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'Opet skladem v obchode {shop}: {item}. {link} Zruseni: odpovezte STOP.',
  byLink: 'Opet skladem v obchode {shop}: {item}. {link} Zruseni: {stop}',
  stopWords: ['zrušit', 'zrušte', 'konec', 'odhlásit', 'odhlaste', 'nechci', 'přestaňte'],
  please: ['prosím', 'děkuji', 'díky'],
}
