/** The words of messages and pages in Dutch. */
import type { Texts } from '../texts.ts'

export const nl: Texts = {
  subject: (title) => `Weer op voorraad: ${title}`,
  preview: (title, shop) => `${title} is weer verkrijgbaar bij ${shop}.`,
  heading: 'Het is er weer',
  intro: (shop) =>
    `Je vroeg ${shop} om het te laten weten als dit weer verkrijgbaar is. Dat is nu zo.`,
  button: 'Bekijk het in de winkel',
  hurry: 'Anderen wachtten ook, en we kunnen er geen voor je vasthouden.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} is weer op voorraad. ${link}`,
    stopByReply: 'Stoppen? Antwoord STOP.',
    stopByLink: (link) => `Stop: ${link}`,
  },
  why: (shop) =>
    `Je krijgt dit ene bericht omdat je er op de productpagina van ${shop} om vroeg. Voor dit product sta je nu niet meer op de lijst.`,
  manage: 'Bekijk waar je op wacht',
  unsubscribe: 'Stop alle meldingen van deze winkel',
  unsubscribePage: {
    title: 'Meldingen stoppen',
    ask: (shop) =>
      `Moet ${shop} het niet meer laten weten als producten weer op voorraad zijn? Je wordt van alle wachtlijsten van deze winkel gehaald.`,
    button: 'Ja, stop alle meldingen',
    doneTitle: 'Klaar',
    done: (shop) =>
      `Bij ${shop} staat geen melding meer voor je klaar. Je kunt deze pagina sluiten.`,
    product: 'Stop alleen de melding voor dit product',
    productDone: 'Voor dit product sta je niet meer op de lijst. Je kunt deze pagina sluiten.',
    never: 'Schrijf mij nooit meer',
    neverDone: (shop) =>
      `${shop} stuurt nooit meer een melding naar dit adres, ook niet als iemand erom vraagt. Je kunt deze pagina sluiten.`,
  },
  managePage: {
    title: 'Waar je op wacht',
    intro: (shop) => `${shop} laat het weten als deze weer op voorraad zijn.`,
    nothing: (shop) => `Bij ${shop} wacht je nergens op.`,
    since: (date) => `sinds ${date}`,
    pending: 'nog niet bevestigd',
    remove: 'Verwijderen',
    removed: 'Verwijderd.',
  },
  needsScript:
    'Zet JavaScript aan in je browser en ga terug naar de pagina van het product om bericht te krijgen.',
  badLink: {
    title: 'Deze link werkt niet',
    token_expired: 'De link is verlopen. Gebruik de link in een nieuwer bericht.',
    token_unknown: 'De link is niet compleet. Kopieer de hele link uit het bericht.',
    link_outdated:
      'De link leidt naar een pagina die de winkel heeft verlaten. Zoek het product in de winkel.',
  },
  confirmMail: {
    subject: (shop) => `Bevestig je melding bij ${shop}`,
    heading: 'Bevestig je e-mailadres',
    intro: (shop, title) =>
      `Iemand vroeg ${shop} om dit adres te laten weten als ${title ? `‘${title}’` : 'een product'} weer op voorraad is. Was jij dat, bevestig het dan binnen zeven dagen. Voor die tijd sturen we je niets.`,
    button: 'Adres bevestigen',
    why: 'Was jij het niet, dan hoef je niets te doen: het verzoek wordt na zeven dagen vergeten.',
    never: 'Of stop het nu',
  },
  confirmPage: {
    title: 'Bevestig je melding',
    ask: (shop) =>
      `Moet ${shop} je één e-mail sturen zodra het product weer op voorraad is? Je kunt altijd stoppen.`,
    button: 'Ja, laat het me weten',
    doneTitle: 'Je staat op de lijst',
    done: (shop) =>
      `Je adres is bevestigd. ${shop} stuurt je één e-mail als het product weer op voorraad is. Je kunt deze pagina sluiten.`,
    inStockTitle: 'Het is er al weer',
    inStock: 'Het product is nu op voorraad, dus er valt niets te wachten.',
    goneTitle: 'Er valt niets te bevestigen',
    gone: 'Het verzoek is ouder dan zeven dagen of is gestopt. Op de productpagina kun je het opnieuw vragen.',
  },
}
