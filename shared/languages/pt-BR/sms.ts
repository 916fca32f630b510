/** The words of SMS in Brazilian Portuguese. Only letters of GSM 03.38: no ã, á, í, ó. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'De volta na loja {shop}: {item}. {link} Para cancelar, responda STOP.',
  byLink: 'De volta na loja {shop}: {item}. {link} Cancelar: {stop}',
  confirm: '{shop}: confirme seu aviso: {link} Sem pedido seu? Ignore esta mensagem.',
  list: '{shop}: seus avisos: {link} Sem pedido seu? Ignore esta mensagem.',
  stopWords: ['parar', 'pare', 'sair', 'cancelar', 'cancela', 'remover', 'descadastrar'],
  stopPhrases: [
    'descadastrar',
    'descadastre',
    'descadastra',
    'parem',
    'pare de',
    'para de',
    'parar de',
    'não quero receber',
    'não quero mais receber',
    'não quero mais mensagens',
    'não me mande',
    'não me mandem',
    'não envie',
    'não mande mais',
    'cancelar inscrição',
    'cancelar mensagens',
    'cancelar alertas',
    'remover meu número',
    'me tire',
    'me remova',
  ],
  please: ['por favor', 'obrigado', 'obrigada', 'valeu'],
}
