/** The words of messages and of the pages behind their links, by language. */
import { forLocale } from '../../shared/consent.ts'

interface Texts {
  subject: (title: string) => string
  preview: (title: string, shop: string) => string
  heading: string
  intro: (shop: string) => string
  button: string
  hurry: string
  why: (shop: string) => string
  unsubscribe: string
  unsubscribePage: {
    title: string
    ask: (shop: string) => string
    button: string
    doneTitle: string
    done: (shop: string) => string
    badTitle: string
    expired: string
    unknown: string
  }
}

const TEXTS: Record<string, Texts> = {
  en: {
    subject: (title) => `Back in stock: ${title}`,
    preview: (title, shop) => `${title} is available again at ${shop}.`,
    heading: 'It’s back in stock',
    intro: (shop) => `You asked ${shop} to tell you when this is available again. It is, now.`,
    button: 'See it in the shop',
    hurry: 'Others were waiting too, and we can’t hold one for you.',
    why: (shop) =>
      `You get this one message because you asked for it on ${shop}’s product page. You are off the list for this product now.`,
    unsubscribe: 'Stop all alerts from this shop',
    unsubscribePage: {
      title: 'Stop alerts',
      ask: (shop) =>
        `Shall ${shop} stop telling you when products are back in stock? You will be taken off every waiting list of this shop.`,
      button: 'Yes, stop all alerts',
      doneTitle: 'Done',
      done: (shop) => `${shop} has no alert waiting for you any more. You may close this page.`,
      badTitle: 'This link does not work',
      expired: 'The link has expired. Please use the link in a newer message.',
      unknown: 'The link is not complete. Please copy the whole link from the message.',
    },
  },
  sv: {
    subject: (title) => `Åter i lager: ${title}`,
    preview: (title, shop) => `${title} finns hos ${shop} igen.`,
    heading: 'Nu finns den i lager igen',
    intro: (shop) => `Du bad ${shop} säga till när produkten finns igen. Nu gör den det.`,
    button: 'Se den i butiken',
    hurry: 'Fler har väntat, och vi kan inte reservera något exemplar.',
    why: (shop) =>
      `Du får det här enda meddelandet för att du bad om det på ${shop}s produktsida. Du står inte längre på listan för produkten.`,
    unsubscribe: 'Avsluta alla bevakningar i den här butiken',
    unsubscribePage: {
      title: 'Avsluta bevakningar',
      ask: (shop) =>
        `Ska ${shop} sluta säga till när produkter finns i lager igen? Du tas bort från alla butikens väntelistor.`,
      button: 'Ja, avsluta alla bevakningar',
      doneTitle: 'Klart',
      done: (shop) => `${shop} har inga bevakningar kvar för dig. Du kan stänga sidan.`,
      badTitle: 'Länken fungerar inte',
      expired: 'Länken har gått ut. Använd länken i ett nyare meddelande.',
      unknown: 'Länken är inte fullständig. Kopiera hela länken ur meddelandet.',
    },
  },
}

/** The texts for a locale, and the language they are in. English where there are none. */
export function textsFor(locale: string): Texts & { language: string } {
  const language = forLocale({ en: 'en', sv: 'sv' }, locale, 'en') ?? 'en'
  return { ...(TEXTS[language] as Texts), language }
}
