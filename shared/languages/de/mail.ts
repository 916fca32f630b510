/** The words of the mails in German. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'Wieder da: {item}',
    preview: 'Wieder da bei {shop}: {item}',
    heading: 'Es ist wieder da',
    intro:
      'Sie haben {shop} gebeten, Ihnen Bescheid zu geben, wenn dieser Artikel wieder vorrätig ist. Jetzt ist es so weit.',
    button: 'Im Shop ansehen',
    hurry: 'Wir können keinen Artikel zurücklegen; er kann schnell wieder ausverkauft sein.',
    othersWaiting: 'Auch andere haben gewartet, und wir können keinen Artikel zurücklegen.',
    why: 'Sie erhalten diese eine Nachricht, weil Sie auf der Produktseite von {shop} darum gebeten haben. Für diesen Artikel stehen Sie jetzt nicht mehr auf der Liste.',
    manage: 'Meine Benachrichtigungen ansehen',
    unsubscribe: 'Alle Benachrichtigungen dieses Shops beenden',
  },
  confirmation: {
    subject: 'Bitte bestätigen Sie Ihre Benachrichtigung bei {shop}',
    heading: 'Bitte bestätigen Sie Ihre E-Mail-Adresse',
    intro:
      'Jemand hat {shop} gebeten, eine E-Mail an diese Adresse zu schicken, sobald „{item}“ wieder vorrätig ist. Wenn Sie das waren, bestätigen Sie es bitte innerhalb von sieben Tagen. Vorher schicken wir Ihnen nichts.',
    introSeveral:
      'Jemand hat {shop} gebeten, eine E-Mail an diese Adresse zu schicken, sobald diese Artikel wieder vorrätig sind. Wenn Sie das waren, bestätigen Sie es bitte innerhalb von sieben Tagen. Vorher schicken wir Ihnen nichts.',
    button: 'Adresse bestätigen',
    why: 'Wenn Sie es nicht waren, brauchen Sie nichts zu tun: Die Anfrage wird nach sieben Tagen gelöscht.',
    never: 'Oder diese E-Mails jetzt beenden',
  },
  acknowledgement: {
    subject: 'Sie stehen auf der Liste von {shop}',
    intro:
      '{shop} schickt Ihnen eine einzige E-Mail, wenn „{item}“ wieder vorrätig ist. Mehr müssen Sie nicht tun.',
    why: 'Wenn Sie das nicht waren, hat jemand anderes Ihre Adresse eingegeben. Über die Schaltfläche können Sie sie von der Liste nehmen oder die E-Mails hier beenden:',
  },
  list: {
    subject: 'Ihre Benachrichtigungen bei {shop}',
    heading: 'Ihre Benachrichtigungen',
    intro:
      'Jemand hat den Link zu den Benachrichtigungen angefordert, die {shop} an diese Adresse schickt. Damit können Sie sie ansehen und entfernen.',
    button: 'Benachrichtigungen ansehen',
    why: 'Wenn Sie das nicht waren, brauchen Sie nichts zu tun. Niemand sonst bekommt diesen Link.',
  },
  move: {
    intro:
      'Jemand hat {shop} gebeten, Benachrichtigungen ab jetzt an diese Adresse zu schicken. Wenn Sie das waren, bestätigen Sie es bitte innerhalb von sieben Tagen. Bis dahin ändert sich nichts.',
  },
}
