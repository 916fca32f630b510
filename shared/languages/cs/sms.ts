/** The words of SMS in Czech. Only letters of GSM 03.38, so without diacritics, as is usual there. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'Opet skladem v obchode {shop}: {item}. {link} Zruseni: odpovezte STOP.',
  byLink: 'Opet skladem v obchode {shop}: {item}. {link} Zruseni: {stop}',
  confirm: '{shop}: Potvrdte prosim upozorneni: {link} Nezadali jste o nej? Zpravu ignorujte.',
  list: '{shop}: Vase upozorneni: {link} Nezadali jste o nej? Zpravu ignorujte.',
  stopWords: ['zrušit', 'zrušte', 'konec', 'odhlásit', 'odhlaste', 'nechci', 'přestaňte'],
  stopPhrases: [
    'odhlásit',
    'odhlaste',
    'odhlašte',
    'přestaňte',
    'přestaň',
    'zrušit odběr',
    'zrušte odběr',
    'zrušit zprávy',
    'nechci zprávy',
    'nechci další',
    'nechci už',
    'nechci sms',
    'nepište',
    'nepište mi',
    'neposílejte',
    'už neposílejte',
    'vymažte mě',
    'smažte mé číslo',
  ],
  please: ['prosím', 'děkuji', 'díky'],
}
