/** What a shopper agrees to, in Turkish. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Burada seçtiğim her ürün yeniden stoğa girdiğinde {shop} mağazasının bana {messages} göndermesine onay veriyorum. Onayımı istediğim zaman, e-postadaki bağlantıyla veya mağazayla iletişime geçerek geri alabilirim.',
  sms: 'Burada seçtiğim her ürün yeniden stoğa girdiğinde {shop} mağazasının bu numaraya {messages} göndermesine onay veriyorum. Onay vermek satın almanın koşulu değildir. Onayımı istediğim zaman, STOP yanıtını göndererek veya mağazayla iletişime geçerek geri alabilirim.',
  smsByLink:
    'Burada seçtiğim her ürün yeniden stoğa girdiğinde {shop} mağazasının bu numaraya {messages} göndermesine onay veriyorum. Onay vermek satın almanın koşulu değildir. Onayımı istediğim zaman, mesajdaki bağlantıyla veya mağazayla iletişime geçerek geri alabilirim.',
  smsAmerican:
    'Burada seçtiğim her ürün yeniden stoğa girdiğinde {shop} mağazasının bu numaraya {messages} göndermesine onay veriyorum. Onay vermek satın almanın koşulu değildir. Mesaj ve veri ücretleri uygulanabilir. Onayı geri almak için STOP, yardım için HELP yanıtını gönderin.',
  emails: ['tek bir e-posta', 'en fazla iki e-posta', 'en fazla üç e-posta'],
  texts: ['tek bir otomatik SMS', 'en fazla iki otomatik SMS', 'en fazla üç otomatik SMS'],
}
