/** The form's words in Italian. */
import type { Texts } from './en.ts'

export const it: Texts = {
  language: 'it',
  button: 'Avvisami quando torna',
  title: 'Ti avvisiamo quando torna',
  close: 'Chiudi',
  loading: 'Caricamento…',
  variant: 'Scegli una o più varianti',
  email: 'Indirizzo e-mail',
  phone: 'Numero di cellulare',
  country: 'Paese del numero',
  quantity: 'Quanti ne desideri?',
  optional: '(facoltativo)',
  remember: 'Ricorda i miei recapiti su questo dispositivo',
  privacy: 'Informativa sulla privacy',
  submit: 'Avvisami',
  sending: 'Invio in corso…',
  doneTitle: 'Sei nella lista',
  done: 'Ti avviseremo appena l’articolo sarà di nuovo disponibile:',
  confirmTitle: 'Ancora un passo',
  confirm: 'Apri l’e-mail che ti abbiamo inviato e conferma il tuo indirizzo:',
  reload: 'Ricarica la pagina',
  retry: 'Riprova',
  errors: {
    email_missing: 'Inserisci il tuo indirizzo e-mail.',
    phone_missing: 'Inserisci il tuo numero di cellulare.',
    contact_missing: 'Inserisci il tuo indirizzo e-mail o il tuo numero di cellulare.',
    variant_missing: 'Scegli almeno una variante.',
    email_invalid: 'Controlla l’indirizzo e-mail. Deve essere simile a nome@esempio.it.',
    phone_invalid: 'Controlla il numero. Se è straniero, inizia con + e il prefisso del paese.',
    consent_text_mismatch:
      'Le condizioni sono appena cambiate. Leggi il nuovo testo, poi premi di nuovo.',
    in_stock: 'Buone notizie: è di nuovo disponibile. Ricarica la pagina per acquistarlo.',
    too_many_requests:
      'Sono stati molti tentativi in poco tempo. Aspetta un minuto, poi premi di nuovo.',
    origin_not_allowed: 'Gli avvisi non sono ancora attivi su questo sito. Contatta il negozio.',
    shop_unknown: 'Gli avvisi non sono ancora attivi su questo sito. Contatta il negozio.',
    variant_not_found: 'Per questo articolo non ci sono avvisi. Contatta il negozio.',
    body_too_large: 'È più di quanto possiamo accettare. Accorcia il testo, poi premi di nuovo.',
    bot_check_failed:
      'Non siamo riusciti a verificare che sei una persona. Attendi un momento e premi di nuovo.',
    offline: 'Nessuna connessione. Verifica di essere online, poi riprova.',
    timeout: 'Ci sta mettendo troppo. Controlla la connessione, poi riprova.',
    failed: 'Qualcosa è andato storto da parte nostra. Riprova tra poco.',
  },
}
