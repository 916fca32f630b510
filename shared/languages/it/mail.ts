/** The words of the mails in Italian. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'Di nuovo disponibile: {item}',
    preview: 'Di nuovo disponibile da {shop}: {item}',
    heading: 'È di nuovo disponibile',
    intro:
      'Hai chiesto a {shop} di avvisarti quando questo articolo sarebbe tornato disponibile. Ora lo è.',
    button: 'Vai all’articolo',
    hurry: 'Non possiamo metterne da parte uno per te: potrebbe esaurirsi di nuovo.',
    othersWaiting: 'Anche altri lo aspettavano, e non possiamo metterne da parte uno per te.',
    why: 'Ricevi questo unico messaggio perché lo hai chiesto sulla pagina dell’articolo di {shop}. Non sei più nella lista per questo articolo.',
    manage: 'Vedi i tuoi avvisi',
    unsubscribe: 'Interrompi tutti gli avvisi di questo negozio',
  },
  reminder: {
    subject: 'Ancora disponibile: {item}',
    preview: 'Ancora disponibile da {shop}: {item}',
    heading: 'È ancora disponibile',
    intro:
      'Di recente {shop} ti ha scritto che questo articolo è tornato disponibile. Lo è ancora.',
    why: 'Ricevi questo promemoria perché hai chiesto a {shop} di avvisarti quando questo articolo sarebbe tornato disponibile.',
    noLonger: 'Questo articolo non mi interessa più',
    mayFollow:
      'Ricevi questo messaggio perché lo hai chiesto a {shop}. Può seguire un promemoria fino a esaurimento scorte.',
  },
  digest: {
    subject: 'Più articoli di nuovo disponibili da {shop}',
    heading: 'Sono di nuovo disponibili',
    intro:
      'Hai chiesto a {shop} di avvisarti quando questi articoli sarebbero tornati disponibili. Ora lo sono.',
    hurry: 'Non possiamo metterli da parte per te: potrebbero esaurirsi di nuovo.',
    why: 'Ricevi questo unico messaggio perché lo hai chiesto sulle pagine degli articoli di {shop}. Non sei più nella lista per questi articoli.',
  },
  closed: {
    subject: 'Non più disponibile: {item}',
    preview: 'Non più disponibile da {shop}: {item}',
    heading: 'Questo articolo non tornerà',
    intro:
      'Hai chiesto a {shop} di avvisarti quando questo articolo sarebbe tornato disponibile. Purtroppo non tornerà.',
    instead: 'Il negozio ti propone invece:',
    why: 'Ricevi quest’ultimo messaggio sull’articolo perché hai chiesto un avviso sulla pagina dell’articolo di {shop}. Non sei più nella lista.',
  },
  confirmation: {
    subject: 'Conferma la tua richiesta di avviso a {shop}',
    heading: 'Conferma il tuo indirizzo e-mail',
    intro:
      'Qualcuno ha chiesto a {shop} di scrivere a questo indirizzo quando «{item}» torna disponibile. Se la richiesta è tua, confermala entro sette giorni. Fino ad allora non ti invieremo nulla.',
    introSeveral:
      'Qualcuno ha chiesto a {shop} di scrivere a questo indirizzo quando questi articoli tornano disponibili. Se la richiesta è tua, confermala entro sette giorni. Fino ad allora non ti invieremo nulla.',
    button: 'Conferma l’indirizzo',
    why: 'Se la richiesta non è tua, non fare nulla: verrà eliminata dopo sette giorni.',
    never: 'Oppure interrompi ora queste e-mail',
  },
  acknowledgement: {
    subject: 'Sei nella lista di {shop}',
    intro:
      '{shop} ti invierà una sola e-mail quando «{item}» tornerà disponibile. Non devi fare altro.',
    why: 'Se non sei stato tu, qualcun altro ha inserito il tuo indirizzo. Rimuovilo con il pulsante o interrompi queste e-mail qui:',
  },
  list: {
    subject: 'I tuoi avvisi da {shop}',
    heading: 'I tuoi avvisi',
    intro:
      'Qualcuno ha chiesto il link agli avvisi che {shop} invia a questo indirizzo. Con il link puoi vederli e rimuoverli.',
    button: 'Vedi i tuoi avvisi',
    why: 'Se non l’hai chiesto tu, non devi fare nulla. Nessun altro riceve questo link.',
  },
  move: {
    intro:
      'Qualcuno ha chiesto a {shop} di inviare d’ora in poi i propri avvisi a questo indirizzo. Se sei stato tu, conferma entro sette giorni. Fino ad allora non cambia nulla.',
  },
}
