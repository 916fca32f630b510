/** The words of SMS in Danish. Only letters of GSM 03.38. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  alert: 'På lager igen hos {shop}: {item}. {link}',
  reminder: 'Stadig på lager hos {shop}: {item}. {link}',
  closed: 'Udgået hos {shop}: {item}.',
  instead: 'I stedet: {item} {link}',
  stopByReply: 'Svar STOP for at slippe for flere.',
  stopByLink: 'Afmeld: {stop}',
  confirm: '{shop}: Bekræft din lagerbesked: {link} Ikke dig? Så se bort fra denne sms.',
  list: '{shop}: Dine lagerbeskeder: {link} Ikke dig? Så se bort fra denne sms.',
  stopWords: ['stop', 'afmeld', 'frameld', 'afmeld mig', 'slut', 'ophør'],
  stopPhrases: [
    'afmeld',
    'frameld',
    'afmelde',
    'hold op',
    'ikke flere',
    'slet mig',
    'fjern mig',
    'skriv ikke',
    'send ikke',
    'lad mig være',
  ],
  please: ['tak', 'venligst'],
}
