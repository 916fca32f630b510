/** What a shopper agrees to, in Spanish. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Acepto que {shop} me envíe {messages} por cada producto que elija aquí, cuando vuelva a estar disponible. Puedo retirar mi consentimiento en cualquier momento, con el enlace del correo o poniéndome en contacto con la tienda.',
  sms: 'Acepto que {shop} me envíe {messages} por cada producto que elija aquí, cuando vuelva a estar disponible. El consentimiento no es condición de compra. Puedo retirarlo en cualquier momento, respondiendo STOP o poniéndome en contacto con la tienda.',
  smsByLink:
    'Acepto que {shop} me envíe {messages} por cada producto que elija aquí, cuando vuelva a estar disponible. El consentimiento no es condición de compra. Puedo retirarlo en cualquier momento, con el enlace del mensaje o poniéndome en contacto con la tienda.',
  smsAmerican:
    'Acepto que {shop} me envíe {messages} por cada producto que elija aquí, cuando vuelva a estar disponible. El consentimiento no es condición de compra. Pueden aplicarse tarifas de mensajes y datos. Responde STOP para cancelar, HELP para obtener ayuda.',
  emails: ['un único correo', 'hasta dos correos', 'hasta tres correos'],
  texts: ['un único SMS automático', 'hasta dos SMS automáticos', 'hasta tres SMS automáticos'],
}
