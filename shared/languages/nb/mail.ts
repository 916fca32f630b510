/** The words of the mails in Norwegian Bokmål. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'På lager igjen: {item}',
    preview: 'På lager igjen hos {shop}: {item}',
    heading: 'Den er på lager igjen',
    intro: 'Du ba {shop} si fra når varen er å få igjen. Det er den nå.',
    button: 'Gå til varen',
    hurry: 'Vi kan ikke holde av en til deg, så den kan bli utsolgt igjen.',
    othersWaiting: 'Andre har også ventet, og vi kan ikke holde av en til deg.',
    why: 'Du får denne ene meldingen fordi du ba om den på produktsiden til {shop}. Du står ikke lenger på listen for denne varen.',
    manage: 'Se varslene dine',
    unsubscribe: 'Stopp alle varsler fra denne butikken',
  },
  reminder: {
    subject: 'Fortsatt på lager: {item}',
    preview: 'Fortsatt på lager hos {shop}: {item}',
    heading: 'Den er fortsatt på lager',
    intro: 'Nylig sa {shop} fra om at varen er å få igjen. Det er den fortsatt.',
    why: 'Du får denne påminnelsen fordi du ba {shop} si fra når varen er å få igjen.',
    noLonger: 'Jeg er ikke lenger interessert i varen',
    mayFollow:
      'Du får denne meldingen fordi du ba {shop} om den. Det kan komme en påminnelse så lenge lageret rekker.',
  },
  digest: {
    subject: 'Flere varer er på lager igjen hos {shop}',
    heading: 'De er på lager igjen',
    intro: 'Du ba {shop} si fra når disse varene er å få igjen. Det er de nå.',
    hurry: 'Vi kan ikke holde av varene til deg, så de kan bli utsolgt igjen.',
    why: 'Du får denne ene meldingen fordi du ba om den på produktsidene til {shop}. Du står ikke lenger på listen for disse varene.',
  },
  closed: {
    subject: 'Utgått: {item}',
    preview: 'Utgått hos {shop}: {item}',
    heading: 'Varen kommer ikke tilbake',
    intro: 'Du ba {shop} si fra når varen er å få igjen. Dessverre kommer den ikke tilbake.',
    instead: 'Butikken foreslår i stedet:',
    why: 'Du får denne siste meldingen om varen fordi du ba om varsel på produktsiden til {shop}. Du står ikke lenger på listen.',
  },
  confirmation: {
    subject: 'Bekreft varselet ditt hos {shop}',
    heading: 'Bekreft e-postadressen din',
    intro:
      'Noen har bedt {shop} sende en e-post til denne adressen når «{item}» er på lager igjen. Hvis det var deg, bekreft det innen sju dager. Før det sender vi deg ingenting.',
    introSeveral:
      'Noen har bedt {shop} sende en e-post til denne adressen når disse varene er på lager igjen. Hvis det var deg, bekreft det innen sju dager. Før det sender vi deg ingenting.',
    button: 'Bekreft adressen',
    why: 'Hvis det ikke var deg, trenger du ikke gjøre noe: forespørselen slettes etter sju dager.',
    never: 'Eller stopp disse e-postene nå',
  },
  acknowledgement: {
    subject: 'Du står på listen hos {shop}',
    intro:
      '{shop} sender deg én e-post når «{item}» er på lager igjen. Du trenger ikke gjøre noe mer.',
    why: 'Hvis det ikke var deg, har noen andre skrevet inn adressen din. Fjern den med knappen, eller stopp disse e-postene her:',
  },
  list: {
    subject: 'Varslene dine hos {shop}',
    heading: 'Varslene dine',
    intro:
      'Noen har bedt om lenken til varslene som {shop} sender til denne adressen. Med den kan du se og fjerne dem.',
    button: 'Se varslene dine',
    why: 'Hvis det ikke var deg, trenger du ikke gjøre noe. Ingen andre får lenken.',
  },
  move: {
    intro:
      'Noen ba {shop} om å sende varsler til denne adressen fra nå av. Hvis det var deg, bekreft innen sju dager. Ingenting endres før det.',
  },
}
