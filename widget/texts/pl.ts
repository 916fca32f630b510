/** The form's words in Polish. */
import type { Texts } from './en.ts'

export const pl: Texts = {
  language: 'pl',
  button: 'Powiadom mnie o dostępności',
  title: 'Dowiedz się, gdy wróci',
  close: 'Zamknij',
  loading: 'Wczytywanie…',
  variant: 'Wybierz jeden lub więcej wariantów',
  email: 'Adres e-mail',
  phone: 'Numer telefonu komórkowego',
  country: 'Kraj numeru',
  quantity: 'Ile sztuk chcesz?',
  optional: '(opcjonalnie)',
  remember: 'Zapamiętaj moje dane kontaktowe na tym urządzeniu',
  privacy: 'Polityka prywatności',
  submit: 'Powiadom mnie',
  sending: 'Wysyłanie…',
  doneTitle: 'Jesteś na liście',
  done: 'Damy Ci znać, gdy tylko produkt wróci do sprzedaży:',
  confirmTitle: 'Jeszcze jeden krok',
  confirm: 'Otwórz wiadomość, którą wysłaliśmy, i potwierdź swój adres:',
  reload: 'Odśwież stronę',
  retry: 'Spróbuj ponownie',
  errors: {
    email_missing: 'Podaj swój adres e-mail.',
    phone_missing: 'Podaj swój numer telefonu.',
    contact_missing: 'Podaj swój adres e-mail lub numer telefonu.',
    variant_missing: 'Wybierz co najmniej jeden wariant.',
    email_invalid: 'Sprawdź adres e-mail. Powinien wyglądać tak: imie@przyklad.pl.',
    phone_invalid: 'Sprawdź numer. Zagraniczny zacznij od + i numeru kierunkowego kraju.',
    consent_text_mismatch:
      'Warunki właśnie się zmieniły. Przeczytaj nowy tekst i naciśnij ponownie.',
    in_stock: 'Dobra wiadomość: produkt jest znów dostępny. Odśwież stronę, aby go kupić.',
    too_many_requests: 'To było wiele prób w krótkim czasie. Odczekaj minutę i naciśnij ponownie.',
    origin_not_allowed:
      'Powiadomienia nie są jeszcze włączone w tej witrynie. Skontaktuj się ze sklepem.',
    shop_unknown:
      'Powiadomienia nie są jeszcze włączone w tej witrynie. Skontaktuj się ze sklepem.',
    variant_not_found: 'Dla tego produktu nie ma powiadomień. Skontaktuj się ze sklepem.',
    body_too_large: 'To więcej, niż możemy przyjąć. Skróć wpisany tekst i naciśnij ponownie.',
    bot_check_failed:
      'Nie udało się sprawdzić, że jesteś człowiekiem. Odczekaj chwilę i naciśnij ponownie.',
    offline: 'Brak połączenia. Sprawdź, czy masz dostęp do internetu, i spróbuj ponownie.',
    timeout: 'To trwa zbyt długo. Sprawdź połączenie i spróbuj ponownie.',
    failed: 'Coś poszło nie tak po naszej stronie. Spróbuj ponownie za chwilę.',
  },
}
