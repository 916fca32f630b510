/** The words of SMS in Dutch. Only letters of GSM 03.38. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  alert: 'Weer op voorraad bij {shop}: {item}. {link}',
  reminder: 'Nog op voorraad bij {shop}: {item}. {link}',
  closed: 'Niet meer verkrijgbaar bij {shop}: {item}.',
  instead: 'In plaats daarvan: {item} {link}',
  stopByReply: 'Afmelden: antwoord STOP.',
  stopByLink: 'Afmelden: {stop}',
  confirm: '{shop}: bevestig je melding: {link} Niet van jou? Negeer deze sms.',
  list: '{shop}: je meldingen: {link} Niet van jou? Negeer deze sms.',
  stopWords: ['stoppen', 'afmelden', 'uit', 'uitschrijven', 'stop ermee', 'annuleren'],
  stopPhrases: [
    'stoppen',
    'afmelden',
    'uitschrijven',
    'stop ermee',
    'meld me af',
    'meld mij af',
    'schrijf me uit',
    'schrijf mij uit',
    'geen berichten',
    'geen sms',
    'verwijder mij',
    'verwijder mijn nummer',
    'laat me met rust',
  ],
  please: ['alsjeblieft', 'alstublieft', 'aub', 'svp', 'bedankt'],
}
