/** The form's words in Dutch. */
import type { Texts } from './en.ts'

export const nl: Texts = {
  language: 'nl',
  button: 'Mail mij als het er weer is',
  title: 'Hoor het als het er weer is',
  close: 'Sluiten',
  loading: 'Laden…',
  variant: 'Kies een of meer varianten',
  email: 'E-mailadres',
  phone: 'Mobiel nummer',
  country: 'Land van het nummer',
  quantity: 'Hoeveel wil je er?',
  optional: '(optioneel)',
  remember: 'Mijn contactgegevens op dit apparaat onthouden',
  privacy: 'Privacybeleid',
  submit: 'Houd mij op de hoogte',
  sending: 'Versturen…',
  doneTitle: 'Je staat op de lijst',
  done: 'We laten het weten zodra dit weer op voorraad is:',
  confirmTitle: 'Nog één stap',
  confirm: 'Open de e-mail die we je hebben gestuurd en bevestig je adres:',
  reload: 'Pagina opnieuw laden',
  retry: 'Opnieuw proberen',
  errors: {
    email_missing: 'Vul je e-mailadres in.',
    phone_missing: 'Vul je mobiele nummer in.',
    contact_missing: 'Vul je e-mailadres of je mobiele nummer in.',
    variant_missing: 'Kies minstens één variant.',
    email_invalid: 'Controleer het e-mailadres. Het hoort te lijken op naam@voorbeeld.nl.',
    phone_invalid: 'Controleer het nummer. Een buitenlands nummer begint met + en de landcode.',
    consent_text_mismatch:
      'De voorwaarden zijn zojuist gewijzigd. Lees de nieuwe tekst en druk nogmaals.',
    in_stock: 'Goed nieuws: het is weer op voorraad. Laad de pagina opnieuw om het te kopen.',
    too_many_requests: 'Dat waren veel pogingen in korte tijd. Wacht een minuut en druk nogmaals.',
    origin_not_allowed:
      'Meldingen zijn voor deze website nog niet ingesteld. Neem contact op met de winkel.',
    shop_unknown:
      'Meldingen zijn voor deze website nog niet ingesteld. Neem contact op met de winkel.',
    variant_not_found: 'Voor dit product zijn er geen meldingen. Neem contact op met de winkel.',
    body_too_large: 'Dit was meer dan we kunnen aannemen. Kort in wat je schreef en druk nogmaals.',
    bot_check_failed:
      'We konden niet vaststellen dat je een mens bent. Wacht even en druk nogmaals.',
    offline: 'Geen verbinding. Controleer of je online bent en probeer het opnieuw.',
    timeout: 'Dit duurt te lang. Controleer je verbinding en probeer het opnieuw.',
    failed: 'Er ging bij ons iets mis. Probeer het zo nog eens.',
  },
}
