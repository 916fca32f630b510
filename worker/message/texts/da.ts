/** The words of messages and pages in Danish. */
import type { Texts } from '../texts.ts'

export const da: Texts = {
  subject: (title) => `På lager igen: ${title}`,
  preview: (title, shop) => `${title} fås hos ${shop} igen.`,
  heading: 'Den er på lager igen',
  intro: (shop) => `Du bad ${shop} give besked, når varen kan fås igen. Det kan den nu.`,
  button: 'Se den i butikken',
  hurry: 'Andre har også ventet, og vi kan ikke lægge en til side til dig.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} er på lager igen. ${link}`,
    stopByReply: 'Svar STOP for at slippe for flere.',
    stopByLink: (link) => `Stop: ${link}`,
  },
  why: (shop) =>
    `Du får denne ene besked, fordi du bad om den på ${shop}s produktside. Du står ikke længere på listen for denne vare.`,
  manage: 'Se, hvad du venter på',
  unsubscribe: 'Stop alle beskeder fra denne butik',
  unsubscribePage: {
    title: 'Stop beskeder',
    ask: (shop) =>
      `Skal ${shop} holde op med at give dig besked, når varer er på lager igen? Du fjernes fra alle butikkens ventelister.`,
    button: 'Ja, stop alle beskeder',
    doneTitle: 'Færdig',
    done: (shop) => `${shop} har ikke flere beskeder til dig. Du kan lukke siden.`,
    product: 'Stop kun beskeden om denne vare',
    productDone: 'Du står ikke længere på listen for denne vare. Du kan lukke siden.',
    never: 'Skriv aldrig til mig igen',
    neverDone: (shop) =>
      `${shop} sender aldrig mere en besked til denne adresse, heller ikke hvis nogen beder om det. Du kan lukke siden.`,
  },
  managePage: {
    title: 'Det venter du på',
    intro: (shop) => `${shop} giver dig besked, når disse er på lager igen.`,
    nothing: (shop) => `Du venter ikke på noget hos ${shop}.`,
    since: (date) => `siden ${date}`,
    pending: 'ikke bekræftet endnu',
    remove: 'Fjern',
    removed: 'Fjernet.',
  },
  needsScript: 'Slå JavaScript til i din browser, og gå tilbage til varens side for at få besked.',
  badLink: {
    title: 'Linket virker ikke',
    token_expired: 'Linket er udløbet. Brug linket i en nyere besked.',
    token_unknown: 'Linket er ikke helt. Kopiér hele linket fra beskeden.',
    link_outdated:
      'Linket fører til en side, som butikken har forladt. Søg efter varen i butikken.',
  },
  confirmMail: {
    subject: (shop) => `Bekræft din besked hos ${shop}`,
    heading: 'Bekræft din e-mailadresse',
    intro: (shop, title) =>
      `Nogen bad ${shop} give denne adresse besked, når ${title ? `»${title}«` : 'en vare'} er på lager igen. Hvis det var dig, så bekræft det inden for syv dage. Før det sender vi dig ikke noget.`,
    button: 'Bekræft adressen',
    why: 'Hvis det ikke var dig, skal du ikke gøre noget: Anmodningen glemmes efter syv dage.',
    never: 'Eller stop den nu',
  },
  confirmPage: {
    title: 'Bekræft din besked',
    ask: (shop) =>
      `Skal ${shop} sende dig én mail, så snart varen er på lager igen? Du kan stoppe når som helst.`,
    button: 'Ja, giv mig besked',
    doneTitle: 'Du står på listen',
    done: (shop) =>
      `Din adresse er bekræftet. ${shop} sender dig én mail, når varen er på lager igen. Du kan lukke siden.`,
    inStockTitle: 'Den er allerede tilbage',
    inStock: 'Varen er på lager nu, så der er ikke noget at vente på.',
    goneTitle: 'Der er ikke noget at bekræfte',
    gone: 'Anmodningen er ældre end syv dage eller blev stoppet. Du kan bede om det igen på varens side.',
  },
}
