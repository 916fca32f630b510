/** The words of the mails in Polish. “sklep {shop}” takes the case that the shop's name cannot. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'Znów dostępne: {item}',
    preview: 'Znów dostępne w sklepie {shop}: {item}',
    heading: 'Produkt jest znów dostępny',
    intro: 'Sklep {shop} miał dać Ci znać, gdy produkt znów będzie dostępny. Już jest.',
    button: 'Zobacz w sklepie',
    hurry: 'Nie możemy odłożyć produktu dla Ciebie, więc może znów się wyprzedać.',
    othersWaiting: 'Inni też czekali, a my nie możemy odłożyć produktu dla Ciebie.',
    why: 'Dostajesz tę jedną wiadomość, bo taka była Twoja prośba na stronie produktu sklepu {shop}. Dla tego produktu nie ma Cię już na liście.',
    manage: 'Zobacz swoje powiadomienia',
    unsubscribe: 'Wyłącz wszystkie powiadomienia tego sklepu',
  },
  reminder: {
    subject: 'Nadal dostępne: {item}',
    preview: 'Nadal dostępne w sklepie {shop}: {item}',
    heading: 'Produkt jest nadal dostępny',
    intro:
      'Niedawno sklep {shop} dał Ci znać, że produkt jest znów dostępny. Nadal można go kupić.',
    why: 'Dostajesz to przypomnienie, bo sklep {shop} miał dać Ci znać, gdy produkt znów będzie dostępny.',
    noLonger: 'Ten produkt już mnie nie interesuje',
    mayFollow:
      'Dostajesz tę wiadomość ze sklepu {shop} na swoją prośbę. Do wyczerpania zapasów może jeszcze przyjść przypomnienie.',
  },
  digest: {
    subject: 'Kilka produktów znów dostępnych w sklepie {shop}',
    heading: 'Produkty są znów dostępne',
    intro: 'Sklep {shop} miał dać Ci znać, gdy te produkty znów będą dostępne. Już są.',
    hurry: 'Nie możemy odłożyć produktów dla Ciebie, więc mogą znów się wyprzedać.',
    why: 'Dostajesz tę jedną wiadomość, bo taka była Twoja prośba na stronach produktów sklepu {shop}. Dla tych produktów nie ma Cię już na liście.',
  },
  closed: {
    subject: 'Wycofane ze sprzedaży: {item}',
    preview: 'Wycofane ze sprzedaży w sklepie {shop}: {item}',
    heading: 'Produkt nie wróci do sprzedaży',
    intro:
      'Sklep {shop} miał dać Ci znać, gdy produkt znów będzie dostępny. Niestety nie wróci on już do sprzedaży.',
    instead: 'Sklep proponuje w zamian:',
    why: 'Dostajesz tę ostatnią wiadomość o produkcie, bo taka była Twoja prośba na stronie produktu sklepu {shop}. Nie ma Cię już na liście.',
  },
  confirmation: {
    subject: 'Potwierdź powiadomienie ze sklepu {shop}',
    heading: 'Potwierdź swój adres e-mail',
    intro:
      'Ktoś poprosił sklep {shop} o powiadomienie na ten adres, gdy produkt „{item}” znów będzie dostępny. Jeśli to Twoja prośba, potwierdź ją w ciągu siedmiu dni. Do tego czasu nic nie wyślemy.',
    introSeveral:
      'Ktoś poprosił sklep {shop} o powiadomienie na ten adres, gdy te produkty znów będą dostępne. Jeśli to Twoja prośba, potwierdź ją w ciągu siedmiu dni. Do tego czasu nic nie wyślemy.',
    button: 'Potwierdź adres',
    why: 'Jeśli to nie Twoja prośba, nic nie rób: zostanie usunięta po siedmiu dniach.',
    never: 'Albo wyłącz teraz te wiadomości',
  },
  acknowledgement: {
    subject: 'Jesteś na liście sklepu {shop}',
    intro:
      'Sklep {shop} wyśle Ci jedną wiadomość e-mail, gdy produkt „{item}” znów będzie dostępny. Nie musisz robić nic więcej.',
    why: 'Jeśli to nie Ty, ktoś inny podał Twój adres. Usuń go przyciskiem albo wyłącz te wiadomości tutaj:',
  },
  list: {
    subject: 'Twoje powiadomienia w {shop}',
    heading: 'Twoje powiadomienia',
    intro:
      'Ktoś poprosił o link do powiadomień, które {shop} wysyła na ten adres. Możesz je tam zobaczyć i usunąć.',
    button: 'Zobacz powiadomienia',
    why: 'Jeśli to nie Ty, nie musisz nic robić. Nikt inny nie dostaje tego linku.',
  },
  move: {
    intro:
      'Ktoś poprosił, aby {shop} od teraz wysyłał powiadomienia na ten adres. Jeśli to Ty, potwierdź to w ciągu siedmiu dni. Do tego czasu nic się nie zmieni.',
  },
}
