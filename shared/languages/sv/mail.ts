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
