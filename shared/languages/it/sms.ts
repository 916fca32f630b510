/** The words of SMS in Italian. Only letters of GSM 03.38. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'Di nuovo disponibile da {shop}: {item}. {link} Per annullare rispondi STOP.',
  byLink: 'Di nuovo disponibile da {shop}: {item}. {link} Annulla: {stop}',
  confirm: '{shop}: conferma il tuo avviso: {link} Non sei stato tu? Ignora questo SMS.',
  list: '{shop}: i tuoi avvisi: {link} Non sei stato tu? Ignora questo SMS.',
  /** Not `fine`: in English it means that all is well. */
  stopWords: ['annulla', 'annullare', 'basta', 'cancella', 'cancellami', 'disiscrivimi'],
  stopPhrases: [
    'disiscrivimi',
    'disiscrivetemi',
    'disiscrivermi',
    'cancellami',
    'cancellatemi',
    'smettila',
    'smettetela',
    'smetti',
    'smettete',
    'basta messaggi',
    'basta sms',
    'basta con',
    'non voglio più',
    'non scrivetemi',
    'non mandatemi',
    'non inviatemi',
    'non inviare più',
    'annulla iscrizione',
    'annullare iscrizione',
    'rimuovetemi',
    'rimuovimi',
    'lasciatemi in pace',
  ],
  please: ['per favore', 'per piacere', 'grazie'],
}
