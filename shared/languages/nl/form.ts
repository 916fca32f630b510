/** The form's words in Dutch. Informal: je. */
import type { FormWords } from '../words.ts'

export const form: FormWords = {
  language: 'nl',
  button: 'Melding als het er weer is',
  title: 'Krijg bericht als het weer op voorraad is',
  close: 'Sluiten',
  loading: 'Laden…',
  variant: 'Kies een of meer opties',
  email: 'E-mailadres',
  phone: 'Mobiel nummer',
  country: 'Land',
  quantity: 'Hoeveel wil je er?',
  optional: '(optioneel)',
  expected: 'Verwacht:',
  remember: 'Mijn contactgegevens op dit apparaat onthouden',
  privacy: 'Privacybeleid',
  submit: 'Laat het me weten',
  sending: 'Versturen…',
  doneTitle: 'Je staat op de lijst',
  done: 'Zodra het weer op voorraad is, laten we het je weten via:',
  confirmTitle: 'Nog één stap',
  confirm: 'Open het bericht dat we je hebben gestuurd en bevestig:',
  reload: 'Pagina opnieuw laden',
  retry: 'Opnieuw proberen',
  errors: {
    email_missing: 'Vul je e-mailadres in.',
    phone_missing: 'Vul je mobiele nummer in.',
    contact_missing: 'Vul je e-mailadres of je mobiele nummer in.',
    variant_missing: 'Kies minstens één optie.',
    email_invalid: 'Controleer het e-mailadres. Het hoort te lijken op naam@example.com.',
    phone_invalid: 'Controleer het nummer en het land.',
    consent_text_mismatch:
      'De toestemmingstekst is zojuist gewijzigd. Lees de nieuwe tekst en probeer het opnieuw.',
    in_stock: 'Goed nieuws: het is weer op voorraad. Laad de pagina opnieuw om het te kopen.',
    too_many_requests:
      'Dat waren veel pogingen in korte tijd. Wacht een minuut en probeer het opnieuw.',
    origin_not_allowed:
      'Meldingen zijn voor deze website nog niet ingesteld. Neem contact op met de winkel.',
    shop_unknown:
      'Meldingen zijn voor deze website nog niet ingesteld. Neem contact op met de winkel.',
    variant_not_found: 'Voor dit product zijn er geen meldingen. Neem contact op met de winkel.',
    body_too_large: 'Dit is te lang. Maak je tekst korter en probeer het opnieuw.',
    offline: 'Geen verbinding. Controleer of je online bent en probeer het opnieuw.',
    timeout: 'Dit duurt te lang. Controleer je verbinding en probeer het opnieuw.',
    failed: 'Er ging bij ons iets mis. Probeer het zo nog eens.',
  },
}
