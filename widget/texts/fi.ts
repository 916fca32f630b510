/** The form's words in Finnish. */
import type { Texts } from './en.ts'

export const fi: Texts = {
  language: 'fi',
  button: 'Ilmoita, kun saatavilla',
  title: 'Saat tiedon, kun tuote palaa',
  close: 'Sulje',
  loading: 'Ladataan…',
  variant: 'Valitse yksi tai useampi vaihtoehto',
  email: 'Sähköpostiosoite',
  phone: 'Matkapuhelinnumero',
  country: 'Numeron maa',
  quantity: 'Kuinka monta haluat?',
  optional: '(valinnainen)',
  remember: 'Muista yhteystietoni tällä laitteella',
  privacy: 'Tietosuojaseloste',
  submit: 'Ilmoita minulle',
  sending: 'Lähetetään…',
  doneTitle: 'Olet listalla',
  done: 'Ilmoitamme heti, kun tuotetta on taas varastossa:',
  confirmTitle: 'Vielä yksi vaihe',
  confirm: 'Avaa lähettämämme sähköposti ja vahvista osoitteesi:',
  reload: 'Lataa sivu uudelleen',
  retry: 'Yritä uudelleen',
  errors: {
    email_missing: 'Kirjoita sähköpostiosoitteesi.',
    phone_missing: 'Kirjoita matkapuhelinnumerosi.',
    contact_missing: 'Kirjoita sähköpostiosoitteesi tai matkapuhelinnumerosi.',
    variant_missing: 'Valitse vähintään yksi vaihtoehto.',
    email_invalid: 'Tarkista sähköpostiosoite. Sen pitäisi olla muotoa nimi@esimerkki.fi.',
    phone_invalid: 'Tarkista numero. Aloita ulkomainen numero plusmerkillä ja maatunnuksella.',
    consent_text_mismatch: 'Ehdot muuttuivat juuri. Lue uusi teksti ja paina uudelleen.',
    in_stock: 'Hyviä uutisia: tuotetta on taas varastossa. Osta se lataamalla sivu uudelleen.',
    too_many_requests: 'Yrityksiä oli monta lyhyessä ajassa. Odota minuutti ja paina uudelleen.',
    origin_not_allowed:
      'Ilmoituksia ei ole vielä otettu käyttöön tällä sivustolla. Ota yhteyttä kauppaan.',
    shop_unknown:
      'Ilmoituksia ei ole vielä otettu käyttöön tällä sivustolla. Ota yhteyttä kauppaan.',
    variant_not_found: 'Tästä tuotteesta ei voi tilata ilmoitusta. Ota yhteyttä kauppaan.',
    body_too_large:
      'Tekstiä oli enemmän kuin voimme ottaa vastaan. Lyhennä sitä ja paina uudelleen.',
    bot_check_failed: 'Emme voineet varmistaa, että olet ihminen. Odota hetki ja paina uudelleen.',
    offline: 'Ei yhteyttä. Tarkista, että olet verkossa, ja yritä uudelleen.',
    timeout: 'Tämä kestää liian kauan. Tarkista yhteytesi ja yritä uudelleen.',
    failed: 'Meillä meni jokin vikaan. Yritä hetken kuluttua uudelleen.',
  },
}
