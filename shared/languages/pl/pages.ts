/** The words of the pages behind links, in Polish. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Wyłącz powiadomienia',
    ask: 'Czy chcesz, aby sklep {shop} przestał powiadamiać Cię o powrocie produktów? Usuniemy Cię ze wszystkich list oczekujących tego sklepu.',
    button: 'Tak, wyłącz wszystkie powiadomienia',
    doneTitle: 'Gotowe',
    done: 'Sklep {shop} nie ma już dla Ciebie żadnych powiadomień. Możesz zamknąć tę stronę.',
    product: 'Wyłącz tylko powiadomienie o tym produkcie',
    productDone: 'Dla tego produktu nie ma Cię już na liście. Możesz zamknąć tę stronę.',
    never: 'Nie wysyłaj mi więcej powiadomień',
    neverDone:
      'Sklep {shop} nigdy więcej nie wyśle Ci powiadomienia, nawet jeśli ktoś o nie poprosi. Możesz zamknąć tę stronę.',
  },
  manage: {
    title: 'Twoje powiadomienia',
    intro: 'Sklep {shop} da Ci znać, gdy te produkty znów będą dostępne.',
    reminders: 'Do wyczerpania zapasów sklep {shop} może jeszcze przypomnieć o:',
    nothing: 'Nie masz powiadomień w sklepie {shop}.',
    since: 'od {date}',
    sincePending: 'od {date}, jeszcze niepotwierdzone',
    quantity: '{count} × {item}',
    remove: 'Usuń',
    removeItem: 'Usuń: {item}',
    removed: 'Usunięto.',
    removeAll: 'Usuń wszystkie',
    allRemoved: 'Usunięto wszystkie.',
  },
  confirm: {
    title: 'Potwierdź powiadomienie',
    ask: 'Czy sklep {shop} ma wysłać Ci jedną wiadomość e-mail, gdy tylko produkt „{item}” znów będzie dostępny? Możesz zrezygnować w każdej chwili.',
    askSeveral:
      'Czy sklep {shop} ma wysłać Ci po jednej wiadomości e-mail o każdym z tych produktów, gdy tylko znów będzie dostępny? Możesz zrezygnować w każdej chwili.',
    askSms:
      'Czy sklep {shop} ma wysłać Ci po jednym SMS-ie o każdym z tych produktów, gdy tylko znów będzie dostępny? Możesz zrezygnować w każdej chwili.',
    button: 'Tak, powiadom mnie',
    doneTitle: 'Jesteś na liście',
    done: 'Twój adres jest potwierdzony. Sklep {shop} wyśle Ci jedną wiadomość e-mail, gdy produkt „{item}” znów będzie dostępny. Możesz zamknąć tę stronę.',
    inStockTitle: 'Produkt już wrócił',
    inStock: 'Produkt jest teraz dostępny, więc nie musisz czekać.',
    goneTitle: 'Nie ma czego potwierdzać',
    gone: 'Prośba ma ponad siedem dni lub została wycofana. Możesz poprosić ponownie na stronie produktu.',
  },
  undo: {
    button: 'Wycofaj tę prośbę',
    title: 'Prośba wycofana',
    done: 'To, o co właśnie poproszono, nie jest już na liście. To, o co poproszono wcześniej lub co od tego czasu potwierdzono, pozostaje na niej.',
  },
  mine: {
    title: 'Twoje powiadomienia e-mailem',
    ask: 'Podaj adres e-mail, na który {shop} wysyła powiadomienia. Wyślemy Ci link, pod którym możesz je zobaczyć i usunąć.',
    button: 'Wyślij mi link',
    doneTitle: 'Poczekaj na naszą wiadomość',
    done: 'Jeśli {shop} ma powiadomienia dla tego adresu, link jest w drodze. Może to potrwać kilka minut, a wysyłamy go tylko kilka razy dziennie.',
    askSms: 'Albo podaj numer komórkowy, na który {shop} wysyła SMS-y, a wyślemy Ci link SMS-em.',
    doneSms:
      'Jeśli {shop} ma powiadomienia dla tego numeru, link jest w drodze. Może to potrwać kilka minut, a wysyłamy go tylko kilka razy dziennie.',
  },
  move: {
    use: 'Użyj innego adresu e-mail',
    sent: 'Jeśli na ten adres można wysyłać powiadomienia, link jest już w drodze. Nic się nie zmieni, dopóki go nie otworzysz. Może to potrwać kilka minut, a wysyłamy go tylko kilka razy dziennie.',
    title: 'Użyj tego adresu',
    ask: 'Czy od teraz {shop} ma wysyłać Twoje powiadomienia na ten adres? Zachowasz swoje miejsce na każdej liście, a na stary adres nic już nie przyjdzie.',
    button: 'Tak, użyj tego adresu',
    done: 'Od teraz {shop} będzie wysyłać Twoje powiadomienia na ten adres. Twoje miejsce na każdej liście zostało zachowane. Możesz zamknąć tę stronę.',
    gone: 'Nic się nie zmieniło: na starym adresie nie ma już powiadomień albo na ten nie można ich wysyłać.',
  },
  plain: {
    refusedTitle: 'To się nie udało',
    scriptTitle: 'Włącz JavaScript',
    script:
      'Aby otrzymać powiadomienie, włącz JavaScript w przeglądarce i wróć na stronę produktu.',
  },
  refused: {
    bot_check_failed:
      'Nie udało się potwierdzić, że jesteś człowiekiem. Odczekaj chwilę i spróbuj ponownie.',
    phone_not_mobile: 'SMS możemy wysłać tylko na telefon komórkowy. Podaj numer komórkowy.',
    phone_country_not_offered:
      'Sklep nie wysyła SMS-ów na numery z tego kraju. Podaj numer z kraju na liście.',
    too_many_alerts:
      'Masz już tyle powiadomień, na ile pozwala ten sklep. Usuń niepotrzebne albo spróbuj ponownie jutro.',
    too_many_people: 'Właśnie zapisuje się bardzo dużo osób. Spróbuj ponownie za godzinę.',
  },
  badLink: {
    title: 'Ten link nie działa',
    token_expired: 'Link wygasł. Użyj linku z nowszej wiadomości.',
    request_expired: 'Link wygasł. Na stronie produktu możesz ponownie poprosić o powiadomienie.',
    token_unknown: 'Link jest niekompletny. Skopiuj cały link z wiadomości.',
    link_outdated:
      'Link prowadzi do adresu, którego sklep już nie używa. Poszukaj produktu w sklepie.',
  },
}
