/** What a shopper agrees to, in Turkish. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Burada seçtiğim her ürün yeniden stoğa girdiğinde {shop} mağazasının bana tek bir e-posta göndermesine onay veriyorum. Onayımı istediğim zaman, e-postadaki bağlantıyla veya mağazayla iletişime geçerek geri alabilirim.',
  sms: 'Burada seçtiğim her ürün yeniden stoğa girdiğinde {shop} mağazasının bu numaraya tek bir otomatik SMS göndermesine onay veriyorum. Onay vermek satın almanın koşulu değildir. Onayımı istediğim zaman, STOP yanıtını göndererek veya mağazayla iletişime geçerek geri alabilirim.',
  smsByLink:
    'Burada seçtiğim her ürün yeniden stoğa girdiğinde {shop} mağazasının bu numaraya tek bir otomatik SMS göndermesine onay veriyorum. Onay vermek satın almanın koşulu değildir. Onayımı istediğim zaman, mesajdaki bağlantıyla veya mağazayla iletişime geçerek geri alabilirim.',
  smsAmerican:
    'Burada seçtiğim her ürün yeniden stoğa girdiğinde {shop} mağazasının bu numaraya tek bir otomatik SMS göndermesine onay veriyorum. Onay vermek satın almanın koşulu değildir. Mesaj ve veri ücretleri uygulanabilir. Onayı geri almak için STOP, yardım için HELP yanıtını gönderin.',
}
