/** The words of SMS in European Portuguese. Only letters of GSM 03.38: no ã, á, í, ó. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  alert: 'De volta em {shop}: {item}. {link}',
  reminder: 'Ainda em stock em {shop}: {item}. {link}',
  closed: 'Fora de venda em {shop}: {item}.',
  instead: 'Em alternativa: {item} {link}',
  stopByReply: 'Para cancelar responda STOP.',
  stopByLink: 'Cancelar: {stop}',
  confirm: '{shop}: confirme o seu aviso: {link} Sem pedido seu? Ignore esta mensagem.',
  list: '{shop}: os seus avisos: {link} Sem pedido seu? Ignore esta mensagem.',
  stopWords: ['parar', 'pare', 'sair', 'cancelar', 'remover', 'anular'],
  stopPhrases: [
    'parem',
    'pare de',
    'parar de',
    'deixem de',
    'não quero receber',
    'não quero mais mensagens',
    'não me enviem',
    'não enviem',
    'cancelar subscrição',
    'cancelar a subscrição',
    'cancelar mensagens',
    'cancelar alertas',
    'remover o meu número',
    'removam me',
    'retirem me',
  ],
  please: ['por favor', 'obrigado', 'obrigada'],
}
