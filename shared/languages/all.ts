/** Every language, by its tag. Written by `npm run languages`: do not edit. */
import { consent as consent_ar } from './ar/consent.ts'
import { form as form_ar } from './ar/form.ts'
import { mail as mail_ar } from './ar/mail.ts'
import { pages as pages_ar } from './ar/pages.ts'
import { sms as sms_ar } from './ar/sms.ts'
import { consent as consent_cs } from './cs/consent.ts'
import { form as form_cs } from './cs/form.ts'
import { mail as mail_cs } from './cs/mail.ts'
import { pages as pages_cs } from './cs/pages.ts'
import { sms as sms_cs } from './cs/sms.ts'
import { consent as consent_da } from './da/consent.ts'
import { form as form_da } from './da/form.ts'
import { mail as mail_da } from './da/mail.ts'
import { pages as pages_da } from './da/pages.ts'
import { sms as sms_da } from './da/sms.ts'
import { consent as consent_de } from './de/consent.ts'
import { form as form_de } from './de/form.ts'
import { mail as mail_de } from './de/mail.ts'
import { pages as pages_de } from './de/pages.ts'
import { sms as sms_de } from './de/sms.ts'
import { consent as consent_en } from './en/consent.ts'
import { form as form_en } from './en/form.ts'
import { mail as mail_en } from './en/mail.ts'
import { pages as pages_en } from './en/pages.ts'
import { sms as sms_en } from './en/sms.ts'
import { consent as consent_es } from './es/consent.ts'
import { form as form_es } from './es/form.ts'
import { mail as mail_es } from './es/mail.ts'
import { pages as pages_es } from './es/pages.ts'
import { sms as sms_es } from './es/sms.ts'
import { consent as consent_fi } from './fi/consent.ts'
import { form as form_fi } from './fi/form.ts'
import { mail as mail_fi } from './fi/mail.ts'
import { pages as pages_fi } from './fi/pages.ts'
import { sms as sms_fi } from './fi/sms.ts'
import { consent as consent_fr } from './fr/consent.ts'
import { form as form_fr } from './fr/form.ts'
import { mail as mail_fr } from './fr/mail.ts'
import { pages as pages_fr } from './fr/pages.ts'
import { sms as sms_fr } from './fr/sms.ts'
import { consent as consent_it } from './it/consent.ts'
import { form as form_it } from './it/form.ts'
import { mail as mail_it } from './it/mail.ts'
import { pages as pages_it } from './it/pages.ts'
import { sms as sms_it } from './it/sms.ts'
import { consent as consent_ja } from './ja/consent.ts'
import { form as form_ja } from './ja/form.ts'
import { mail as mail_ja } from './ja/mail.ts'
import { pages as pages_ja } from './ja/pages.ts'
import { sms as sms_ja } from './ja/sms.ts'
import { consent as consent_ko } from './ko/consent.ts'
import { form as form_ko } from './ko/form.ts'
import { mail as mail_ko } from './ko/mail.ts'
import { pages as pages_ko } from './ko/pages.ts'
import { sms as sms_ko } from './ko/sms.ts'
import { consent as consent_nb } from './nb/consent.ts'
import { form as form_nb } from './nb/form.ts'
import { mail as mail_nb } from './nb/mail.ts'
import { pages as pages_nb } from './nb/pages.ts'
import { sms as sms_nb } from './nb/sms.ts'
import { consent as consent_nl } from './nl/consent.ts'
import { form as form_nl } from './nl/form.ts'
import { mail as mail_nl } from './nl/mail.ts'
import { pages as pages_nl } from './nl/pages.ts'
import { sms as sms_nl } from './nl/sms.ts'
import { consent as consent_pl } from './pl/consent.ts'
import { form as form_pl } from './pl/form.ts'
import { mail as mail_pl } from './pl/mail.ts'
import { pages as pages_pl } from './pl/pages.ts'
import { sms as sms_pl } from './pl/sms.ts'
import { consent as consent_pt } from './pt/consent.ts'
import { form as form_pt } from './pt/form.ts'
import { mail as mail_pt } from './pt/mail.ts'
import { pages as pages_pt } from './pt/pages.ts'
import { sms as sms_pt } from './pt/sms.ts'
import { consent as consent_pt_BR } from './pt-BR/consent.ts'
import { form as form_pt_BR } from './pt-BR/form.ts'
import { mail as mail_pt_BR } from './pt-BR/mail.ts'
import { pages as pages_pt_BR } from './pt-BR/pages.ts'
import { sms as sms_pt_BR } from './pt-BR/sms.ts'
import { consent as consent_sv } from './sv/consent.ts'
import { form as form_sv } from './sv/form.ts'
import { mail as mail_sv } from './sv/mail.ts'
import { pages as pages_sv } from './sv/pages.ts'
import { sms as sms_sv } from './sv/sms.ts'
import { consent as consent_tr } from './tr/consent.ts'
import { form as form_tr } from './tr/form.ts'
import { mail as mail_tr } from './tr/mail.ts'
import { pages as pages_tr } from './tr/pages.ts'
import { sms as sms_tr } from './tr/sms.ts'
import { consent as consent_zh_Hans } from './zh-Hans/consent.ts'
import { form as form_zh_Hans } from './zh-Hans/form.ts'
import { mail as mail_zh_Hans } from './zh-Hans/mail.ts'
import { pages as pages_zh_Hans } from './zh-Hans/pages.ts'
import { sms as sms_zh_Hans } from './zh-Hans/sms.ts'
import { consent as consent_zh_Hant } from './zh-Hant/consent.ts'
import { form as form_zh_Hant } from './zh-Hant/form.ts'
import { mail as mail_zh_Hant } from './zh-Hant/mail.ts'
import { pages as pages_zh_Hant } from './zh-Hant/pages.ts'
import { sms as sms_zh_Hant } from './zh-Hant/sms.ts'
import type { Language } from './words.ts'

