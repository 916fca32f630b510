/** The words of SMS in Swedish. Only letters of GSM 03.38. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  alert: 'Åter i lager hos {shop}: {item}. {link}',
  reminder: 'Fortfarande i lager hos {shop}: {item}. {link}',
  closed: 'Säljs inte längre hos {shop}: {item}.',
  instead: 'I stället: {item} {link}',
  stopByReply: 'Svara STOP för att slippa fler.',
  stopByLink: 'Avsluta: {stop}',
  confirm: '{shop}: Bekräfta din bevakning: {link} Var det inte du? Bortse från detta sms.',
  list: '{shop}: Dina bevakningar: {link} Var det inte du? Bortse från detta sms.',
  stopWords: ['stopp', 'stoppa', 'avsluta', 'sluta', 'avregistrera', 'avanmäl', 'avbryt'],
  stopPhrases: [
    'stopp',
    'stoppa',
    'sluta',
    'avsluta',
    'avregistrera',
    'avanmäl',
    'avprenumerera',
    'ta bort mig',
    'ta bort mitt nummer',
    'inga fler',
    'inte fler sms',
    'inte ha fler',
    'inte ha sms',
    'skicka inte',
    'skriv inte',
    'smsa mig inte',
    'lämna mig i fred',
  ],
  please: ['tack', 'snälla'],
}
