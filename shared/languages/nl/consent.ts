/** What a shopper agrees to, in Dutch. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Ik geef {shop} toestemming om mij {messages} te sturen over elk product dat ik hier kies, zodra het weer op voorraad is. Ik kan mijn toestemming altijd intrekken, via de link in de e-mail of bij de winkel.',
  sms: 'Ik geef {shop} toestemming om mij {messages} te sturen over elk product dat ik hier kies, zodra het weer op voorraad is. Dit is geen voorwaarde voor een aankoop. Ik kan mijn toestemming altijd intrekken door STOP te antwoorden of bij de winkel.',
  smsByLink:
    'Ik geef {shop} toestemming om mij {messages} te sturen over elk product dat ik hier kies, zodra het weer op voorraad is. Dit is geen voorwaarde voor een aankoop. Ik kan mijn toestemming altijd intrekken, via de link in het bericht of bij de winkel.',
  smsAmerican:
    'Ik geef {shop} toestemming om mij {messages} te sturen over elk product dat ik hier kies, zodra het weer op voorraad is. Dit is geen voorwaarde voor een aankoop. Er kunnen kosten voor berichten en data gelden. Antwoord STOP om in te trekken, HELP voor hulp.',
  emails: ['één e-mail', 'maximaal twee e-mails', 'maximaal drie e-mails'],
  texts: [
    'één automatisch sms-bericht',
    'maximaal twee automatische sms-berichten',
    'maximaal drie automatische sms-berichten',
  ],
}
