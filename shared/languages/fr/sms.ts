/** The words of SMS in French. Only letters of GSM 03.38, so ordinary spaces and no `’`. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'De retour chez {shop} : {item}. {link} STOP pour se désabonner.',
  byLink: 'De retour chez {shop} : {item}. {link} Désabonnement : {stop}',
  stopWords: [
    'arrêt',
    'arrêter',
    'arrêtez',
    'fin',
    'désabonner',
    'désabonnement',
    'désinscription',
    'annuler',
  ],
  stopPhrases: [
    'arrêter',
    'arrêtez',
    'arrête de',
    'désabonner',
    'désabonnement',
    'désabonnez',
    'désinscription',
    'désinscrire',
    'désinscrivez',
    'cessez',
    'plus recevoir',
    'plus de messages',
    'plus de sms',
    'plus de textos',
    'n’envoyez plus',
    'ne m’envoyez plus',
    'retirez moi',
    'supprimez mon numéro',
    'laissez moi tranquille',
  ],
  please: ['svp', 'stp', 's’il vous plaît', 's’il te plaît', 'merci'],
}
