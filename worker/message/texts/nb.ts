/** The words of messages and pages in Norwegian. */
import type { Texts } from '../texts.ts'

export const nb: Texts = {
  subject: (title) => `På lager igjen: ${title}`,
  preview: (title, shop) => `${title} er å få hos ${shop} igjen.`,
  heading: 'Den er på lager igjen',
  intro: (shop) => `Du ba ${shop} si fra når varen er å få igjen. Det er den nå.`,
  button: 'Se den i butikken',
  hurry: 'Andre har også ventet, og vi kan ikke holde av en til deg.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} er på lager igjen. ${link}`,
    stopByReply: 'Svar STOP for å slippe flere.',
    stopByLink: (link) => `Stopp: ${link}`,
  },
  why: (shop) =>
    `Du får denne ene meldingen fordi du ba om den på produktsiden til ${shop}. Du står ikke lenger på listen for denne varen.`,
  manage: 'Se hva du venter på',
  unsubscribe: 'Stopp alle varsler fra denne butikken',
  unsubscribePage: {
    title: 'Stopp varsler',
    ask: (shop) =>
      `Skal ${shop} slutte å si fra når varer er på lager igjen? Du tas av alle ventelistene til butikken.`,
    button: 'Ja, stopp alle varsler',
    doneTitle: 'Ferdig',
    done: (shop) => `${shop} har ingen varsler til deg lenger. Du kan lukke siden.`,
    product: 'Stopp bare varselet for denne varen',
    productDone: 'Du står ikke lenger på listen for denne varen. Du kan lukke siden.',
    never: 'Skriv aldri til meg igjen',
    neverDone: (shop) =>
      `${shop} sender aldri mer et varsel til denne adressen, heller ikke om noen ber om det. Du kan lukke siden.`,
  },
  managePage: {
    title: 'Det du venter på',
    intro: (shop) => `${shop} sier fra når disse er på lager igjen.`,
    nothing: (shop) => `Du venter ikke på noe hos ${shop}.`,
    since: (date) => `siden ${date}`,
    pending: 'ikke bekreftet ennå',
    remove: 'Fjern',
    removed: 'Fjernet.',
  },
  needsScript: 'Slå på JavaScript i nettleseren og gå tilbake til varens side for å få beskjed.',
  badLink: {
    title: 'Lenken virker ikke',
    token_expired: 'Lenken er utløpt. Bruk lenken i en nyere melding.',
    token_unknown: 'Lenken er ikke fullstendig. Kopier hele lenken fra meldingen.',
    link_outdated: 'Lenken fører til en side som butikken har forlatt. Søk etter varen i butikken.',
  },
  confirmMail: {
    subject: (shop) => `Bekreft varselet ditt hos ${shop}`,
    heading: 'Bekreft e-postadressen din',
    intro: (shop, title) =>
      `Noen ba ${shop} si fra til denne adressen når ${title ? `«${title}»` : 'en vare'} er på lager igjen. Hvis det var deg, bekreft det innen sju dager. Før det sendes ingenting til deg.`,
    button: 'Bekreft adressen',
    why: 'Hvis det ikke var deg, trenger du ikke gjøre noe: forespørselen glemmes etter sju dager.',
    never: 'Eller stopp det nå',
  },
  confirmPage: {
    title: 'Bekreft varselet ditt',
    ask: (shop) =>
      `Skal ${shop} sende deg én e-post så snart varen er på lager igjen? Du kan stoppe når som helst.`,
    button: 'Ja, si fra',
    doneTitle: 'Du står på listen',
    done: (shop) =>
      `Adressen din er bekreftet. ${shop} sender deg én e-post når varen er på lager igjen. Du kan lukke siden.`,
    inStockTitle: 'Den er allerede tilbake',
    inStock: 'Varen er på lager nå, så det er ingenting å vente på.',
    goneTitle: 'Det er ingenting å bekrefte',
    gone: 'Forespørselen er eldre enn sju dager eller ble stoppet. Du kan be om det igjen på varens side.',
  },
}
