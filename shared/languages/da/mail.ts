/** The words of the mails in Danish. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'På lager igen: {item}',
    preview: 'På lager igen hos {shop}: {item}',
    heading: 'Den er på lager igen',
    intro: 'Du bad {shop} give besked, når varen kan fås igen. Det kan den nu.',
    button: 'Gå til varen',
    hurry: 'Vi kan ikke lægge en til side til dig, så den kan blive udsolgt igen.',
    othersWaiting: 'Andre har også ventet, og vi kan ikke lægge en til side til dig.',
    why: 'Du får denne ene besked, fordi du bad om den på produktsiden hos {shop}. Du står ikke længere på listen for denne vare.',
    manage: 'Se dine lagerbeskeder',
    unsubscribe: 'Stop alle lagerbeskeder fra denne butik',
  },
  reminder: {
    subject: 'Stadig på lager: {item}',
    preview: 'Stadig på lager hos {shop}: {item}',
    heading: 'Den er stadig på lager',
    intro: 'For nylig fortalte {shop} dig, at varen kan fås igen. Det kan den stadig.',
    why: 'Du får denne påmindelse, fordi du bad {shop} give besked, når varen kan fås igen.',
    noLonger: 'Jeg er ikke længere interesseret i varen',
    mayFollow:
      'Du får denne besked, fordi du bad {shop} om den. Der kan komme en påmindelse, så længe lager haves.',
  },
  digest: {
    subject: 'Flere varer er på lager igen hos {shop}',
    heading: 'De er på lager igen',
    intro: 'Du bad {shop} give besked, når disse varer kan fås igen. Det kan de nu.',
    hurry: 'Vi kan ikke lægge varerne til side til dig, så de kan blive udsolgt igen.',
    why: 'Du får denne ene besked, fordi du bad om den på produktsiderne hos {shop}. Du står ikke længere på listen for disse varer.',
  },
  closed: {
    subject: 'Udgået: {item}',
    preview: 'Udgået hos {shop}: {item}',
    heading: 'Varen kommer ikke igen',
    intro:
      'Du bad {shop} give besked, når varen kan fås igen. Desværre kommer den ikke på lager igen.',
    instead: 'Butikken foreslår i stedet:',
    why: 'Du får denne sidste besked om varen, fordi du bad om besked på produktsiden hos {shop}. Du står ikke længere på listen.',
  },
  confirmation: {
    subject: 'Bekræft, at du vil have besked fra {shop}',
    heading: 'Bekræft din e-mailadresse',
    intro:
      'Nogen har bedt {shop} om at sende en mail til denne adresse, når »{item}« er på lager igen. Hvis det var dig, så bekræft det inden for syv dage. Før det sender vi dig ikke noget.',
    introSeveral:
      'Nogen har bedt {shop} om at sende en mail til denne adresse, når disse varer er på lager igen. Hvis det var dig, så bekræft det inden for syv dage. Før det sender vi dig ikke noget.',
    button: 'Bekræft adressen',
    why: 'Hvis det ikke var dig, behøver du ikke gøre noget: Anmodningen slettes efter syv dage.',
    never: 'Eller stop disse mails nu',
  },
  acknowledgement: {
    subject: 'Du står på listen hos {shop}',
    intro: '{shop} sender dig én mail, når »{item}« er på lager igen. Du behøver ikke gøre mere.',
    why: 'Hvis det ikke var dig, har en anden skrevet din adresse. Fjern den med knappen, eller stop disse mails her:',
  },
  list: {
    subject: 'Dine lagerbeskeder hos {shop}',
    heading: 'Dine lagerbeskeder',
    intro:
      'Nogen har bedt om linket til de lagerbeskeder, som {shop} sender til denne adresse. Med det kan du se og fjerne dem.',
    button: 'Se dine lagerbeskeder',
    why: 'Hvis det ikke var dig, behøver du ikke gøre noget. Ingen andre får linket.',
  },
  move: {
    intro:
      'Nogen har bedt {shop} om at sende beskeder til denne adresse fra nu af. Hvis det var dig, så bekræft inden for syv dage. Indtil da ændres intet.',
  },
}
