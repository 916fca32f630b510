/** The words of SMS in German. Only letters of GSM 03.38. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'Wieder da bei {shop}: {item}. {link} Abmelden: STOP antworten.',
  byLink: 'Wieder da bei {shop}: {item}. {link} Abmelden: {stop}',
  stopWords: ['stopp', 'abmelden', 'abbestellen', 'ende', 'beenden', 'aufhören', 'widerruf'],
  please: ['bitte', 'danke'],
}
