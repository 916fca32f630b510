/** The words of the pages behind links, in German. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Benachrichtigungen beenden',
    ask: 'Möchten Sie, dass {shop} Ihnen nicht mehr mitteilt, wenn Artikel wieder vorrätig sind? Wir nehmen Sie von allen Wartelisten dieses Shops.',
    button: 'Ja, alle Benachrichtigungen beenden',
    doneTitle: 'Erledigt',
    done: 'Sie erhalten die angeforderten Benachrichtigungen von {shop} nicht mehr. Sie können diese Seite schließen.',
    product: 'Nur diese Benachrichtigung beenden',
    productDone:
      'Für diesen Artikel stehen Sie nicht mehr auf der Liste. Sie können diese Seite schließen.',
    never: 'Mich nie wieder benachrichtigen',
    neverDone:
      '{shop} schickt Ihnen nie wieder eine Benachrichtigung, auch wenn jemand darum bittet. Sie können diese Seite schließen.',
  },
  manage: {
    title: 'Ihre Benachrichtigungen',
    intro: '{shop} sagt Ihnen Bescheid, wenn diese Artikel wieder vorrätig sind.',
    reminders: 'Solange der Vorrat reicht, erinnert {shop} Sie vielleicht noch an:',
    nothing: 'Sie haben bei {shop} keine offenen Benachrichtigungen.',
    since: 'seit {date}',
    sincePending: 'seit {date}, noch nicht bestätigt',
    quantity: '{count} × {item}',
    remove: 'Entfernen',
    removeItem: 'Entfernen: {item}',
    removed: 'Entfernt.',
    removeAll: 'Alle entfernen',
    allRemoved: 'Alle entfernt.',
  },
  confirm: {
    title: 'Benachrichtigung bestätigen',
    ask: 'Möchten Sie eine einzige E-Mail von {shop} erhalten, sobald „{item}“ wieder vorrätig ist? Sie können Ihre Einwilligung jederzeit widerrufen.',
    askSeveral:
      'Möchten Sie zu jedem dieser Artikel eine einzige E-Mail von {shop} erhalten, sobald er wieder vorrätig ist? Sie können Ihre Einwilligung jederzeit widerrufen.',
    askSms:
      'Möchten Sie zu jedem dieser Artikel eine einzige SMS von {shop} erhalten, sobald er wieder vorrätig ist? Sie können Ihre Einwilligung jederzeit widerrufen.',
    button: 'Ja, bitte benachrichtigen',
    doneTitle: 'Sie stehen auf der Liste',
    done: 'Ihre Adresse ist bestätigt. {shop} schickt Ihnen eine einzige E-Mail, wenn „{item}“ wieder vorrätig ist. Sie können diese Seite schließen.',
    inStockTitle: 'Es ist schon wieder da',
    inStock: 'Der Artikel ist jetzt vorrätig. Sie brauchen also nicht zu warten.',
    goneTitle: 'Es gibt nichts zu bestätigen',
    gone: 'Die Anfrage ist älter als sieben Tage oder wurde beendet. Auf der Produktseite können Sie neu anfragen.',
  },
  undo: {
    button: 'Diese Anfrage zurücknehmen',
    title: 'Anfrage zurückgenommen',
    done: 'Was Sie gerade angefragt haben, steht nicht mehr auf der Liste. Was früher angefragt oder inzwischen bestätigt wurde, bleibt darauf.',
  },
  mine: {
    title: 'Ihre Benachrichtigungen per E-Mail',
    ask: 'Geben Sie die E-Mail-Adresse ein, an die {shop} Benachrichtigungen schickt. Wir schicken Ihnen einen Link, mit dem Sie sie ansehen und entfernen können.',
    button: 'Link schicken',
    doneTitle: 'Achten Sie auf unsere Nachricht',
    done: 'Wenn {shop} Benachrichtigungen für diese Adresse hat, ist der Link unterwegs. Das kann einige Minuten dauern, und wir schicken ihn nur wenige Male am Tag.',
    askSms:
      'Oder geben Sie die Handynummer ein, an die {shop} SMS schickt: Wir schicken Ihnen den Link per SMS.',
    doneSms:
      'Wenn {shop} Benachrichtigungen für diese Nummer hat, ist der Link unterwegs. Das kann einige Minuten dauern, und wir schicken ihn nur wenige Male am Tag.',
  },
  move: {
    use: 'Andere E-Mail-Adresse verwenden',
    sent: 'Wenn Benachrichtigungen an diese Adresse gehen dürfen, ist ein Link dorthin unterwegs. Es ändert sich nichts, bis Sie ihn öffnen. Das kann einige Minuten dauern, und wir schicken ihn nur wenige Male am Tag.',
    title: 'Diese Adresse verwenden',
    ask: 'Soll {shop} Ihre Benachrichtigungen ab jetzt an diese Adresse schicken? Sie behalten auf jeder Liste Ihren Platz, und an die alte Adresse geht nichts mehr.',
    button: 'Ja, diese Adresse verwenden',
    done: '{shop} schickt Ihre Benachrichtigungen ab jetzt an diese Adresse. Sie haben auf jeder Liste Ihren Platz behalten. Sie können diese Seite schließen.',
    gone: 'Es wurde nichts geändert: Für die alte Adresse gibt es keine Benachrichtigungen mehr, oder an diese dürfen keine gehen.',
  },
  plain: {
    refusedTitle: 'Das hat nicht geklappt',
    scriptTitle: 'Bitte schalten Sie JavaScript ein',
    script:
      'Um benachrichtigt zu werden, schalten Sie bitte JavaScript in Ihrem Browser ein und gehen Sie zurück zur Produktseite.',
  },
  refused: {
    bot_check_failed:
      'Wir konnten nicht erkennen, dass Sie ein Mensch sind. Warten Sie kurz und versuchen Sie es noch einmal.',
    phone_not_mobile: 'Wir können nur Handys benachrichtigen. Geben Sie eine Handynummer ein.',
    phone_country_not_offered:
      'Der Shop schreibt nicht an Nummern dieses Landes. Nehmen Sie eine Nummer aus einem Land der Liste.',
    too_many_alerts:
      'Sie haben schon so viele Benachrichtigungen, wie dieser Shop zulässt. Entfernen Sie eine, die Sie nicht mehr brauchen, oder versuchen Sie es morgen noch einmal.',
    too_many_people:
      'Gerade tragen sich sehr viele Menschen ein. Versuchen Sie es in einer Stunde noch einmal.',
  },
  badLink: {
    title: 'Dieser Link funktioniert nicht',
    token_expired:
      'Der Link ist abgelaufen. Bitte nehmen Sie den Link aus einer neueren Nachricht.',
    request_expired:
      'Der Link ist abgelaufen. Auf der Produktseite können Sie sich erneut eintragen.',
    token_unknown:
      'Der Link ist nicht vollständig. Bitte kopieren Sie den ganzen Link aus der Nachricht.',
    link_outdated:
      'Der Link führt zu einer Adresse, die der Shop nicht mehr nutzt. Bitte suchen Sie den Artikel im Shop.',
  },
}
