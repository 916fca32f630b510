/** What a shopper agrees to, in French. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'J’accepte que {shop} m’envoie {messages} pour chaque article choisi ici, dès qu’il sera de nouveau en stock. Je peux retirer mon consentement à tout moment, par le lien figurant dans l’e-mail ou auprès de la boutique.',
  sms: 'J’accepte que {shop} m’envoie {messages} pour chaque article choisi ici, dès qu’il sera de nouveau en stock. Ce consentement n’est pas une condition d’achat. Je peux le retirer à tout moment, en répondant STOP ou auprès de la boutique.',
  smsByLink:
    'J’accepte que {shop} m’envoie {messages} pour chaque article choisi ici, dès qu’il sera de nouveau en stock. Ce consentement n’est pas une condition d’achat. Je peux le retirer à tout moment, par le lien figurant dans le message ou auprès de la boutique.',
  smsAmerican:
    'J’accepte que {shop} m’envoie {messages} pour chaque article choisi ici, dès qu’il sera de nouveau en stock. Ce consentement n’est pas une condition d’achat. Des frais de messagerie et de données peuvent s’appliquer. Répondre STOP pour se désabonner, HELP pour obtenir de l’aide.',
  emails: ['un seul e-mail', 'jusqu’à deux e-mails', 'jusqu’à trois e-mails'],
  texts: [
    'un seul SMS automatique',
    'jusqu’à deux SMS automatiques',
    'jusqu’à trois SMS automatiques',
  ],
}
