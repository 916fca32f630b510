/** The words of SMS in German. Only letters of GSM 03.38. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'Wieder da bei {shop}: {item}. {link} Abmelden: STOP antworten.',
  byLink: 'Wieder da bei {shop}: {item}. {link} Abmelden: {stop}',
  stopWords: ['stopp', 'abmelden', 'abbestellen', 'ende', 'beenden', 'aufhören', 'widerruf'],
  stopPhrases: [
    'stopp',
    'stoppen',
    'abmelden',
    'abbestellen',
    'abbestelle',
    'aufhören',
    'melde mich ab',
    'meldet mich ab',
    'melden sie mich ab',
    'hör auf',
    'hört auf',
    'hören sie auf',
    'keine sms',
    'keine nachrichten mehr',
    'keine weiteren',
    'nicht mehr schreiben',
    'nicht mehr schicken',
    'widerrufe meine einwilligung',
    'widerruf der einwilligung',
    'löscht meine nummer',
    'lösche meine nummer',
    'lasst mich in ruhe',
    'beenden sie die nachrichten',
  ],
  please: ['bitte', 'danke'],
}
