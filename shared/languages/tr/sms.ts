/** The words of SMS in Turkish. Only letters of GSM 03.38, so without ç, ğ, ı, ş, as is usual there. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  alert: '{shop} magazasinda yeniden stokta: {item}. {link}',
  reminder: '{shop} magazasinda hala stokta: {item}. {link}',
  closed: '{shop} magazasinda artik satilmiyor: {item}.',
  instead: 'Bunun yerine: {item} {link}',
  stopByReply: 'Iptal icin STOP yazin.',
  stopByLink: 'Iptal: {stop}',
  confirm: '{shop}: Bildiriminizi onaylayin: {link} Siz istemediyseniz dikkate almayin.',
  list: '{shop}: Bildirimleriniz: {link} Siz istemediyseniz dikkate almayin.',
  stopWords: ['dur', 'durdur', 'iptal', 'ret', 'istemiyorum', 'çıkar', 'listeden çıkar'],
  stopPhrases: [
    'durdur',
    'durdurun',
    'listeden çıkar',
    'listeden çıkarın',
    'listenizden çıkarın',
    'beni çıkarın',
    'mesaj istemiyorum',
    'sms istemiyorum',
    'mesaj atmayın',
    'mesaj atma',
    'mesaj göndermeyin',
    'mesaj gönderme',
    'aboneliği iptal',
    'aboneliğimi iptal',
    'mesajları iptal',
    'rahat bırakın',
  ],
  please: ['lütfen', 'teşekkürler', 'teşekkür ederim'],
}
