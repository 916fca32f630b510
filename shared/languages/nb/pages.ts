/** The words of the pages behind links, in Norwegian Bokmål. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Stopp varsler',
    ask: 'Vil du at {shop} skal slutte å si fra når varer er på lager igjen? Vi tar deg av alle ventelistene til butikken.',
    button: 'Ja, stopp alle varsler',
    doneTitle: 'Utført',
    done: '{shop} har ingen varsler til deg lenger. Du kan lukke siden.',
    product: 'Stopp bare varselet for denne varen',
    productDone: 'Du står ikke lenger på listen for denne varen. Du kan lukke siden.',
    never: 'Send meg aldri varsler igjen',
    neverDone:
      '{shop} sender deg aldri mer et varsel, heller ikke om noen ber om det. Du kan lukke siden.',
  },
  manage: {
    title: 'Varslene dine',
    intro: '{shop} sier fra når disse er på lager igjen.',
    reminders: 'Så lenge lageret rekker, kan {shop} fortsatt minne deg om:',
    nothing: 'Du har ingen varsler hos {shop}.',
    since: 'siden {date}',
    sincePending: 'siden {date}, ikke bekreftet ennå',
    quantity: '{count} × {item}',
    remove: 'Fjern',
    removeItem: 'Fjern: {item}',
    removed: 'Fjernet.',
    removeAll: 'Fjern alle',
    allRemoved: 'Alle er fjernet.',
  },
  confirm: {
    title: 'Bekreft varselet ditt',
    ask: 'Vil du at {shop} skal sende deg én e-post så snart «{item}» er på lager igjen? Du kan stoppe når som helst.',
    askSeveral:
      'Vil du at {shop} skal sende deg én e-post for hver av disse varene så snart den er på lager igjen? Du kan stoppe når som helst.',
    askSms:
      'Vil du at {shop} skal sende deg én SMS for hver av disse varene så snart den er på lager igjen? Du kan stoppe når som helst.',
    button: 'Ja, si fra',
    doneTitle: 'Du står på listen',
    done: 'Adressen din er bekreftet. {shop} sender deg én e-post når «{item}» er på lager igjen. Du kan lukke siden.',
    inStockTitle: 'Den er allerede tilbake',
    inStock: 'Varen er på lager nå, så det er ingenting å vente på.',
    goneTitle: 'Det er ingenting å bekrefte',
    gone: 'Forespørselen er eldre enn sju dager eller ble stoppet. Du kan be om det igjen på produktsiden.',
  },
  undo: {
    button: 'Angre denne forespørselen',
    title: 'Forespørselen er angret',
    done: 'Det du nettopp ba om, står ikke lenger på listen. Det som ble bedt om tidligere, eller er bekreftet siden, blir stående.',
  },
  mine: {
    title: 'Varslene dine på e-post',
    ask: 'Skriv inn e-postadressen som {shop} sender varsler til. Vi sender deg en lenke der du kan se og fjerne dem.',
    button: 'Send meg lenken',
    doneTitle: 'Se etter meldingen vår',
    done: 'Hvis {shop} har varsler for denne adressen, er lenken på vei. Det kan ta noen minutter, og vi sender den bare noen få ganger om dagen.',
    askSms:
      'Eller skriv inn mobilnummeret som {shop} sender SMS til, så sender vi deg lenken på SMS.',
    doneSms:
      'Hvis {shop} har varsler for dette nummeret, er lenken på vei. Det kan ta noen minutter, og vi sender den bare noen få ganger om dagen.',
  },
  move: {
    use: 'Bruk en annen e-postadresse',
    sent: 'Hvis varsler kan sendes til denne adressen, er en lenke på vei dit. Ingenting endres før du åpner den. Det kan ta noen minutter, og vi sender den bare noen få ganger om dagen.',
    title: 'Bruk denne adressen',
    ask: 'Vil du at {shop} skal sende varslene dine til denne adressen fra nå av? Du beholder plassen din på alle lister, og ingenting mer går til den gamle adressen.',
    button: 'Ja, bruk denne adressen',
    done: '{shop} sender varslene dine til denne adressen fra nå av. Du har beholdt plassen din på alle lister. Du kan lukke siden.',
    gone: 'Ingenting ble endret: Det er ingen varsler igjen på den gamle adressen, eller ingen kan sendes til denne.',
  },
  plain: {
    refusedTitle: 'Det gikk ikke',
    scriptTitle: 'Slå på JavaScript',
    script: 'Slå på JavaScript i nettleseren og gå tilbake til produktsiden for å få beskjed.',
  },
  refused: {
    bot_check_failed: 'Vi kunne ikke bekrefte at du er et menneske. Vent litt, og prøv igjen.',
    phone_not_mobile: 'Vi kan bare sende SMS til mobiler. Skriv inn et mobilnummer.',
    phone_country_not_offered:
      'Butikken sender ikke SMS til numre i det landet. Bruk et nummer fra et land i listen.',
    too_many_alerts:
      'Du har allerede så mange varsler som butikken tillater. Fjern et du ikke trenger lenger, eller prøv igjen i morgen.',
    too_many_people: 'Veldig mange melder seg på akkurat nå. Prøv igjen om en time.',
  },
  badLink: {
    title: 'Lenken virker ikke',
    token_expired: 'Lenken er utløpt. Bruk lenken i en nyere melding.',
    request_expired: 'Lenken er utløpt. Du kan be om varsel på nytt på produktsiden.',
    token_unknown: 'Lenken er ikke fullstendig. Kopier hele lenken fra meldingen.',
    link_outdated:
      'Lenken går til en adresse som butikken ikke lenger bruker. Søk etter varen hos butikken.',
  },
}
