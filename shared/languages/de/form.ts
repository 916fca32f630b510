/** The form's words in German. Formal: Sie. */
import type { FormWords } from '../words.ts'

export const form: FormWords = {
  language: 'de',
  button: 'Benachrichtigen, wenn verfügbar',
  title: 'Benachrichtigung bei Verfügbarkeit',
  close: 'Schließen',
  loading: 'Wird geladen …',
  variant: 'Wählen Sie eine oder mehrere Optionen',
  email: 'E-Mail-Adresse',
  phone: 'Mobilnummer',
  country: 'Land',
  quantity: 'Wie viele möchten Sie?',
  optional: '(optional)',
  expected: 'Erwartet:',
  remember: 'Meine Kontaktdaten auf diesem Gerät merken',
  privacy: 'Datenschutzerklärung',
  submit: 'Benachrichtigen',
  sending: 'Wird gesendet …',
  doneTitle: 'Sie stehen auf der Liste',
  done: 'Sobald der Artikel wieder vorrätig ist, benachrichtigen wir Sie unter:',
  confirmTitle: 'Noch ein Schritt',
  confirm: 'Öffnen Sie die Nachricht, die wir Ihnen geschickt haben, und bestätigen Sie:',
  reload: 'Seite neu laden',
  retry: 'Noch einmal versuchen',
  errors: {
    email_missing: 'Geben Sie Ihre E-Mail-Adresse ein.',
    phone_missing: 'Geben Sie Ihre Mobilnummer ein.',
    contact_missing: 'Geben Sie Ihre E-Mail-Adresse oder Ihre Mobilnummer ein.',
    variant_missing: 'Wählen Sie mindestens eine Option.',
    email_invalid: 'Prüfen Sie die E-Mail-Adresse. Sie sollte so aussehen: name@example.com.',
    phone_invalid: 'Prüfen Sie die Nummer und das gewählte Land.',
    consent_text_mismatch:
      'Der Einwilligungstext hat sich gerade geändert. Lesen Sie ihn bitte und versuchen Sie es noch einmal.',
    in_stock:
      'Gute Nachricht: Der Artikel ist wieder vorrätig. Laden Sie die Seite neu, um ihn zu kaufen.',
    too_many_requests:
      'Das waren viele Versuche in kurzer Zeit. Warten Sie eine Minute und versuchen Sie es noch einmal.',
    origin_not_allowed:
      'Benachrichtigungen sind für diese Website noch nicht eingerichtet. Wenden Sie sich bitte an den Shop.',
    shop_unknown:
      'Benachrichtigungen sind für diese Website noch nicht eingerichtet. Wenden Sie sich bitte an den Shop.',
    variant_not_found:
      'Für diesen Artikel gibt es keine Benachrichtigung. Wenden Sie sich bitte an den Shop.',
    body_too_large: 'Ihre Eingabe ist zu lang. Kürzen Sie sie und versuchen Sie es noch einmal.',
    offline: 'Keine Verbindung. Prüfen Sie, ob Sie online sind, und versuchen Sie es noch einmal.',
    timeout: 'Das dauert zu lange. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    failed: 'Bei uns ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
  },
}
