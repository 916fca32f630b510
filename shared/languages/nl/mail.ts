/** The words of the mails in Dutch. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'Weer op voorraad: {item}',
    preview: 'Weer op voorraad bij {shop}: {item}',
    heading: 'Het is er weer',
    intro:
      'Je vroeg {shop} om het te laten weten als dit weer verkrijgbaar is. Goed nieuws: het is zover.',
    button: 'Bekijk het product',
    hurry: 'We kunnen er geen voor je vasthouden, dus het kan weer uitverkocht raken.',
    othersWaiting: 'Anderen wachtten ook, en we kunnen er geen voor je vasthouden.',
    why: 'Je krijgt dit ene bericht omdat je er op de productpagina van {shop} om vroeg. Voor dit product sta je nu niet meer op de lijst.',
    manage: 'Bekijk je meldingen',
    unsubscribe: 'Stop alle meldingen van deze winkel',
  },
  reminder: {
    subject: 'Nog op voorraad: {item}',
    preview: 'Nog op voorraad bij {shop}: {item}',
    heading: 'Het is er nog',
    intro: 'Onlangs liet {shop} je weten dat dit weer verkrijgbaar is. Dat is het nog steeds.',
    why: 'Je krijgt deze herinnering omdat je {shop} vroeg om het te laten weten als dit product weer op voorraad is.',
    noLonger: 'Ik heb geen interesse meer in dit product',
    mayFollow:
      'Je krijgt dit bericht omdat je {shop} erom vroeg. Zolang de voorraad strekt, kan er een herinnering volgen.',
  },
  digest: {
    subject: 'Weer op voorraad bij {shop}: meerdere producten',
    heading: 'Ze zijn er weer',
    intro:
      'Je vroeg {shop} om het te laten weten als deze producten weer verkrijgbaar zijn. Goed nieuws: het is zover.',
    hurry: 'We kunnen ze niet voor je vasthouden, dus ze kunnen weer uitverkocht raken.',
    why: 'Je krijgt dit ene bericht omdat je er op de productpagina’s van {shop} om vroeg. Voor deze producten sta je nu niet meer op de lijst.',
  },
  closed: {
    subject: 'Niet meer verkrijgbaar: {item}',
    preview: 'Niet meer verkrijgbaar bij {shop}: {item}',
    heading: 'Dit product komt niet terug',
    intro:
      'Je vroeg {shop} om het te laten weten als dit weer verkrijgbaar is. Helaas komt het niet terug.',
    instead: 'De winkel stelt in plaats daarvan voor:',
    why: 'Je krijgt dit laatste bericht over het product omdat je op de productpagina van {shop} om een melding vroeg. Je staat nu niet meer op de lijst.',
  },
  confirmation: {
    subject: 'Bevestig je melding bij {shop}',
    heading: 'Bevestig je e-mailadres',
    intro:
      'Iemand heeft {shop} gevraagd een e-mail naar dit adres te sturen zodra ‘{item}’ weer op voorraad is. Was jij dat, bevestig het dan binnen zeven dagen. Voor die tijd sturen we je niets.',
    introSeveral:
      'Iemand heeft {shop} gevraagd een e-mail naar dit adres te sturen zodra deze producten weer op voorraad zijn. Was jij dat, bevestig het dan binnen zeven dagen. Voor die tijd sturen we je niets.',
    button: 'Adres bevestigen',
    why: 'Was jij het niet, dan hoef je niets te doen: we verwijderen het verzoek na zeven dagen.',
    never: 'Of stop deze e-mails nu',
  },
  acknowledgement: {
    subject: 'Je staat op de lijst bij {shop}',
    intro:
      '{shop} stuurt je één e-mail als ‘{item}’ weer op voorraad is. Meer hoef je niet te doen.',
    why: 'Was jij dit niet, dan heeft iemand anders je adres ingevuld. Verwijder het met de knop of stop deze e-mails hier:',
  },
  list: {
    subject: 'Je meldingen bij {shop}',
    heading: 'Je meldingen',
    intro:
      'Iemand heeft gevraagd om de link naar de meldingen die {shop} naar dit adres stuurt. Daarmee kun je ze bekijken en verwijderen.',
    button: 'Bekijk je meldingen',
    why: 'Was jij dat niet? Dan hoef je niets te doen. Niemand anders krijgt deze link.',
  },
  move: {
    intro:
      'Iemand heeft {shop} gevraagd om meldingen voortaan naar dit adres te sturen. Was jij dat, bevestig het dan binnen zeven dagen. Tot die tijd verandert er niets.',
  },
}
