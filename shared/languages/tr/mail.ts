/** The words of the mails in Turkish. “{shop} mağazası” takes the suffixes that a name cannot. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'Yeniden stokta: {item}',
    preview: '{shop} mağazasında yeniden stokta: {item}',
    heading: 'Ürün yeniden stokta',
    intro:
      'Bu ürün yeniden stoğa girdiğinde {shop} mağazasının size haber vermesini istemiştiniz. İyi haber: Ürün şimdi stokta.',
    button: 'Ürünü gör',
    hurry: 'Ürünü sizin için ayıramıyoruz; yeniden tükenebilir.',
    othersWaiting: 'Başkaları da bekliyordu ve ürünü sizin için ayıramıyoruz.',
    why: 'Bu tek seferlik mesajı, {shop} mağazasının ürün sayfasında istediğiniz için aldınız. Artık bu ürünün listesinde değilsiniz.',
    manage: 'Bildirimlerimi gör',
    unsubscribe: 'Bu mağazanın tüm bildirimlerini durdur',
  },
  confirmation: {
    subject: '{shop} mağazasındaki bildiriminizi onaylayın',
    heading: 'E-posta adresinizi onaylayın',
    intro:
      'Birisi, “{item}” yeniden stoğa girdiğinde {shop} mağazasının bu adrese e-posta göndermesini istedi. Bu kişi sizseniz lütfen yedi gün içinde onaylayın. O zamana kadar size hiçbir şey göndermeyeceğiz.',
    introSeveral:
      'Birisi, bu ürünler yeniden stoğa girdiğinde {shop} mağazasının bu adrese e-posta göndermesini istedi. Bu kişi sizseniz lütfen yedi gün içinde onaylayın. O zamana kadar size hiçbir şey göndermeyeceğiz.',
    button: 'Adresi onayla',
    why: 'Bu kişi siz değilseniz bir şey yapmanıza gerek yok: İsteği yedi gün sonra sileriz.',
    never: 'Veya bu e-postaları şimdi durdur',
  },
  acknowledgement: {
    subject: '{shop} mağazasının listesindesiniz',
    intro:
      '“{item}” yeniden stoğa girdiğinde {shop} mağazası size tek bir e-posta gönderecek. Başka bir şey yapmanız gerekmez.',
    why: 'Bunu siz istemediyseniz adresinizi başka biri girmiştir. Düğmeyle kaldırabilir veya bu e-postaları buradan durdurabilirsiniz:',
  },
  list: {
    subject: '{shop}: bildirimleriniz',
    heading: 'Bildirimleriniz',
    intro:
      'Birisi, {shop} mağazasının bu adrese gönderdiği bildirimlerin bağlantısını istedi. Bu bağlantıyla bildirimleri görebilir ve kaldırabilirsiniz.',
    button: 'Bildirimlerinizi görün',
    why: 'Bunu siz istemediyseniz hiçbir şey yapmanız gerekmez. Bu bağlantıyı başka kimse almaz.',
  },
  move: {
    intro:
      'Birisi, {shop} mağazasından bildirimlerini bundan sonra bu adrese göndermesini istedi. Bu sizseniz lütfen yedi gün içinde onaylayın. O zamana kadar hiçbir şey değişmez.',
  },
}
