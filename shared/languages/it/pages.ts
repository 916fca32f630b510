/** The words of the pages behind links, in Italian. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Interrompi gli avvisi',
    ask: 'Vuoi che {shop} smetta di avvisarti quando gli articoli tornano disponibili? Ti toglieremo da tutte le liste d’attesa di questo negozio.',
    button: 'Sì, interrompi tutti gli avvisi',
    doneTitle: 'Fatto',
    done: 'Non riceverai più avvisi da {shop}. Puoi chiudere questa pagina.',
    product: 'Interrompi solo questo avviso',
    productDone: 'Non sei più nella lista per questo articolo. Puoi chiudere questa pagina.',
    never: 'Non inviarmi mai più avvisi',
    neverDone:
      '{shop} non ti invierà mai più un avviso, anche se qualcuno lo chiede. Puoi chiudere questa pagina.',
  },
  manage: {
    title: 'I tuoi avvisi',
    intro: '{shop} ti avviserà quando questi articoli torneranno disponibili.',
    reminders: 'Fino a esaurimento scorte, {shop} può ancora ricordarti:',
    nothing: 'Non hai avvisi da {shop}.',
    /** A label, because a preposition would change with the day: dal 2, dall’8, dal 1º. */
    since: 'richiesto in data: {date}',
    sincePending: 'richiesto in data: {date}, non ancora confermato',
    quantity: '{count} × {item}',
    remove: 'Rimuovi',
    removeItem: 'Rimuovi: {item}',
    removed: 'Avviso rimosso.',
    removeAll: 'Rimuovi tutto',
    allRemoved: 'Tutto rimosso.',
  },
  confirm: {
    title: 'Conferma il tuo avviso',
    ask: 'Vuoi ricevere una sola e-mail da {shop} appena «{item}» tornerà disponibile? Puoi ripensarci in qualsiasi momento.',
    askSeveral:
      'Vuoi ricevere una sola e-mail da {shop} per ognuno di questi articoli appena tornerà disponibile? Puoi ripensarci in qualsiasi momento.',
    askSms:
      'Vuoi ricevere un solo SMS da {shop} per ognuno di questi articoli appena tornerà disponibile? Puoi ripensarci in qualsiasi momento.',
    button: 'Sì, avvisami',
    doneTitle: 'Sei nella lista',
    done: 'Il tuo indirizzo è confermato. {shop} ti invierà una sola e-mail quando «{item}» tornerà disponibile. Puoi chiudere questa pagina.',
    inStockTitle: 'È già di nuovo disponibile',
    inStock: 'L’articolo è disponibile ora, quindi non devi aspettare.',
    goneTitle: 'Non c’è nulla da confermare',
    gone: 'La richiesta ha più di sette giorni o è stata interrotta. Puoi chiederlo di nuovo sulla pagina dell’articolo.',
  },
  undo: {
    button: 'Annulla questa richiesta',
    title: 'Richiesta annullata',
    done: 'Quello che hai appena chiesto non è più nella lista. Quello che è stato chiesto prima, o confermato nel frattempo, vi rimane.',
  },
  mine: {
    title: 'I tuoi avvisi via e-mail',
    ask: 'Inserisci l’indirizzo e-mail a cui {shop} invia gli avvisi. Ti invieremo un link per vederli e rimuoverli.',
    button: 'Inviami il link',
    doneTitle: 'Cerca il nostro messaggio',
    done: 'Se {shop} ha avvisi per questo indirizzo, il link è in arrivo. Può richiedere qualche minuto, e lo inviamo solo poche volte al giorno.',
    askSms:
      'Oppure inserisci il numero di cellulare a cui {shop} invia SMS: ti invieremo il link via SMS.',
    doneSms:
      'Se {shop} ha avvisi per questo numero, il link è in arrivo. Può richiedere qualche minuto, e lo inviamo solo poche volte al giorno.',
  },
  move: {
    use: 'Usa un altro indirizzo email',
    sent: 'Se si possono inviare avvisi a questo indirizzo, un link è in arrivo. Non cambia nulla finché non lo apri. Può volerci qualche minuto, e lo inviamo solo poche volte al giorno.',
    title: 'Usa questo indirizzo',
    ask: 'Vuoi che {shop} invii d’ora in poi i tuoi avvisi a questo indirizzo? Mantieni il tuo posto in ogni lista, e al vecchio indirizzo non arriverà più nulla.',
    button: 'Sì, usa questo indirizzo',
    done: 'D’ora in poi {shop} invierà i tuoi avvisi a questo indirizzo. Hai mantenuto il tuo posto in ogni lista. Puoi chiudere questa pagina.',
    gone: 'Non è cambiato nulla: al vecchio indirizzo non ci sono più avvisi, oppure non se ne possono inviare a questo.',
  },
  plain: {
    refusedTitle: 'Non è riuscito',
    scriptTitle: 'Attiva JavaScript',
    script:
      'Per ricevere un avviso, attiva JavaScript nel tuo browser e torna alla pagina dell’articolo.',
  },
  refused: {
    bot_check_failed:
      'Non siamo riusciti a verificare che sei una persona. Attendi un momento, poi riprova.',
    phone_not_mobile: 'Possiamo inviare SMS solo ai cellulari. Inserisci un numero di cellulare.',
    phone_country_not_offered:
      'Il negozio non invia SMS ai numeri di questo paese. Usa un numero di un paese dell’elenco.',
    too_many_alerts:
      'Hai già tutti gli avvisi che questo negozio consente. Rimuovine uno che non ti serve più o riprova domani.',
    too_many_people:
      'In questo momento si stanno iscrivendo moltissime persone. Riprova tra un’ora.',
  },
  badLink: {
    title: 'Questo link non funziona',
    token_expired: 'Il link è scaduto. Usa il link di un messaggio più recente.',
    request_expired: 'Il link è scaduto. Puoi chiedere un nuovo avviso sulla pagina dell’articolo.',
    token_unknown: 'Il link non è completo. Copia l’intero link dal messaggio.',
    link_outdated:
      'Il link porta a un indirizzo che il negozio non usa più. Cerca l’articolo nel negozio.',
  },
}
