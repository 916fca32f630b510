/** The words of the mails in Swedish. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'Åter i lager: {item}',
    preview: 'Åter i lager hos {shop}: {item}',
    heading: 'Nu finns den i lager igen',
    intro: 'Du bad {shop} säga till när varan finns i lager igen. Nu finns den!',
    button: 'Till varan',
    hurry: 'Vi kan inte reservera varan, så den kan ta slut igen.',
    othersWaiting: 'Fler har väntat, och vi kan inte reservera varan.',
    why: 'Det här är ett engångsmeddelande som du bad om på produktsidan hos {shop}. Du står inte längre på listan för varan.',
    manage: 'Se vad du bevakar',
    unsubscribe: 'Avsluta alla bevakningar i den här butiken',
  },
  reminder: {
    subject: 'Fortfarande i lager: {item}',
    preview: 'Fortfarande i lager hos {shop}: {item}',
    heading: 'Den finns fortfarande i lager',
    intro: 'Nyligen berättade {shop} att varan finns i lager igen. Den går fortfarande att köpa.',
    why: 'Du får den här påminnelsen eftersom du bad {shop} säga till när varan finns i lager igen.',
    noLonger: 'Jag är inte längre intresserad av varan',
    mayFollow:
      'Du får det här meddelandet eftersom du bad {shop} om det. Det kan komma en påminnelse så länge lagret räcker.',
  },
  digest: {
    subject: 'Flera varor är åter i lager hos {shop}',
    heading: 'Nu finns de i lager igen',
    intro: 'Du bad {shop} säga till när de här varorna finns i lager igen. Nu finns de!',
    hurry: 'Vi kan inte reservera varorna, så de kan ta slut igen.',
    why: 'Det här är ett engångsmeddelande som du bad om på produktsidorna hos {shop}. Du står inte längre på listan för varorna.',
  },
  closed: {
    subject: 'Säljs inte längre: {item}',
    preview: 'Säljs inte längre hos {shop}: {item}',
    heading: 'Varan kommer inte tillbaka',
    intro: 'Du bad {shop} säga till när varan finns i lager igen. Tyvärr kommer den inte tillbaka.',
    instead: 'Butiken föreslår i stället:',
    why: 'Det här är det sista meddelandet om varan. Du får det eftersom du bad om en bevakning på produktsidan hos {shop}. Du står inte längre på listan.',
  },
  confirmation: {
    subject: 'Bekräfta din bevakning hos {shop}',
    heading: 'Bekräfta din e-postadress',
    intro:
      'Någon har bett {shop} att mejla till den här adressen när ”{item}” finns i lager igen. Om det var du ber vi dig bekräfta inom sju dagar. Innan dess skickar vi ingenting.',
    introSeveral:
      'Någon har bett {shop} att mejla till den här adressen när de här varorna finns i lager igen. Om det var du ber vi dig bekräfta inom sju dagar. Innan dess skickar vi ingenting.',
    button: 'Bekräfta adressen',
    why: 'Om det inte var du behöver du inte göra något: begäran raderas efter sju dagar.',
    never: 'Eller stoppa de här mejlen nu',
  },
  acknowledgement: {
    subject: 'Du står på listan hos {shop}',
    intro:
      '{shop} skickar dig ett mejl när ”{item}” finns i lager igen. Du behöver inte göra något mer.',
    why: 'Om det inte var du har någon annan angett din adress. Ta bort den med knappen, eller stoppa mejlen här:',
  },
  list: {
    subject: 'Dina bevakningar hos {shop}',
    heading: 'Dina bevakningar',
    intro:
      'Någon bad om länken till de bevakningar som {shop} skickar till den här adressen. Med den kan du se dem och ta bort dem.',
    button: 'Se dina bevakningar',
    why: 'Om det inte var du behöver du inte göra något. Ingen annan får länken.',
  },
  move: {
    intro:
      'Någon bad {shop} att skicka bevakningar till den här adressen från och med nu. Om det var du, bekräfta inom sju dagar. Inget ändras innan dess.',
  },
}
