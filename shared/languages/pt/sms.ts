/** The words of SMS in European Portuguese. Only letters of GSM 03.38: no ã, á, í, ó. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'De volta em {shop}: {item}. {link} Para cancelar responda STOP.',
  byLink: 'De volta em {shop}: {item}. {link} Cancelar: {stop}',
  stopWords: ['parar', 'pare', 'sair', 'cancelar', 'remover', 'anular'],
  please: ['por favor', 'obrigado', 'obrigada'],
}
