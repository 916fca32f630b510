/** The words of SMS in Spanish. Only letters of GSM 03.38: no á, í, ó, ú. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'De nuevo disponible en {shop}: {item}. {link} Para cancelar, responde STOP.',
  byLink: 'De nuevo disponible en {shop}: {item}. {link} Baja: {stop}',
  stopWords: [
    'baja',
    'parar',
    'para',
    'cancelar',
    'detener',
    'alto',
    'dar de baja',
    'darme de baja',
    'no más',
  ],
  please: ['por favor', 'gracias'],
}
