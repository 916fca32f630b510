/** The words of the pages behind links, in Finnish. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Lopeta ilmoitukset',
    ask: 'Haluatko, että {shop} ei enää ilmoita, kun tuotteita on taas varastossa? Poistamme sinut kaikilta kaupan odotuslistoilta.',
    button: 'Kyllä, lopeta kaikki ilmoitukset',
    doneTitle: 'Valmis',
    done: '{shop} ei enää lähetä sinulle ilmoituksia. Voit sulkea sivun.',
    product: 'Lopeta vain tämän tuotteen ilmoitus',
    productDone: 'Et ole enää tämän tuotteen listalla. Voit sulkea sivun.',
    never: 'Älä lähetä minulle enää ilmoituksia',
    neverDone:
      '{shop} ei enää koskaan lähetä sinulle ilmoitusta, vaikka joku pyytäisi. Voit sulkea sivun.',
  },
  manage: {
    title: 'Omat ilmoitukset',
    intro: '{shop} ilmoittaa, kun näitä on taas varastossa.',
    reminders: 'Niin kauan kuin tavaraa riittää, {shop} voi vielä muistuttaa näistä:',
    nothing: 'Sinulla ei ole ilmoituksia ({shop}).',
    since: '{date} lähtien',
    sincePending: '{date} lähtien, ei vielä vahvistettu',
    quantity: '{count} × {item}',
    remove: 'Poista',
    removeItem: 'Poista: {item}',
    removed: 'Poistettu.',
    removeAll: 'Poista kaikki',
    allRemoved: 'Kaikki on poistettu.',
  },
  confirm: {
    title: 'Vahvista saatavuusilmoituksesi',
    ask: 'Haluatko, että {shop} lähettää sinulle yhden sähköpostin heti, kun tuotetta ”{item}” on taas varastossa? Voit lopettaa milloin tahansa.',
    askSeveral:
      'Haluatko, että {shop} lähettää sinulle jokaisesta näistä tuotteista yhden sähköpostin heti, kun sitä on taas varastossa? Voit lopettaa milloin tahansa.',
    askSms:
      'Haluatko, että {shop} lähettää sinulle jokaisesta näistä tuotteista yhden tekstiviestin heti, kun sitä on taas varastossa? Voit lopettaa milloin tahansa.',
    button: 'Kyllä, ilmoita minulle',
    doneTitle: 'Olet listalla',
    done: 'Osoitteesi on vahvistettu. {shop} lähettää sinulle yhden sähköpostin, kun tuotetta ”{item}” on taas varastossa. Voit sulkea sivun.',
    inStockTitle: 'Tuotetta on jo taas varastossa',
    inStock: 'Tuotetta on nyt varastossa, joten sinun ei tarvitse odottaa.',
    goneTitle: 'Vahvistettavaa ei ole',
    gone: 'Pyyntö on yli seitsemän päivää vanha tai se on lopetettu. Voit pyytää uudelleen tuotesivulla.',
  },
  undo: {
    button: 'Peru tämä pyyntö',
    title: 'Pyyntö peruttu',
    done: 'Äsken pyytämäsi ei ole enää listalla. Aiemmin pyydetyt ja sen jälkeen vahvistetut pyynnöt pysyvät listalla.',
  },
  mine: {
    title: 'Ilmoituksesi sähköpostiin',
    ask: 'Anna sähköpostiosoite, johon {shop} lähettää ilmoituksia. Lähetämme linkin, jolla voit katsoa ja poistaa ne.',
    button: 'Lähetä linkki',
    doneTitle: 'Odota viestiämme',
    done: 'Jos kaupassa {shop} on ilmoituksia tälle osoitteelle, linkki on matkalla. Se voi kestää muutaman minuutin, ja lähetämme sen vain muutaman kerran päivässä.',
    askSms:
      'Tai anna matkapuhelinnumero, johon {shop} lähettää tekstiviestejä, niin lähetämme linkin tekstiviestillä.',
    doneSms:
      'Jos kaupassa {shop} on ilmoituksia tälle numerolle, linkki on matkalla. Se voi kestää muutaman minuutin, ja lähetämme sen vain muutaman kerran päivässä.',
  },
  move: {
    use: 'Käytä toista sähköpostiosoitetta',
    sent: 'Jos tähän osoitteeseen saa lähettää ilmoituksia, linkki on matkalla sinne. Mikään ei muutu, ennen kuin avaat sen. Siihen voi mennä muutama minuutti, ja lähetämme sen vain muutaman kerran päivässä.',
    title: 'Käytä tätä osoitetta',
    ask: 'Haluatko, että {shop} lähettää ilmoituksesi tästä lähtien tähän osoitteeseen? Säilytät paikkasi jokaisella listalla, eikä vanhaan osoitteeseen lähetetä enää mitään.',
    button: 'Kyllä, käytä tätä osoitetta',
    done: '{shop} lähettää ilmoituksesi tästä lähtien tähän osoitteeseen. Paikkasi säilyi jokaisella listalla. Voit sulkea tämän sivun.',
    gone: 'Mitään ei muutettu: vanhassa osoitteessa ei ole enää ilmoituksia, tai tähän osoitteeseen ei saa lähettää niitä.',
  },
  plain: {
    refusedTitle: 'Tämä ei onnistunut',
    scriptTitle: 'Ota JavaScript käyttöön',
    script: 'Jos haluat ilmoituksen, ota JavaScript käyttöön selaimessasi ja palaa tuotesivulle.',
  },
  refused: {
    bot_check_failed: 'Emme voineet varmistaa, että olet ihminen. Odota hetki ja yritä uudelleen.',
    phone_not_mobile:
      'Voimme lähettää tekstiviestin vain matkapuhelimeen. Anna matkapuhelinnumero.',
    phone_country_not_offered:
      'Kauppa ei lähetä tekstiviestejä tämän maan numeroihin. Käytä numeroa, jonka maa on luettelossa.',
    too_many_alerts:
      'Sinulla on jo niin monta ilmoitusta kuin kauppa sallii. Poista tarpeeton tai yritä uudelleen huomenna.',
    too_many_people: 'Moni ilmoittautuu juuri nyt. Yritä uudelleen tunnin kuluttua.',
  },
  badLink: {
    title: 'Linkki ei toimi',
    token_expired: 'Linkki on vanhentunut. Käytä uudemman viestin linkkiä.',
    request_expired: 'Linkki on vanhentunut. Voit tilata ilmoituksen uudelleen tuotesivulla.',
    token_unknown: 'Linkki ei ole kokonainen. Kopioi koko linkki viestistä.',
    link_outdated:
      'Linkki vie osoitteeseen, jota kauppa ei enää käytä. Etsi tuote kaupan sivuilta.',
  },
}
