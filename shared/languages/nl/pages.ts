/** The words of the pages behind links, in Dutch. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Meldingen stoppen',
    ask: 'Wil je geen meldingen meer van {shop} als producten weer op voorraad zijn? We halen je van alle wachtlijsten van deze winkel.',
    button: 'Ja, stop alle meldingen',
    doneTitle: 'Klaar',
    done: 'Je krijgt geen meldingen meer van {shop}. Je kunt deze pagina sluiten.',
    product: 'Stop alleen de melding voor dit product',
    productDone: 'Voor dit product sta je niet meer op de lijst. Je kunt deze pagina sluiten.',
    never: 'Stuur mij nooit meer meldingen',
    neverDone:
      '{shop} stuurt je nooit meer een melding, ook niet als iemand erom vraagt. Je kunt deze pagina sluiten.',
  },
  manage: {
    title: 'Je meldingen',
    intro: '{shop} laat het je weten als deze weer op voorraad zijn.',
    reminders: 'Zolang de voorraad strekt, kan {shop} je nog herinneren aan:',
    nothing: 'Je hebt geen meldingen bij {shop}.',
    since: 'sinds {date}',
    sincePending: 'sinds {date}, nog niet bevestigd',
    quantity: '{count} × {item}',
    remove: 'Verwijderen',
    removeItem: 'Verwijderen: {item}',
    removed: 'Verwijderd.',
    removeAll: 'Alles verwijderen',
    allRemoved: 'Alles is verwijderd.',
  },
  confirm: {
    title: 'Bevestig je melding',
    ask: 'Wil je één e-mail van {shop} zodra ‘{item}’ weer op voorraad is? Je kunt altijd stoppen.',
    askSeveral:
      'Wil je voor elk van deze producten één e-mail van {shop} zodra het weer op voorraad is? Je kunt altijd stoppen.',
    askSms:
      'Wil je voor elk van deze producten één sms van {shop} zodra het weer op voorraad is? Je kunt altijd stoppen.',
    button: 'Ja, laat het me weten',
    doneTitle: 'Je staat op de lijst',
    done: 'Je adres is bevestigd. {shop} stuurt je één e-mail als ‘{item}’ weer op voorraad is. Je kunt deze pagina sluiten.',
    inStockTitle: 'Het is alweer terug',
    inStock: 'Het product is nu op voorraad, dus je hoeft niet te wachten.',
    goneTitle: 'Er valt niets te bevestigen',
    gone: 'Het verzoek is ouder dan zeven dagen of is gestopt. Op de productpagina kun je het opnieuw vragen.',
  },
  undo: {
    button: 'Dit verzoek intrekken',
    title: 'Verzoek ingetrokken',
    done: 'Wat je zojuist hebt aangevraagd, staat niet meer op de lijst. Wat eerder is aangevraagd of intussen is bevestigd, blijft erop staan.',
  },
  mine: {
    title: 'Je meldingen per e-mail',
    ask: 'Vul het e-mailadres in waar {shop} meldingen naartoe stuurt. We mailen je een link waarmee je ze kunt bekijken en verwijderen.',
    button: 'Stuur mij de link',
    doneTitle: 'Let op ons bericht',
    done: 'Als {shop} meldingen voor dit adres heeft, is de link onderweg. Dat kan een paar minuten duren, en we sturen hem maar een paar keer per dag.',
    askSms:
      'Of vul het mobiele nummer in waar {shop} sms’jes naartoe stuurt, dan sms’en we je de link.',
    doneSms:
      'Als {shop} meldingen voor dit nummer heeft, is de link onderweg. Dat kan een paar minuten duren, en we sturen hem maar een paar keer per dag.',
  },
  move: {
    use: 'Een ander e-mailadres gebruiken',
    sent: 'Als er meldingen naar dit adres mogen, is er een link onderweg. Er verandert niets tot je die opent. Het kan een paar minuten duren, en we sturen hem maar een paar keer per dag.',
    title: 'Dit adres gebruiken',
    ask: 'Wil je dat {shop} je meldingen voortaan naar dit adres stuurt? Je houdt je plek op elke lijst, en naar het oude adres gaat niets meer.',
    button: 'Ja, dit adres gebruiken',
    done: '{shop} stuurt je meldingen voortaan naar dit adres. Je hebt je plek op elke lijst gehouden. Je kunt deze pagina sluiten.',
    gone: 'Er is niets veranderd: er zijn geen meldingen meer voor het oude adres, of er mogen er geen naar dit adres.',
  },
  plain: {
    refusedTitle: 'Dat is niet gelukt',
    scriptTitle: 'Zet JavaScript aan',
    script:
      'Zet JavaScript aan in je browser en ga terug naar de productpagina om bericht te krijgen.',
  },
  refused: {
    bot_check_failed:
      'We konden niet vaststellen dat je een mens bent. Wacht even en probeer het opnieuw.',
    phone_not_mobile:
      'We kunnen alleen mobiele telefoons een sms sturen. Vul een mobiel nummer in.',
    phone_country_not_offered:
      'De winkel stuurt geen sms naar nummers uit dit land. Gebruik een nummer uit een land in de lijst.',
    too_many_alerts:
      'Je hebt al zoveel meldingen als deze winkel toestaat. Verwijder er een die je niet meer nodig hebt, of probeer het morgen opnieuw.',
    too_many_people: 'Er melden zich nu heel veel mensen aan. Probeer het over een uur opnieuw.',
  },
  badLink: {
    title: 'Deze link werkt niet',
    token_expired: 'De link is verlopen. Gebruik de link in een nieuwer bericht.',
    request_expired: 'De link is verlopen. Op de productpagina kun je je opnieuw aanmelden.',
    token_unknown: 'De link is niet compleet. Kopieer de hele link uit het bericht.',
    link_outdated:
      'De link gaat naar een adres dat de winkel niet meer gebruikt. Zoek het product in de webshop.',
  },
}
