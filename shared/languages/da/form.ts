/**
 * The form's words in Danish. An alert is a `lagerbesked`: `besked` alone is any message, and
 * “stop alle beskeder” would stop orders, too.
 */
import type { FormWords } from '../words.ts'

export const form: FormWords = {
  language: 'da',
  button: 'Giv besked, når den er på lager',
  title: 'Få besked, når den er tilbage',
  close: 'Luk',
  loading: 'Henter …',
  variant: 'Vælg én eller flere muligheder',
  email: 'E-mailadresse',
  phone: 'Mobilnummer',
  country: 'Land',
  quantity: 'Hvor mange vil du have?',
  optional: '(valgfrit)',
  expected: 'Forventet:',
  remember: 'Husk mine kontaktoplysninger på denne enhed',
  privacy: 'Privatlivspolitik',
  submit: 'Giv mig besked',
  sending: 'Sender …',
  doneTitle: 'Du står på listen',
  done: 'Så snart varen er på lager igen, giver vi besked til:',
  confirmTitle: 'Ét trin mere',
  confirm: 'Åbn den besked, vi har sendt dig, og bekræft:',
  reload: 'Genindlæs siden',
  retry: 'Prøv igen',
  errors: {
    email_missing: 'Skriv din e-mailadresse.',
    phone_missing: 'Skriv dit mobilnummer.',
    contact_missing: 'Skriv din e-mailadresse eller dit mobilnummer.',
    variant_missing: 'Vælg mindst én mulighed.',
    email_invalid: 'Tjek e-mailadressen. Den skal ligne navn@example.com.',
    phone_invalid: 'Tjek nummeret og landet.',
    consent_text_mismatch: 'Samtykketeksten er netop ændret. Læs den nye tekst, og prøv igen.',
    in_stock: 'Gode nyheder: Varen er på lager igen. Genindlæs siden for at købe den.',
    too_many_requests: 'Det var mange forsøg på kort tid. Vent et minut, og prøv igen.',
    origin_not_allowed: 'Lagerbeskeder er endnu ikke slået til på dette websted. Kontakt butikken.',
    shop_unknown: 'Lagerbeskeder er endnu ikke slået til på dette websted. Kontakt butikken.',
    variant_not_found: 'Der kan ikke gives besked om denne vare. Kontakt butikken.',
    body_too_large: 'Det blev for langt. Forkort det, du skrev, og prøv igen.',
    offline: 'Ingen forbindelse. Tjek, at du er online, og prøv igen.',
    timeout: 'Det tager for lang tid. Tjek din forbindelse, og prøv igen.',
    failed: 'Noget gik galt hos os. Prøv igen om lidt.',
  },
}
