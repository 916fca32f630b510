/** The words of SMS in Norwegian Bokmål. Only letters of GSM 03.38. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  alert: 'På lager igjen hos {shop}: {item}. {link}',
  reminder: 'Fortsatt på lager hos {shop}: {item}. {link}',
  closed: 'Utgått hos {shop}: {item}.',
  instead: 'I stedet: {item} {link}',
  stopByReply: 'Svar STOP for å slippe flere.',
  stopByLink: 'Meld deg av: {stop}',
  confirm: '{shop}: Bekreft varselet ditt: {link} Ikke deg? Se bort fra denne meldingen.',
  list: '{shop}: Varslene dine: {link} Ikke deg? Se bort fra denne meldingen.',
  stopWords: ['stopp', 'avslutt', 'slutt', 'meld av', 'meld meg av', 'avmeld'],
  stopPhrases: [
    'stopp',
    'avslutt',
    'meld av',
    'meld meg av',
    'avmeld',
    'slutt å sende',
    'slutt å skrive',
    'slutt med',
    'ikke flere',
    'slett meg',
    'fjern meg',
    'ikke send',
    'la meg være',
  ],
  please: ['takk', 'vær så snill'],
}