export const LANGUAGES = {
  ar: {
    consent: consent_ar,
    form: form_ar,
    mail: mail_ar,
    pages: pages_ar,
    sms: sms_ar,
  },
  cs: {
    consent: consent_cs,
    form: form_cs,
    mail: mail_cs,
    pages: pages_cs,
    sms: sms_cs,
  },
  da: {
    consent: consent_da,
    form: form_da,
    mail: mail_da,
    pages: pages_da,
    sms: sms_da,
  },
  de: {
    consent: consent_de,
    form: form_de,
    mail: mail_de,
    pages: pages_de,
    sms: sms_de,
  },
  en: {
    consent: consent_en,
    form: form_en,
    mail: mail_en,
    pages: pages_en,
    sms: sms_en,
  },
  es: {
    consent: consent_es,
    form: form_es,
    mail: mail_es,
    pages: pages_es,
    sms: sms_es,
  },
  fi: {
    consent: consent_fi,
    form: form_fi,
    mail: mail_fi,
    pages: pages_fi,
    sms: sms_fi,
  },
  fr: {
    consent: consent_fr,
    form: form_fr,
    mail: mail_fr,
    pages: pages_fr,
    sms: sms_fr,
  },
  it: {
    consent: consent_it,
    form: form_it,
    mail: mail_it,
    pages: pages_it,
    sms: sms_it,
  },
  ja: {
    consent: consent_ja,
    form: form_ja,
    mail: mail_ja,
    pages: pages_ja,
    sms: sms_ja,
  },
  ko: {
    consent: consent_ko,
    form: form_ko,
    mail: mail_ko,
    pages: pages_ko,
    sms: sms_ko,
  },
  nb: {
    consent: consent_nb,
    form: form_nb,
    mail: mail_nb,
    pages: pages_nb,
    sms: sms_nb,
  },
  nl: {
    consent: consent_nl,
    form: form_nl,
    mail: mail_nl,
    pages: pages_nl,
    sms: sms_nl,
  },
  pl: {
    consent: consent_pl,
    form: form_pl,
    mail: mail_pl,
    pages: pages_pl,
    sms: sms_pl,
  },
  pt: {
    consent: consent_pt,
    form: form_pt,
    mail: mail_pt,
    pages: pages_pt,
    sms: sms_pt,
  },
  'pt-BR': {
    consent: consent_pt_BR,
    form: form_pt_BR,
    mail: mail_pt_BR,
    pages: pages_pt_BR,
    sms: sms_pt_BR,
  },
  sv: {
    consent: consent_sv,
    form: form_sv,
    mail: mail_sv,
    pages: pages_sv,
    sms: sms_sv,
  },
  tr: {
    consent: consent_tr,
    form: form_tr,
    mail: mail_tr,
    pages: pages_tr,
    sms: sms_tr,
  },
  'zh-Hans': {
    consent: consent_zh_Hans,
    form: form_zh_Hans,
    mail: mail_zh_Hans,
    pages: pages_zh_Hans,
    sms: sms_zh_Hans,
  },
  'zh-Hant': {
    consent: consent_zh_Hant,
    form: form_zh_Hant,
    mail: mail_zh_Hant,
    pages: pages_zh_Hant,
    sms: sms_zh_Hant,
  },
} satisfies Record<string, Language>
