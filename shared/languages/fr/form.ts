/**
 * The form's words in French. Formal: vous. A no-break space (U+00A0, U+202F before `?`) stands
 * where French asks for a space beside a mark.
 */
import type { FormWords } from '../words.ts'

export const form: FormWords = {
  language: 'fr',
  button: 'M’avertir du retour en stock',
  title: 'Alerte de retour en stock',
  close: 'Fermer',
  loading: 'Chargement…',
  variant: 'Choisissez une ou plusieurs options',
  email: 'Adresse e-mail',
  phone: 'Numéro de mobile',
  country: 'Pays',
  quantity: 'Combien en voulez-vous\u202f?',
  optional: '(facultatif)',
  expected: 'Prévu\u00a0:',
  remember: 'Mémoriser mes coordonnées sur cet appareil',
  privacy: 'Politique de confidentialité',
  submit: 'M’avertir',
  sending: 'Envoi…',
  doneTitle: 'Vous êtes sur la liste',
  done: 'Dès que l’article sera de nouveau en stock, nous vous préviendrons ici\u00a0:',
  confirmTitle: 'Encore une étape',
  confirm: 'Ouvrez le message que nous venons de vous envoyer et confirmez\u00a0:',
  reload: 'Recharger la page',
  retry: 'Réessayer',
  errors: {
    email_missing: 'Saisissez votre adresse e-mail.',
    phone_missing: 'Saisissez votre numéro de mobile.',
    contact_missing: 'Saisissez votre adresse e-mail ou votre numéro de mobile.',
    variant_missing: 'Choisissez au moins une option.',
    email_invalid: 'Vérifiez l’adresse e-mail. Elle doit ressembler à nom@example.com.',
    phone_invalid: 'Vérifiez le numéro et le pays.',
    consent_text_mismatch:
      'Le texte de consentement vient de changer. Lisez le nouveau texte, puis réessayez.',
    in_stock:
      'Bonne nouvelle\u00a0: l’article est de nouveau en stock. Rechargez la page pour l’acheter.',
    too_many_requests: 'Trop de tentatives. Attendez une minute, puis réessayez.',
    origin_not_allowed:
      'Les alertes ne sont pas encore activées sur ce site. Contactez la boutique.',
    shop_unknown: 'Les alertes ne sont pas encore activées sur ce site. Contactez la boutique.',
    variant_not_found: 'Cet article ne peut pas faire l’objet d’une alerte. Contactez la boutique.',
    body_too_large: 'Votre saisie est trop longue. Raccourcissez-la, puis réessayez.',
    offline: 'Pas de connexion. Vérifiez que vous êtes en ligne, puis réessayez.',
    timeout: 'Cela prend trop de temps. Vérifiez votre connexion, puis réessayez.',
    failed: 'Un problème est survenu de notre côté. Réessayez dans un instant.',
  },
}
