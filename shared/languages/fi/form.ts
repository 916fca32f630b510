/** The form's words in Finnish. Informal: sinä. */
import type { FormWords } from '../words.ts'

export const form: FormWords = {
  language: 'fi',
  button: 'Ilmoita, kun saatavilla',
  title: 'Saat tiedon, kun tuotetta on taas varastossa',
  close: 'Sulje',
  loading: 'Ladataan…',
  variant: 'Valitse yksi tai useampi vaihtoehto',
  email: 'Sähköpostiosoite',
  phone: 'Matkapuhelinnumero',
  country: 'Maa',
  quantity: 'Kuinka monta haluat?',
  optional: '(valinnainen)',
  expected: 'Odotettavissa:',
  remember: 'Muista yhteystietoni tällä laitteella',
  privacy: 'Tietosuojaseloste',
  submit: 'Ilmoita minulle',
  sending: 'Lähetetään…',
  doneTitle: 'Olet listalla',
  done: 'Kun tuotetta on taas varastossa, lähetämme viestin tänne:',
  confirmTitle: 'Vielä yksi vaihe',
  confirm: 'Avaa lähettämämme viesti ja vahvista:',
  reload: 'Lataa sivu uudelleen',
  retry: 'Yritä uudelleen',
  errors: {
    email_missing: 'Kirjoita sähköpostiosoitteesi.',
    phone_missing: 'Kirjoita matkapuhelinnumerosi.',
    contact_missing: 'Kirjoita sähköpostiosoitteesi tai matkapuhelinnumerosi.',
    variant_missing: 'Valitse vähintään yksi vaihtoehto.',
    email_invalid: 'Tarkista sähköpostiosoite. Sen pitäisi olla muotoa nimi@example.com.',
    phone_invalid: 'Tarkista numero ja maa.',
    consent_text_mismatch: 'Suostumusteksti muuttui juuri. Lue uusi teksti ja yritä uudelleen.',
    in_stock:
      'Hyviä uutisia: tuotetta on taas varastossa. Lataa sivu uudelleen, niin voit ostaa sen.',
    too_many_requests: 'Yrityksiä oli monta lyhyessä ajassa. Odota minuutti ja yritä uudelleen.',
    origin_not_allowed:
      'Ilmoituksia ei ole vielä otettu käyttöön tällä sivustolla. Ota yhteyttä kauppaan.',
    shop_unknown:
      'Ilmoituksia ei ole vielä otettu käyttöön tällä sivustolla. Ota yhteyttä kauppaan.',
    variant_not_found: 'Tästä tuotteesta ei voi tilata ilmoitusta. Ota yhteyttä kauppaan.',
    body_too_large: 'Teksti on liian pitkä. Lyhennä sitä ja yritä uudelleen.',
    offline: 'Ei yhteyttä. Tarkista, että olet verkossa, ja yritä uudelleen.',
    timeout: 'Tämä kestää liian kauan. Tarkista yhteytesi ja yritä uudelleen.',
    failed: 'Meillä meni jokin vikaan. Yritä hetken kuluttua uudelleen.',
  },
}
