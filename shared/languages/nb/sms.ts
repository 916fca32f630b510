/** The words of SMS in Norwegian Bokmål. Only letters of GSM 03.38. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'På lager igjen hos {shop}: {item}. {link} Svar STOP for å slippe flere.',
  byLink: 'På lager igjen hos {shop}: {item}. {link} Meld deg av: {stop}',
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
