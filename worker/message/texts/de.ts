/** The words of messages and pages in German. */
import type { Texts } from '../texts.ts'

export const de: Texts = {
  subject: (title) => `Wieder da: ${title}`,
  preview: (title, shop) => `${title} gibt es bei ${shop} wieder.`,
  heading: 'Es ist wieder da',
  intro: (shop) =>
    `Sie haben ${shop} gebeten, Ihnen Bescheid zu geben, wenn dieser Artikel wieder vorrätig ist. Jetzt ist es so weit.`,
  button: 'Im Shop ansehen',
  hurry: 'Auch andere haben gewartet, und wir können keinen Artikel zurücklegen.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} ist wieder da. ${link}`,
    stopByReply: 'Zum Beenden STOP antworten.',
    stopByLink: (link) => `Stopp: ${link}`,
  },
  why: (shop) =>
    `Sie erhalten diese eine Nachricht, weil Sie auf der Produktseite von ${shop} darum gebeten haben. Für diesen Artikel stehen Sie jetzt nicht mehr auf der Liste.`,
  manage: 'Sehen, worauf Sie warten',
  unsubscribe: 'Alle Benachrichtigungen dieses Shops beenden',
  unsubscribePage: {
    title: 'Benachrichtigungen beenden',
    ask: (shop) =>
      `Soll ${shop} Ihnen nicht mehr mitteilen, wenn Artikel wieder vorrätig sind? Sie werden von allen Wartelisten dieses Shops genommen.`,
    button: 'Ja, alle Benachrichtigungen beenden',
    doneTitle: 'Erledigt',
    done: (shop) =>
      `Bei ${shop} wartet keine Benachrichtigung mehr auf Sie. Sie können diese Seite schließen.`,
    product: 'Nur die Benachrichtigung für diesen Artikel beenden',
    productDone:
      'Für diesen Artikel stehen Sie nicht mehr auf der Liste. Sie können diese Seite schließen.',
    never: 'Nie wieder an mich schreiben',
    neverDone: (shop) =>
      `${shop} schickt an diese Adresse nie wieder eine Benachrichtigung, auch wenn jemand darum bittet. Sie können diese Seite schließen.`,
  },
  managePage: {
    title: 'Worauf Sie warten',
    intro: (shop) => `${shop} sagt Ihnen Bescheid, wenn diese Artikel wieder vorrätig sind.`,
    nothing: (shop) => `Bei ${shop} warten Sie auf nichts.`,
    since: (date) => `seit ${date}`,
    pending: 'noch nicht bestätigt',
    remove: 'Entfernen',
    removed: 'Entfernt.',
  },
  needsScript:
    'Um benachrichtigt zu werden, schalten Sie bitte JavaScript in Ihrem Browser ein und gehen Sie zurück zur Seite des Artikels.',
  badLink: {
    title: 'Dieser Link funktioniert nicht',
    token_expired:
      'Der Link ist abgelaufen. Bitte nehmen Sie den Link aus einer neueren Nachricht.',
    token_unknown:
      'Der Link ist nicht vollständig. Bitte kopieren Sie den ganzen Link aus der Nachricht.',
    link_outdated:
      'Der Link führt zu einer Seite, die der Shop verlassen hat. Bitte suchen Sie den Artikel im Shop.',
  },
  confirmMail: {
    subject: (shop) => `Bitte bestätigen Sie Ihre Benachrichtigung bei ${shop}`,
    heading: 'Bitte bestätigen Sie Ihre E-Mail-Adresse',
    intro: (shop, title) =>
      `Jemand hat ${shop} gebeten, dieser Adresse mitzuteilen, wenn ${title ? `„${title}“` : 'ein Artikel'} wieder vorrätig ist. Wenn Sie das waren, bestätigen Sie es bitte innerhalb von sieben Tagen. Vorher wird Ihnen nichts geschickt.`,
    button: 'Adresse bestätigen',
    why: 'Wenn Sie es nicht waren, brauchen Sie nichts zu tun: Die Anfrage wird nach sieben Tagen vergessen.',
    never: 'Oder jetzt beenden',
  },
  confirmPage: {
    title: 'Benachrichtigung bestätigen',
    ask: (shop) =>
      `Soll ${shop} Ihnen eine einzige E-Mail schicken, sobald der Artikel wieder vorrätig ist? Sie können das jederzeit beenden.`,
    button: 'Ja, Bescheid geben',
    doneTitle: 'Sie stehen auf der Liste',
    done: (shop) =>
      `Ihre Adresse ist bestätigt. ${shop} schickt Ihnen eine einzige E-Mail, wenn der Artikel wieder vorrätig ist. Sie können diese Seite schließen.`,
    inStockTitle: 'Es ist schon wieder da',
    inStock: 'Der Artikel ist jetzt vorrätig, es gibt also nichts zu warten.',
    goneTitle: 'Es gibt nichts zu bestätigen',
    gone: 'Die Anfrage ist älter als sieben Tage oder wurde beendet. Auf der Produktseite können Sie neu anfragen.',
  },
}
