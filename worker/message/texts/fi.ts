/** The words of messages and pages in Finnish. */
import type { Texts } from '../texts.ts'

export const fi: Texts = {
  subject: (title) => `Taas saatavilla: ${title}`,
  preview: (title, shop) => `${title} on taas saatavilla: ${shop}.`,
  heading: 'Tuotetta on taas varastossa',
  intro: (shop) => `Pyysit, että ${shop} ilmoittaa, kun tuotetta on taas saatavilla. Nyt sitä on.`,
  button: 'Katso kaupassa',
  hurry: 'Muutkin ovat odottaneet, emmekä voi varata tuotetta sinulle.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} on taas saatavilla. ${link}`,
    stopByReply: 'Vastaa STOP, niin et saa enempää.',
    stopByLink: (link) => `Lopeta: ${link}`,
  },
  why: (shop) =>
    `Saat tämän yhden viestin, koska pyysit sitä tuotesivulla (${shop}). Et ole enää tämän tuotteen listalla.`,
  manage: 'Katso, mitä odotat',
  unsubscribe: 'Lopeta kaikki tämän kaupan ilmoitukset',
  unsubscribePage: {
    title: 'Lopeta ilmoitukset',
    ask: (shop) =>
      `Haluatko, että ${shop} ei enää ilmoita, kun tuotteita on taas varastossa? Sinut poistetaan kaikilta kaupan odotuslistoilta.`,
    button: 'Kyllä, lopeta kaikki ilmoitukset',
    doneTitle: 'Valmis',
    done: (shop) => `${shop} ei enää lähetä sinulle ilmoituksia. Voit sulkea sivun.`,
    product: 'Lopeta vain tämän tuotteen ilmoitus',
    productDone: 'Et ole enää tämän tuotteen listalla. Voit sulkea sivun.',
    never: 'Älkää enää koskaan kirjoittako minulle',
    neverDone: (shop) =>
      `${shop} ei enää koskaan lähetä ilmoitusta tähän osoitteeseen, vaikka joku pyytäisi. Voit sulkea sivun.`,
  },
  managePage: {
    title: 'Mitä odotat',
    intro: (shop) => `${shop} ilmoittaa, kun näitä on taas varastossa.`,
    nothing: (shop) => `Et odota mitään: ${shop}.`,
    since: (date) => `alkaen ${date}`,
    pending: 'ei vielä vahvistettu',
    remove: 'Poista',
    removed: 'Poistettu.',
  },
  needsScript:
    'Jos haluat ilmoituksen, ota JavaScript käyttöön selaimessasi ja palaa tuotteen sivulle.',
  badLink: {
    title: 'Linkki ei toimi',
    token_expired: 'Linkki on vanhentunut. Käytä uudemman viestin linkkiä.',
    token_unknown: 'Linkki ei ole kokonainen. Kopioi koko linkki viestistä.',
    link_outdated: 'Linkki vie sivulle, josta kauppa on luopunut. Etsi tuote kaupasta.',
  },
  confirmMail: {
    subject: (shop) => `Vahvista ilmoituksesi: ${shop}`,
    heading: 'Vahvista sähköpostiosoitteesi',
    intro: (shop, title) =>
      `Joku pyysi, että ${shop} ilmoittaa tähän osoitteeseen, kun ${title ? `”${title}”` : 'tuote'} on taas varastossa. Jos se olit sinä, vahvista se seitsemän päivän kuluessa. Sitä ennen sinulle ei lähetetä mitään.`,
    button: 'Vahvista osoite',
    why: 'Jos se et ollut sinä, sinun ei tarvitse tehdä mitään: pyyntö unohdetaan seitsemän päivän kuluttua.',
    never: 'Tai lopeta se nyt',
  },
  confirmPage: {
    title: 'Vahvista ilmoituksesi',
    ask: (shop) =>
      `Haluatko, että ${shop} lähettää sinulle yhden sähköpostin heti, kun tuotetta on taas varastossa? Voit lopettaa milloin tahansa.`,
    button: 'Kyllä, ilmoittakaa minulle',
    doneTitle: 'Olet listalla',
    done: (shop) =>
      `Osoitteesi on vahvistettu. ${shop} lähettää sinulle yhden sähköpostin, kun tuotetta on taas varastossa. Voit sulkea sivun.`,
    inStockTitle: 'Tuote on jo palannut',
    inStock: 'Tuotetta on nyt varastossa, joten odotettavaa ei ole.',
    goneTitle: 'Vahvistettavaa ei ole',
    gone: 'Pyyntö on yli seitsemän päivää vanha tai se on lopetettu. Voit pyytää uudelleen tuotteen sivulla.',
  },
}
