/** The words of the pages behind links, in Turkish. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Bildirimleri durdur',
    ask: 'Ürünler yeniden stoğa girdiğinde {shop} mağazasının size artık haber vermemesini ister misiniz? Sizi bu mağazanın tüm bekleme listelerinden çıkaracağız.',
    button: 'Evet, tüm bildirimleri durdur',
    doneTitle: 'Tamamlandı',
    done: '{shop} mağazasından artık bildirim almayacaksınız. Bu sayfayı kapatabilirsiniz.',
    product: 'Yalnızca bu ürünün bildirimini durdur',
    productDone: 'Artık bu ürünün listesinde değilsiniz. Bu sayfayı kapatabilirsiniz.',
    never: 'Bana bir daha bildirim gönderme',
    neverDone:
      'Biri istese bile {shop} mağazası size bir daha bildirim göndermeyecek. Bu sayfayı kapatabilirsiniz.',
  },
  manage: {
    title: 'Bildirimleriniz',
    intro: 'Bu ürünler yeniden stoğa girdiğinde {shop} mağazası size haber verecek.',
    reminders: 'Stoklar tükenmeden {shop} mağazası size şunları hatırlatabilir:',
    nothing: '{shop} mağazasında bildiriminiz yok.',
    since: '{date} tarihinden beri',
    sincePending: '{date} tarihinden beri, henüz onaylanmadı',
    quantity: '{count} × {item}',
    remove: 'Kaldır',
    removeItem: 'Kaldır: {item}',
    removed: 'Kaldırıldı.',
    removeAll: 'Tümünü kaldır',
    allRemoved: 'Tümü kaldırıldı.',
  },
  confirm: {
    title: 'Bildiriminizi onaylayın',
    ask: '“{item}” yeniden stoğa girer girmez {shop} mağazasından tek bir e-posta almak ister misiniz? Onayınızı istediğiniz zaman geri alabilirsiniz.',
    askSeveral:
      'Bu ürünlerin her biri yeniden stoğa girer girmez {shop} mağazasından ürün başına tek bir e-posta almak ister misiniz? Onayınızı istediğiniz zaman geri alabilirsiniz.',
    askSms:
      'Bu ürünlerin her biri yeniden stoğa girer girmez {shop} mağazasından ürün başına tek bir SMS almak ister misiniz? Onayınızı istediğiniz zaman geri alabilirsiniz.',
    button: 'Evet, bana haber ver',
    doneTitle: 'Listeye eklendiniz',
    done: 'Adresiniz onaylandı. “{item}” yeniden stoğa girdiğinde {shop} mağazası size tek bir e-posta gönderecek. Bu sayfayı kapatabilirsiniz.',
    inStockTitle: 'Ürün zaten stokta',
    inStock: 'Ürün şu anda stokta, beklemenize gerek yok.',
    goneTitle: 'Onaylanacak bir istek yok',
    gone: 'İstek yedi günden eski ya da durdurulmuş. Ürün sayfasında yeniden isteyebilirsiniz.',
  },
  undo: {
    button: 'Bu isteği geri al',
    title: 'İstek geri alındı',
    done: 'Az önce istediğiniz artık listede değil. Daha önce istenen veya sonradan onaylanan her şey listede kalır.',
  },
  mine: {
    title: 'Bildirimleriniz e-postayla',
    ask: '{shop} mağazasının bildirim gönderdiği e-posta adresini girin. Bildirimlerinizi görüp kaldırabileceğiniz bir bağlantı göndereceğiz.',
    button: 'Bağlantıyı gönder',
    doneTitle: 'Mesajımızı bekleyin',
    done: '{shop} mağazasında bu adres için bildirim varsa bağlantı yola çıktı. Birkaç dakika sürebilir ve günde yalnızca birkaç kez göndeririz.',
    askSms:
      'Ya da {shop} mağazasının SMS gönderdiği cep telefonu numarasını girin; bağlantıyı SMS ile gönderelim.',
    doneSms:
      '{shop} mağazasında bu numara için bildirim varsa bağlantı yola çıktı. Birkaç dakika sürebilir ve günde yalnızca birkaç kez göndeririz.',
  },
  move: {
    use: 'Başka bir e-posta adresi kullan',
    sent: 'Bu adrese bildirim gönderilebiliyorsa bir bağlantı yola çıktı. Siz bağlantıyı açana kadar hiçbir şey değişmez. Birkaç dakika sürebilir ve günde yalnızca birkaç kez göndeririz.',
    title: 'Bu adresi kullan',
    ask: '{shop} mağazası bildirimlerinizi bundan sonra bu adrese göndersin mi? Her listedeki yerinizi korursunuz ve eski adrese artık hiçbir şey gönderilmez.',
    button: 'Evet, bu adresi kullan',
    done: '{shop} mağazası bildirimlerinizi bundan sonra bu adrese gönderecek. Her listedeki yerinizi korudunuz. Bu sayfayı kapatabilirsiniz.',
    gone: 'Hiçbir şey değişmedi: eski adreste bildirim kalmadı ya da bu adrese bildirim gönderilemez.',
  },
  plain: {
    refusedTitle: 'Bu işlem yapılamadı',
    scriptTitle: 'Lütfen JavaScript’i açın',
    script: 'Bildirim almak için tarayıcınızda JavaScript’i açın ve ürün sayfasına dönün.',
  },
  refused: {
    bot_check_failed: 'İnsan olduğunuzu doğrulayamadık. Biraz bekleyip tekrar deneyin.',
    phone_not_mobile:
      'Yalnızca cep telefonlarına SMS gönderebiliyoruz. Bir cep telefonu numarası girin.',
    phone_country_not_offered:
      'Mağaza bu ülkenin numaralarına SMS göndermiyor. Listedeki bir ülkenin numarasını kullanın.',
    too_many_alerts:
      'Bu mağazanın izin verdiği kadar bildiriminiz var. Artık gerekmeyen birini kaldırın veya yarın tekrar deneyin.',
    too_many_people: 'Şu anda çok sayıda kişi kaydoluyor. Bir saat sonra tekrar deneyin.',
  },
  badLink: {
    title: 'Bu bağlantı çalışmıyor',
    token_expired: 'Bağlantının süresi doldu. Lütfen daha yeni bir mesajdaki bağlantıyı kullanın.',
    request_expired: 'Bağlantının süresi doldu. Ürün sayfasında yeniden bildirim isteyebilirsiniz.',
    token_unknown: 'Bağlantı eksik. Lütfen mesajdaki bağlantının tamamını kopyalayın.',
    link_outdated:
      'Bağlantı, mağazanın artık kullanmadığı bir adrese gidiyor. Lütfen ürünü mağazada arayın.',
  },
}
