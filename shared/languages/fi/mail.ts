/** The words of the mails in Finnish. A shop's name cannot be inflected: it stands as it is. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'Taas saatavilla: {item}',
    preview: 'Taas saatavilla: {item} ({shop})',
    heading: 'Tuotetta on taas varastossa',
    intro: 'Pyysit, että {shop} ilmoittaa, kun tuotetta on taas saatavilla. Nyt sitä on.',
    button: 'Siirry tuotteeseen',
    hurry: 'Emme voi varata tuotetta sinulle, joten se voi taas loppua.',
    othersWaiting: 'Muutkin ovat odottaneet, emmekä voi varata tuotetta sinulle.',
    why: 'Saat tämän yhden viestin, koska pyysit sitä tuotesivulla ({shop}). Et ole enää tämän tuotteen listalla.',
    manage: 'Katso omat ilmoituksesi',
    unsubscribe: 'Lopeta kaikki tämän kaupan ilmoitukset',
  },
  reminder: {
    subject: 'Yhä saatavilla: {item}',
    preview: 'Yhä saatavilla: {item} ({shop})',
    heading: 'Tuotetta on yhä varastossa',
    intro: '{shop} ilmoitti hiljattain, että tuotetta on taas varastossa. Sitä on yhä saatavilla.',
    why: 'Saat tämän muistutuksen, koska pyysit, että {shop} ilmoittaa, kun tuotetta on taas saatavilla.',
    noLonger: 'Tuote ei enää kiinnosta minua',
    mayFollow:
      'Saat tämän viestin omasta pyynnöstäsi ({shop}). Voit saada muistutuksen niin kauan kuin tavaraa riittää.',
  },
  digest: {
    subject: 'Useita tuotteita on taas saatavilla: {shop}',
    heading: 'Tuotteita on taas varastossa',
    intro: 'Pyysit, että {shop} ilmoittaa, kun näitä tuotteita on taas saatavilla. Nyt niitä on.',
    hurry: 'Emme voi varata tuotteita sinulle, joten ne voivat taas loppua.',
    why: 'Saat tämän yhden viestin, koska pyysit sitä tuotesivuilla ({shop}). Et ole enää näiden tuotteiden listalla.',
  },
  closed: {
    subject: 'Ei enää saatavilla: {item}',
    preview: 'Ei enää saatavilla: {item} ({shop})',
    heading: 'Tuote ei palaa valikoimaan',
    intro:
      'Pyysit, että {shop} ilmoittaa, kun tuotetta on taas saatavilla. Valitettavasti se ei palaa valikoimaan.',
    instead: 'Kauppa ehdottaa tilalle:',
    why: 'Saat tämän viimeisen viestin tuotteesta, koska pyysit ilmoitusta tuotesivulla ({shop}). Et ole enää listalla.',
  },
  confirmation: {
    subject: 'Vahvista saatavuusilmoituksesi: {shop}',
    heading: 'Vahvista sähköpostiosoitteesi',
    intro:
      'Joku pyysi, että {shop} lähettää tähän osoitteeseen sähköpostin, kun tuotetta ”{item}” on taas varastossa. Jos se olit sinä, vahvista pyyntö seitsemän päivän kuluessa. Sitä ennen emme lähetä sinulle mitään.',
    introSeveral:
      'Joku pyysi, että {shop} lähettää tähän osoitteeseen sähköpostin, kun näitä tuotteita on taas varastossa. Jos se olit sinä, vahvista pyyntö seitsemän päivän kuluessa. Sitä ennen emme lähetä sinulle mitään.',
    button: 'Vahvista osoite',
    why: 'Jos se et ollut sinä, sinun ei tarvitse tehdä mitään: poistamme pyynnön seitsemän päivän kuluttua.',
    never: 'Tai lopeta nämä sähköpostit nyt',
  },
  acknowledgement: {
    subject: 'Olet listalla: {shop}',
    intro:
      '{shop} lähettää sinulle yhden sähköpostin, kun tuotetta ”{item}” on taas varastossa. Sinun ei tarvitse tehdä muuta.',
    why: 'Jos se et ollut sinä, joku muu antoi osoitteesi. Poista se painikkeella tai lopeta nämä sähköpostit tästä:',
  },
  list: {
    subject: 'Ilmoituksesi: {shop}',
    heading: 'Ilmoituksesi',
    intro:
      'Joku pyysi linkkiä ilmoituksiin, joita {shop} lähettää tähän osoitteeseen. Sillä voit katsoa ja poistaa ne.',
    button: 'Katso ilmoituksesi',
    why: 'Jos se et ollut sinä, sinun ei tarvitse tehdä mitään. Kukaan muu ei saa tätä linkkiä.',
  },
  move: {
    intro:
      'Joku pyysi, että {shop} lähettää ilmoitukset tästä lähtien tähän osoitteeseen. Jos se olit sinä, vahvista seitsemän päivän kuluessa. Siihen asti mikään ei muutu.',
  },
}
