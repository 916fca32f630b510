/** The words of SMS in Swedish. Only letters of GSM 03.38. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'Åter i lager hos {shop}: {item}. {link} Svara STOP för att slippa fler.',
  byLink: 'Åter i lager hos {shop}: {item}. {link} Avsluta: {stop}',
  stopWords: ['stopp', 'stoppa', 'avsluta', 'sluta', 'avregistrera', 'avanmäl', 'avbryt'],
  please: ['tack', 'snälla'],
}
