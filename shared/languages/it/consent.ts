/** What a shopper agrees to, in Italian. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Acconsento a ricevere da {shop} {messages} per ogni articolo scelto qui, quando tornerà disponibile. Posso revocare il consenso in qualsiasi momento, dal link nell’e-mail o contattando il negozio.',
  sms: 'Acconsento a ricevere da {shop} {messages} per ogni articolo scelto qui, quando tornerà disponibile. Il consenso non è una condizione di acquisto. Posso revocarlo in qualsiasi momento, rispondendo STOP o contattando il negozio.',
  smsByLink:
    'Acconsento a ricevere da {shop} {messages} per ogni articolo scelto qui, quando tornerà disponibile. Il consenso non è una condizione di acquisto. Posso revocarlo in qualsiasi momento, dal link nel messaggio o contattando il negozio.',
  smsAmerican:
    'Acconsento a ricevere da {shop} {messages} per ogni articolo scelto qui, quando tornerà disponibile. Il consenso non è una condizione di acquisto. Possono essere applicate tariffe per messaggi e dati. Rispondi STOP per annullare, HELP per ricevere assistenza.',
  emails: ['una sola e-mail', 'fino a due e-mail', 'fino a tre e-mail'],
  texts: ['un solo SMS automatico', 'fino a due SMS automatici', 'fino a tre SMS automatici'],
}
