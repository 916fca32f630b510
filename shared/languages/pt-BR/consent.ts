/** What a shopper agrees to, in Brazilian Portuguese. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Concordo que a loja {shop} me envie {messages} para cada produto que eu escolher aqui, quando ele voltar ao estoque. Posso retirar meu consentimento a qualquer momento, pelo link no e-mail ou falando com a loja.',
  sms: 'Concordo que a loja {shop} me envie {messages} para cada produto que eu escolher aqui, quando ele voltar ao estoque. O consentimento não é condição de compra. Posso retirá-lo a qualquer momento, respondendo STOP ou falando com a loja.',
  smsByLink:
    'Concordo que a loja {shop} me envie {messages} para cada produto que eu escolher aqui, quando ele voltar ao estoque. O consentimento não é condição de compra. Posso retirá-lo a qualquer momento, pelo link na mensagem ou falando com a loja.',
  smsAmerican:
    'Concordo que a loja {shop} me envie {messages} para cada produto que eu escolher aqui, quando ele voltar ao estoque. O consentimento não é condição de compra. Podem ser cobradas tarifas de mensagens e dados. Responda STOP para cancelar, HELP para obter ajuda.',
  emails: ['um único e-mail', 'até dois e-mails', 'até três e-mails'],
  texts: ['um único SMS automático', 'até dois SMS automáticos', 'até três SMS automáticos'],
}
