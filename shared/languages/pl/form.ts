/** The form's words in Polish. Informal: Ty, written with a capital. */
import type { FormWords } from '../words.ts'

export const form: FormWords = {
  language: 'pl',
  button: 'Powiadom mnie o dostępności',
  title: 'Powiadomienie o dostępności',
  close: 'Zamknij',
  loading: 'Wczytywanie…',
  variant: 'Wybierz jedną lub więcej opcji',
  email: 'Adres e-mail',
  phone: 'Numer telefonu komórkowego',
  country: 'Kraj',
  quantity: 'Ile sztuk potrzebujesz?',
  optional: '(opcjonalnie)',
  expected: 'Spodziewany termin:',
  remember: 'Zapamiętaj moje dane kontaktowe na tym urządzeniu',
  privacy: 'Polityka prywatności',
  submit: 'Powiadom mnie',
  sending: 'Wysyłanie…',
  doneTitle: 'Jesteś na liście',
  done: 'Gdy tylko produkt wróci do sprzedaży, wyślemy wiadomość na:',
  confirmTitle: 'Jeszcze jeden krok',
  confirm: 'Otwórz wiadomość, którą wysłaliśmy, i potwierdź:',
  reload: 'Odśwież stronę',
  retry: 'Spróbuj ponownie',
  errors: {
    email_missing: 'Podaj swój adres e-mail.',
    phone_missing: 'Podaj swój numer telefonu.',
    contact_missing: 'Podaj swój adres e-mail lub numer telefonu.',
    variant_missing: 'Wybierz co najmniej jedną opcję.',
    email_invalid: 'Sprawdź adres e-mail. Powinien wyglądać tak: imie@example.com.',
    phone_invalid: 'Sprawdź numer i kraj.',
    consent_text_mismatch:
      'Treść zgody właśnie się zmieniła. Przeczytaj nowy tekst i spróbuj ponownie.',
    in_stock: 'Dobra wiadomość: produkt jest znów dostępny. Odśwież stronę, aby go kupić.',
    too_many_requests: 'Zbyt wiele prób. Odczekaj minutę i spróbuj ponownie.',
    origin_not_allowed:
      'Powiadomienia nie są jeszcze włączone w tej witrynie. Skontaktuj się ze sklepem.',
    shop_unknown:
      'Powiadomienia nie są jeszcze włączone w tej witrynie. Skontaktuj się ze sklepem.',
    variant_not_found: 'Dla tego produktu nie ma powiadomień. Skontaktuj się ze sklepem.',
    body_too_large: 'Tekst jest za długi. Skróć go i spróbuj ponownie.',
    offline: 'Brak połączenia. Sprawdź, czy masz dostęp do internetu, i spróbuj ponownie.',
    timeout: 'To trwa zbyt długo. Sprawdź połączenie i spróbuj ponownie.',
    failed: 'Coś poszło nie tak po naszej stronie. Spróbuj ponownie za chwilę.',
  },
}
