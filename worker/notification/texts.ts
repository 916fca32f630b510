/** The words of messages and of the pages behind their links, by language. */
import { forLocale } from '../../shared/consent.ts'

interface Texts {
  subject: (title: string) => string
  preview: (title: string, shop: string) => string
  heading: string
  intro: (shop: string) => string
  button: string
  hurry: string
  /** An SMS. Plain letters: one that is not in GSM 03.38 more than halves what fits in. */
  sms: {
    alert: (shop: string, title: string, link: string) => string
    stopByReply: string
    stopByLink: (link: string) => string
  }
  why: (shop: string) => string
  manage: string
  unsubscribe: string
  unsubscribePage: {
    title: string
    ask: (shop: string) => string
    button: string
    doneTitle: string
    done: (shop: string) => string
    product: string
    productDone: string
    never: string
    neverDone: (shop: string) => string
  }
  managePage: {
    title: string
    intro: (shop: string) => string
    nothing: (shop: string) => string
    since: (date: string) => string
    pending: string
    remove: string
    removed: string
  }
  badLink: Record<'title' | 'token_expired' | 'token_unknown' | 'link_outdated', string>
  confirmMail: {
    subject: (shop: string) => string
    heading: string
    intro: (shop: string, title: string | undefined) => string
    button: string
    why: string
    never: string
  }
  confirmPage: {
    title: string
    ask: (shop: string) => string
    button: string
    doneTitle: string
    done: (shop: string) => string
    inStockTitle: string
    inStock: string
    goneTitle: string
    gone: string
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
    sms: {
      alert: (shop, title, link) => `${shop}: ${title} is back in stock. ${link}`,
      stopByReply: 'Reply STOP to get no more.',
      stopByLink: (link) => `Stop: ${link}`,
    },
    why: (shop) =>
      `You get this one message because you asked for it on ${shop}’s product page. You are off the list for this product now.`,
    manage: 'See what you are waiting for',
    unsubscribe: 'Stop all alerts from this shop',
    unsubscribePage: {
      title: 'Stop alerts',
      ask: (shop) =>
        `Shall ${shop} stop telling you when products are back in stock? You will be taken off every waiting list of this shop.`,
      button: 'Yes, stop all alerts',
      doneTitle: 'Done',
      done: (shop) => `${shop} has no alert waiting for you any more. You may close this page.`,
      product: 'Stop the alert for this product only',
      productDone: 'You are off the list for this product. You may close this page.',
      never: 'Never write to me again',
      neverDone: (shop) =>
        `${shop} will never send an alert to this address again, even if somebody asks for one. You may close this page.`,
    },
    managePage: {
      title: 'What you are waiting for',
      intro: (shop) => `${shop} tells you when these are back in stock.`,
      nothing: (shop) => `You are not waiting for anything at ${shop}.`,
      since: (date) => `since ${date}`,
      pending: 'not confirmed yet',
      remove: 'Remove',
      removed: 'Removed.',
    },
    badLink: {
      title: 'This link does not work',
      token_expired: 'The link has expired. Please use the link in a newer message.',
      token_unknown: 'The link is not complete. Please copy the whole link from the message.',
      link_outdated:
        'The link leads to a page that the shop has left. Please look for the product in the shop.',
    },
    confirmMail: {
      subject: (shop) => `Please confirm your alert at ${shop}`,
      heading: 'Please confirm your e-mail address',
      intro: (shop, title) =>
        `Somebody asked ${shop} to tell this address when ${title ? `“${title}”` : 'a product'} is back in stock. If that was you, please confirm it within seven days. Before that, nothing is sent to you.`,
      button: 'Confirm the address',
      why: 'If it was not you, do nothing: the request is forgotten after seven days.',
      never: 'Or stop it now',
    },
    confirmPage: {
      title: 'Confirm your alert',
      ask: (shop) =>
        `Shall ${shop} send you one e-mail as soon as the product is back in stock? You can stop it at any time.`,
      button: 'Yes, tell me',
      doneTitle: 'You are on the list',
      done: (shop) =>
        `Your address is confirmed. ${shop} will send you one e-mail when the product is back in stock. You may close this page.`,
      inStockTitle: 'It is back already',
      inStock: 'The product is in stock now, so there is nothing to wait for.',
      goneTitle: 'There is nothing to confirm',
      gone: 'The request is older than seven days, or was stopped. You can ask again on the product’s page.',
    },
  },
  sv: {
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
    badLink: {
      title: 'Länken fungerar inte',
      token_expired: 'Länken har gått ut. Använd länken i ett nyare meddelande.',
      token_unknown: 'Länken är inte fullständig. Kopiera hela länken ur meddelandet.',
      link_outdated:
        'Länken går till en sida som butiken har lämnat. Sök efter produkten i butiken.',
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
  },
}

/** The texts for a locale, and the language they are in. English where there are none. */
export function textsFor(locale: string): Texts & { language: string } {
  const language = forLocale({ en: 'en', sv: 'sv' }, locale, 'en') ?? 'en'
  return { ...(TEXTS[language] as Texts), language }
}
