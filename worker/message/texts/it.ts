/** The words of messages and pages in Italian. */
import type { Texts } from '../texts.ts'

export const it: Texts = {
  subject: (title) => `Di nuovo disponibile: ${title}`,
  preview: (title, shop) => `${title} è di nuovo disponibile da ${shop}.`,
  heading: 'È di nuovo disponibile',
  intro: (shop) =>
    `Hai chiesto a ${shop} di avvisarti quando questo articolo sarebbe tornato disponibile. Ora lo è.`,
  button: 'Guardalo nel negozio',
  hurry: 'Anche altri lo aspettavano, e non possiamo metterne da parte uno per te.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} è di nuovo disponibile. ${link}`,
    stopByReply: 'Rispondi STOP per finire.',
    stopByLink: (link) => `Stop: ${link}`,
  },
  why: (shop) =>
    `Ricevi questo unico messaggio perché lo hai chiesto sulla pagina del prodotto di ${shop}. Non sei più nella lista per questo articolo.`,
  manage: 'Vedi che cosa aspetti',
  unsubscribe: 'Interrompi tutti gli avvisi di questo negozio',
  unsubscribePage: {
    title: 'Interrompi gli avvisi',
    ask: (shop) =>
      `${shop} deve smettere di avvisarti quando gli articoli tornano disponibili? Sarai tolto da tutte le liste d’attesa di questo negozio.`,
    button: 'Sì, interrompi tutti gli avvisi',
    doneTitle: 'Fatto',
    done: (shop) =>
      `${shop} non ha più alcun avviso in attesa per te. Puoi chiudere questa pagina.`,
    product: 'Interrompi solo l’avviso per questo articolo',
    productDone: 'Non sei più nella lista per questo articolo. Puoi chiudere questa pagina.',
    never: 'Non scrivermi mai più',
    neverDone: (shop) =>
      `${shop} non invierà mai più un avviso a questo indirizzo, anche se qualcuno lo chiede. Puoi chiudere questa pagina.`,
  },
  managePage: {
    title: 'Che cosa aspetti',
    intro: (shop) => `${shop} ti avvisa quando questi articoli tornano disponibili.`,
    nothing: (shop) => `Da ${shop} non aspetti nulla.`,
    since: (date) => `dal ${date}`,
    pending: 'non ancora confermato',
    remove: 'Rimuovi',
    removed: 'Rimosso.',
  },
  needsScript:
    'Per ricevere un avviso, attiva JavaScript nel tuo browser e torna alla pagina dell’articolo.',
  badLink: {
    title: 'Questo link non funziona',
    token_expired: 'Il link è scaduto. Usa il link di un messaggio più recente.',
    token_unknown: 'Il link non è completo. Copia l’intero link dal messaggio.',
    link_outdated:
      'Il link porta a una pagina che il negozio ha lasciato. Cerca l’articolo nel negozio.',
  },
  confirmMail: {
    subject: (shop) => `Conferma il tuo avviso da ${shop}`,
    heading: 'Conferma il tuo indirizzo e-mail',
    intro: (shop, title) =>
      `Qualcuno ha chiesto a ${shop} di avvisare questo indirizzo quando ${title ? `«${title}»` : 'un articolo'} torna disponibile. Se eri tu, confermalo entro sette giorni. Prima di allora non ti viene inviato nulla.`,
    button: 'Conferma l’indirizzo',
    why: 'Se non eri tu, non fare nulla: la richiesta viene dimenticata dopo sette giorni.',
    never: 'Oppure interrompi ora',
  },
  confirmPage: {
    title: 'Conferma il tuo avviso',
    ask: (shop) =>
      `${shop} deve inviarti una sola e-mail appena l’articolo torna disponibile? Puoi interrompere in qualsiasi momento.`,
    button: 'Sì, avvisami',
    doneTitle: 'Sei nella lista',
    done: (shop) =>
      `Il tuo indirizzo è confermato. ${shop} ti invierà una sola e-mail quando l’articolo tornerà disponibile. Puoi chiudere questa pagina.`,
    inStockTitle: 'È già tornato',
    inStock: 'L’articolo è disponibile ora, quindi non c’è nulla da aspettare.',
    goneTitle: 'Non c’è nulla da confermare',
    gone: 'La richiesta ha più di sette giorni o è stata interrotta. Puoi chiederlo di nuovo sulla pagina del prodotto.',
  },
}
