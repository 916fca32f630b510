/** What a shopper agrees to, in Finnish. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Suostun siihen, että {shop} lähettää minulle {messages} kustakin tässä valitsemastani tuotteesta, kun sitä on taas varastossa. Voin peruuttaa suostumukseni milloin tahansa viestin linkistä tai ottamalla yhteyttä kauppaan.',
  sms: 'Suostun siihen, että {shop} lähettää minulle {messages} kustakin tässä valitsemastani tuotteesta, kun sitä on taas varastossa. Suostumus ei ole oston ehto. Voin peruuttaa sen milloin tahansa vastaamalla STOP tai ottamalla yhteyttä kauppaan.',
  smsByLink:
    'Suostun siihen, että {shop} lähettää minulle {messages} kustakin tässä valitsemastani tuotteesta, kun sitä on taas varastossa. Suostumus ei ole oston ehto. Voin peruuttaa sen milloin tahansa viestin linkistä tai ottamalla yhteyttä kauppaan.',
  smsAmerican:
    'Suostun siihen, että {shop} lähettää minulle {messages} kustakin tässä valitsemastani tuotteesta, kun sitä on taas varastossa. Suostumus ei ole oston ehto. Viesteistä ja datasta voidaan periä maksuja. Peru vastaamalla STOP, saat ohjeita vastaamalla HELP.',
  emails: ['yhden sähköpostin', 'enintään kaksi sähköpostia', 'enintään kolme sähköpostia'],
  texts: [
    'yhden automaattisen tekstiviestin',
    'enintään kaksi automaattista tekstiviestiä',
    'enintään kolme automaattista tekstiviestiä',
  ],
}
