/** The form's words in Czech. Formal: vy, without a participle that would give the reader a gender. */
import type { FormWords } from '../words.ts'

export const form: FormWords = {
  language: 'cs',
  button: 'Hlídat dostupnost',
  title: 'Dáme vám vědět, až bude skladem',
  close: 'Zavřít',
  loading: 'Načítání…',
  variant: 'Vyberte jednu nebo více možností',
  email: 'E-mailová adresa',
  phone: 'Mobilní telefon',
  country: 'Země',
  quantity: 'Kolik kusů chcete?',
  optional: '(nepovinné)',
  expected: 'Očekáváme:',
  remember: 'Zapamatovat mé kontaktní údaje v tomto zařízení',
  privacy: 'Zásady ochrany osobních údajů',
  submit: 'Dejte mi vědět',
  sending: 'Odesílání…',
  doneTitle: 'Jste na seznamu',
  done: 'Jakmile bude produkt znovu skladem, dáme vám vědět na:',
  confirmTitle: 'Ještě jeden krok',
  confirm: 'Otevřete zprávu, kterou jsme vám právě poslali, a potvrďte ji:',
  reload: 'Načíst stránku znovu',
  retry: 'Zkusit znovu',
  errors: {
    email_missing: 'Zadejte svou e-mailovou adresu.',
    phone_missing: 'Zadejte své číslo mobilního telefonu.',
    contact_missing: 'Zadejte svou e-mailovou adresu nebo číslo mobilního telefonu.',
    variant_missing: 'Vyberte alespoň jednu možnost.',
    email_invalid: 'Zkontrolujte e-mailovou adresu. Má vypadat takto: jmeno@example.com.',
    phone_invalid: 'Zkontrolujte číslo a zemi.',
    consent_text_mismatch:
      'Text souhlasu se právě změnil. Přečtěte si nové znění a zkuste to znovu.',
    in_stock: 'Dobrá zpráva: produkt je znovu skladem. Koupíte ho po novém načtení stránky.',
    too_many_requests: 'Příliš mnoho pokusů v krátké době. Počkejte minutu a zkuste to znovu.',
    origin_not_allowed:
      'Upozornění na tomto webu ještě nejsou zapnutá. Obraťte se prosím na obchod.',
    shop_unknown: 'Upozornění na tomto webu ještě nejsou zapnutá. Obraťte se prosím na obchod.',
    variant_not_found:
      'Pro tento produkt nejsou upozornění k dispozici. Obraťte se prosím na obchod.',
    body_too_large: 'Text je příliš dlouhý. Zkraťte ho a zkuste to znovu.',
    offline: 'Chybí připojení. Zkontrolujte, zda jste online, a zkuste to znovu.',
    timeout: 'Trvá to příliš dlouho. Zkontrolujte připojení a zkuste to znovu.',
    failed: 'Na naší straně se něco pokazilo. Zkuste to za chvíli znovu.',
  },
}
