/** The words of messages and pages in Polish. */
import type { Texts } from '../texts.ts'

export const pl: Texts = {
  subject: (title) => `Znów dostępne: ${title}`,
  preview: (title, shop) => `${title} jest znów dostępne w ${shop}.`,
  heading: 'Produkt jest znów dostępny',
  intro: (shop) => `Sklep ${shop} miał dać Ci znać, gdy produkt znów będzie dostępny. Już jest.`,
  button: 'Zobacz w sklepie',
  hurry: 'Inni też czekali, a my nie możemy odłożyć produktu dla Ciebie.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} znowu w sklepie. ${link}`,
    stopByReply: 'Koniec: odpisz STOP.',
    stopByLink: (link) => `Koniec: ${link}`,
  },
  why: (shop) =>
    `Dostajesz tę jedną wiadomość, bo taka była Twoja prośba na stronie produktu sklepu ${shop}. Dla tego produktu nie ma Cię już na liście.`,
  manage: 'Zobacz, na co czekasz',
  unsubscribe: 'Zatrzymaj wszystkie powiadomienia tego sklepu',
  unsubscribePage: {
    title: 'Zatrzymaj powiadomienia',
    ask: (shop) =>
      `Czy sklep ${shop} ma przestać powiadamiać Cię o powrocie produktów? Zostaniesz usunięty ze wszystkich list oczekujących tego sklepu.`,
    button: 'Tak, zatrzymaj wszystkie powiadomienia',
    doneTitle: 'Gotowe',
    done: (shop) =>
      `Sklep ${shop} nie ma już dla Ciebie żadnych powiadomień. Możesz zamknąć tę stronę.`,
    product: 'Zatrzymaj tylko powiadomienie o tym produkcie',
    productDone: 'Dla tego produktu nie ma Cię już na liście. Możesz zamknąć tę stronę.',
    never: 'Nigdy więcej do mnie nie pisz',
    neverDone: (shop) =>
      `Sklep ${shop} nigdy więcej nie wyśle powiadomienia na ten adres, nawet jeśli ktoś o nie poprosi. Możesz zamknąć tę stronę.`,
  },
  managePage: {
    title: 'Na co czekasz',
    intro: (shop) => `Sklep ${shop} da Ci znać, gdy te produkty znów będą dostępne.`,
    nothing: (shop) => `W sklepie ${shop} na nic nie czekasz.`,
    since: (date) => `od ${date}`,
    pending: 'jeszcze niepotwierdzone',
    remove: 'Usuń',
    removed: 'Usunięto.',
  },
  needsScript:
    'Aby otrzymać powiadomienie, włącz JavaScript w przeglądarce i wróć na stronę produktu.',
  badLink: {
    title: 'Ten link nie działa',
    token_expired: 'Link wygasł. Użyj linku z nowszej wiadomości.',
    token_unknown: 'Link jest niekompletny. Skopiuj cały link z wiadomości.',
    link_outdated:
      'Link prowadzi do strony, z której sklep zrezygnował. Poszukaj produktu w sklepie.',
  },
  confirmMail: {
    subject: (shop) => `Potwierdź powiadomienie w ${shop}`,
    heading: 'Potwierdź swój adres e-mail',
    intro: (shop, title) =>
      `Ktoś poprosił sklep ${shop}, aby powiadomił ten adres, gdy ${title ? `„${title}”` : 'produkt'} znów będzie w sprzedaży. Jeśli to Ty, potwierdź to w ciągu siedmiu dni. Do tego czasu nic nie wyślemy.`,
    button: 'Potwierdź adres',
    why: 'Jeśli to nie Ty, nic nie rób: prośba zostanie usunięta po siedmiu dniach.',
    never: 'Albo zatrzymaj teraz',
  },
  confirmPage: {
    title: 'Potwierdź powiadomienie',
    ask: (shop) =>
      `Czy sklep ${shop} ma wysłać Ci jedną wiadomość, gdy tylko produkt znów będzie dostępny? Możesz zrezygnować w każdej chwili.`,
    button: 'Tak, powiadomcie mnie',
    doneTitle: 'Jesteś na liście',
    done: (shop) =>
      `Twój adres jest potwierdzony. Sklep ${shop} wyśle Ci jedną wiadomość, gdy produkt znów będzie dostępny. Możesz zamknąć tę stronę.`,
    inStockTitle: 'Produkt już wrócił',
    inStock: 'Produkt jest teraz dostępny, więc nie ma na co czekać.',
    goneTitle: 'Nie ma czego potwierdzać',
    gone: 'Prośba ma ponad siedem dni lub została zatrzymana. Możesz poprosić ponownie na stronie produktu.',
  },
}
