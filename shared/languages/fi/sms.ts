/** The words of SMS in Finnish. Only letters of GSM 03.38. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  alert: '{shop}: taas saatavilla {item}. {link}',
  reminder: '{shop}: yhä saatavilla {item}. {link}',
  closed: '{shop}: ei enää saatavilla {item}.',
  instead: 'Tilalle: {item} {link}',
  stopByReply: 'Peru vastaamalla STOP.',
  stopByLink: 'Peru: {stop}',
  confirm: '{shop}: vahvista ilmoitus: {link} Etkö pyytänyt sitä? Jätä viesti huomiotta.',
  list: '{shop}: ilmoituksesi: {link} Etkö pyytänyt sitä? Jätä viesti huomiotta.',
  stopWords: ['lopeta', 'peru', 'peruuta', 'seis', 'poista'],
  stopPhrases: [
    'lopeta',
    'lopettakaa',
    'lopettaa viestit',
    'poista minut',
    'poistakaa minut',
    'poista numeroni',
    'peru tilaus',
    'peruuta tilaus',
    'peru viestit',
    'ei enää viestejä',
    'en halua viestejä',
    'en halua enää',
    'älä lähetä',
    'älkää lähettäkö',
  ],
  please: ['kiitos', 'ole hyvä'],
}
