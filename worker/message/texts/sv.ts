/** The words of messages and pages in Swedish. */
import type { Texts } from '../texts.ts'

export const sv: Texts = {
  subject: (title) => `Åter i lager: ${title}`,
  preview: (title, shop) => `${title} finns hos ${shop} igen.`,
  heading: 'Nu finns den i lager igen',
  intro: (shop) => `Du bad ${shop} säga till när produkten finns igen. Nu gör den det.`,
  button: 'Se den i butiken',
  hurry: 'Fler har väntat, och vi kan inte reservera något exemplar.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} finns i lager igen. ${link}`,
    stopByReply: 'Svara STOP för att slippa fler.',
    stopByLink: (link) => `Avsluta: ${link}`,
  },
  why: (shop) =>
    `Du får det här enda meddelandet för att du bad om det på ${shop}s produktsida. Du står inte längre på listan för produkten.`,
  manage: 'Se vad du bevakar',
  unsubscribe: 'Avsluta alla bevakningar i den här butiken',
  unsubscribePage: {
    title: 'Avsluta bevakningar',
    ask: (shop) =>
      `Ska ${shop} sluta säga till när produkter finns i lager igen? Du tas bort från alla butikens väntelistor.`,
    button: 'Ja, avsluta alla bevakningar',
    doneTitle: 'Klart',
    done: (shop) => `${shop} har inga bevakningar kvar för dig. Du kan stänga sidan.`,
    product: 'Avsluta bara bevakningen av den här produkten',
    productDone: 'Du står inte längre på listan för produkten. Du kan stänga sidan.',
    never: 'Skriv aldrig till mig igen',
    neverDone: (shop) =>
      `${shop} skickar aldrig mer någon bevakning till den här adressen, även om någon ber om det. Du kan stänga sidan.`,
  },
  managePage: {
    title: 'Det här bevakar du',
    intro: (shop) => `${shop} säger till när de här finns i lager igen.`,
    nothing: (shop) => `Du bevakar ingenting hos ${shop}.`,
    since: (date) => `sedan ${date}`,
    pending: 'inte bekräftad än',
    remove: 'Ta bort',
    removed: 'Borttagen.',
  },
  needsScript:
    'Slå på JavaScript i webbläsaren och gå tillbaka till produktens sida för att få besked.',
  badLink: {
    title: 'Länken fungerar inte',
    token_expired: 'Länken har gått ut. Använd länken i ett nyare meddelande.',
    token_unknown: 'Länken är inte fullständig. Kopiera hela länken ur meddelandet.',
    link_outdated: 'Länken går till en sida som butiken har lämnat. Sök efter produkten i butiken.',
  },
  confirmMail: {
    subject: (shop) => `Bekräfta din bevakning hos ${shop}`,
    heading: 'Bekräfta din e-postadress',
    intro: (shop, title) =>
      `Någon bad ${shop} meddela den här adressen när ${title ? `”${title}”` : 'en produkt'} finns i lager igen. Om det var du ber vi dig bekräfta det inom sju dagar. Innan dess skickas ingenting till dig.`,
    button: 'Bekräfta adressen',
    why: 'Om det inte var du behöver du inte göra något: begäran glöms efter sju dagar.',
    never: 'Eller stoppa den nu',
  },
  confirmPage: {
    title: 'Bekräfta din bevakning',
    ask: (shop) =>
      `Ska ${shop} skicka dig ett mejl så snart produkten finns i lager igen? Du kan avsluta när som helst.`,
    button: 'Ja, meddela mig',
    doneTitle: 'Du står på listan',
    done: (shop) =>
      `Adressen är bekräftad. ${shop} skickar dig ett mejl när produkten finns i lager igen. Du kan stänga sidan.`,
    inStockTitle: 'Den finns redan igen',
    inStock: 'Produkten finns i lager nu, så det finns inget att vänta på.',
    goneTitle: 'Det finns inget att bekräfta',
    gone: 'Begäran är äldre än sju dagar eller har stoppats. Du kan be om en ny på produktens sida.',
  },
}
