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
  reminder: {
    subject: 'Hâlâ stokta: {item}',
    preview: '{shop} mağazasında hâlâ stokta: {item}',
    heading: 'Ürün hâlâ stokta',
    intro:
      '{shop} mağazası kısa süre önce bu ürünün yeniden stokta olduğunu size bildirmişti. Ürün hâlâ stokta.',
    why: 'Bu hatırlatmayı, bu ürün yeniden stoğa girdiğinde {shop} mağazasının size haber vermesini istediğiniz için aldınız.',
    noLonger: 'Bu ürünle artık ilgilenmiyorum',
    mayFollow:
      'Bu mesajı {shop} mağazasından siz istediğiniz için aldınız. Stoklar tükenmeden bir hatırlatma daha gelebilir.',
  },
  digest: {
    subject: '{shop} mağazasında birden fazla ürün yeniden stokta',
    heading: 'Ürünler yeniden stokta',
    intro:
      'Bu ürünler yeniden stoğa girdiğinde {shop} mağazasının size haber vermesini istemiştiniz. İyi haber: Ürünler şimdi stokta.',
    hurry: 'Ürünleri sizin için ayıramıyoruz; yeniden tükenebilirler.',
    why: 'Bu tek seferlik mesajı, {shop} mağazasının ürün sayfalarında istediğiniz için aldınız. Artık bu ürünlerin listesinde değilsiniz.',
  },
  closed: {
    subject: 'Artık satılmıyor: {item}',
    preview: '{shop} mağazasında artık satılmıyor: {item}',
    heading: 'Ürün bir daha gelmeyecek',
    intro:
      'Bu ürün yeniden stoğa girdiğinde {shop} mağazasının size haber vermesini istemiştiniz. Ne yazık ki ürün bir daha gelmeyecek.',
    instead: 'Mağazanın bunun yerine önerisi:',
    why: 'Ürünle ilgili bu son mesajı, {shop} mağazasının ürün sayfasında bildirim istediğiniz için aldınız. Artık listede değilsiniz.',
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
