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
  reminder: {
    subject: 'Noch da: {item}',
    preview: 'Noch da bei {shop}: {item}',
    heading: 'Es ist noch da',
    intro:
      'Vor Kurzem hat {shop} Ihnen mitgeteilt, dass dieser Artikel wieder vorrätig ist. Er ist noch zu haben.',
    why: 'Sie erhalten diese Erinnerung, weil Sie {shop} gebeten haben, Ihnen Bescheid zu geben, wenn dieser Artikel wieder vorrätig ist.',
    noLonger: 'Dieser Artikel interessiert mich nicht mehr',
    mayFollow:
      'Sie erhalten diese Nachricht, weil Sie {shop} darum gebeten haben. Solange der Vorrat reicht, kann eine Erinnerung folgen.',
  },
  digest: {
    subject: 'Wieder da bei {shop}: mehrere Artikel',
    heading: 'Diese Artikel sind wieder da',
    intro:
      'Sie haben {shop} gebeten, Ihnen Bescheid zu geben, wenn diese Artikel wieder vorrätig sind. Jetzt ist es so weit.',
    hurry: 'Wir können keine Artikel zurücklegen; sie können schnell wieder ausverkauft sein.',
    why: 'Sie erhalten diese eine Nachricht, weil Sie auf den Produktseiten von {shop} darum gebeten haben. Für diese Artikel stehen Sie jetzt nicht mehr auf der Liste.',
  },
  closed: {
    subject: 'Nicht mehr erhältlich: {item}',
    preview: 'Nicht mehr erhältlich bei {shop}: {item}',
    heading: 'Dieser Artikel kommt nicht wieder',
    intro:
      'Sie haben {shop} gebeten, Ihnen Bescheid zu geben, wenn dieser Artikel wieder vorrätig ist. Leider kommt er nicht wieder.',
    instead: 'Der Shop schlägt stattdessen vor:',
    why: 'Sie erhalten diese letzte Nachricht zu dem Artikel, weil Sie auf der Produktseite von {shop} um Bescheid gebeten haben. Sie stehen jetzt nicht mehr auf der Liste.',
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
