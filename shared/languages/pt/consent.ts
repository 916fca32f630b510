/** What a shopper agrees to, in European Portuguese. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Aceito que {shop} me envie {messages} por cada artigo que escolher aqui, quando voltar a estar disponível. Posso retirar o consentimento a qualquer momento, no link do e-mail ou junto da loja.',
  sms: 'Aceito que {shop} me envie {messages} por cada artigo que escolher aqui, quando voltar a estar disponível. O consentimento não é condição de compra. Posso retirá-lo a qualquer momento, respondendo STOP ou junto da loja.',
  smsByLink:
    'Aceito que {shop} me envie {messages} por cada artigo que escolher aqui, quando voltar a estar disponível. O consentimento não é condição de compra. Posso retirá-lo a qualquer momento, no link da mensagem ou junto da loja.',
  smsAmerican:
    'Aceito que {shop} me envie {messages} por cada artigo que escolher aqui, quando voltar a estar disponível. O consentimento não é condição de compra. Podem aplicar-se tarifas de mensagens e dados. Responda STOP para cancelar, HELP para obter ajuda.',
  emails: ['um único e-mail', 'até dois e-mails', 'até três e-mails'],
  texts: ['um único SMS automático', 'até dois SMS automáticos', 'até três SMS automáticos'],
}
