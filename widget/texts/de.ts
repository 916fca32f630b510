/** The form's words in German. */
import type { Texts } from './en.ts'

export const de: Texts = {
  language: 'de',
  button: 'Benachrichtigen, wenn verfügbar',
  title: 'Erfahren Sie, wenn es wieder da ist',
  close: 'Schließen',
  loading: 'Wird geladen …',
  variant: 'Wählen Sie eine oder mehrere Varianten',
  email: 'E-Mail-Adresse',
  phone: 'Mobilnummer',
  country: 'Land der Nummer',
  quantity: 'Wie viele möchten Sie?',
  optional: '(freiwillig)',
  remember: 'Meine Kontaktdaten auf diesem Gerät merken',
  privacy: 'Datenschutzerklärung',
  submit: 'Benachrichtigen',
  sending: 'Wird gesendet …',
  doneTitle: 'Sie stehen auf der Liste',
  done: 'Wir melden uns, sobald der Artikel wieder vorrätig ist:',
  confirmTitle: 'Noch ein Schritt',
  confirm: 'Öffnen Sie die E-Mail, die wir Ihnen geschickt haben, und bestätigen Sie Ihre Adresse:',
  reload: 'Seite neu laden',
  retry: 'Noch einmal versuchen',
  errors: {
    email_missing: 'Geben Sie Ihre E-Mail-Adresse ein.',
    phone_missing: 'Geben Sie Ihre Mobilnummer ein.',
    contact_missing: 'Geben Sie Ihre E-Mail-Adresse oder Ihre Mobilnummer ein.',
    variant_missing: 'Wählen Sie mindestens eine Variante.',
    email_invalid: 'Prüfen Sie die E-Mail-Adresse. Sie sollte so aussehen: name@beispiel.de.',
    phone_invalid: 'Prüfen Sie die Nummer. Eine ausländische beginnt mit + und der Landesvorwahl.',
    consent_text_mismatch:
      'Die Bedingungen haben sich gerade geändert. Lesen Sie den neuen Text und drücken Sie noch einmal.',
    in_stock:
      'Gute Nachricht: Der Artikel ist wieder vorrätig. Laden Sie die Seite neu, um ihn zu kaufen.',
    too_many_requests:
      'Das waren viele Versuche in kurzer Zeit. Warten Sie eine Minute und drücken Sie noch einmal.',
    origin_not_allowed:
      'Benachrichtigungen sind für diese Website noch nicht eingerichtet. Wenden Sie sich bitte an den Shop.',
    shop_unknown:
      'Benachrichtigungen sind für diese Website noch nicht eingerichtet. Wenden Sie sich bitte an den Shop.',
    variant_not_found:
      'Für diesen Artikel gibt es keine Benachrichtigung. Wenden Sie sich bitte an den Shop.',
    body_too_large:
      'Das war mehr, als wir annehmen können. Kürzen Sie Ihre Eingabe und drücken Sie noch einmal.',
    bot_check_failed:
      'Wir konnten nicht erkennen, dass Sie ein Mensch sind. Bitte kurz warten und noch einmal drücken.',
    offline: 'Keine Verbindung. Prüfen Sie, ob Sie online sind, und versuchen Sie es noch einmal.',
    timeout: 'Das dauert zu lange. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    failed: 'Bei uns ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
  },
}
