/** The form's words in French. */
import type { Texts } from './en.ts'

export const fr: Texts = {
  language: 'fr',
  button: 'Me prévenir de son retour',
  title: 'Soyez prévenu de son retour',
  close: 'Fermer',
  loading: 'Chargement…',
  variant: 'Choisissez une ou plusieurs variantes',
  email: 'Adresse e-mail',
  phone: 'Numéro de mobile',
  country: 'Pays du numéro',
  quantity: 'Combien en voulez-vous ?',
  optional: '(facultatif)',
  remember: 'Mémoriser mes coordonnées sur cet appareil',
  privacy: 'Politique de confidentialité',
  submit: 'Me prévenir',
  sending: 'Envoi…',
  doneTitle: 'Vous êtes sur la liste',
  done: 'Nous vous écrirons dès que l’article sera de nouveau en stock :',
  confirmTitle: 'Encore une étape',
  confirm: 'Ouvrez l’e-mail que nous venons de vous envoyer et confirmez votre adresse :',
  reload: 'Recharger la page',
  retry: 'Réessayer',
  errors: {
    email_missing: 'Saisissez votre adresse e-mail.',
    phone_missing: 'Saisissez votre numéro de mobile.',
    contact_missing: 'Saisissez votre adresse e-mail ou votre numéro de mobile.',
    variant_missing: 'Choisissez au moins une variante.',
    email_invalid: 'Vérifiez l’adresse e-mail. Elle doit ressembler à nom@exemple.fr.',
    phone_invalid: 'Vérifiez le numéro. S’il est étranger, commencez par + et l’indicatif du pays.',
    consent_text_mismatch:
      'Les conditions viennent de changer. Lisez le nouveau texte, puis validez de nouveau.',
    in_stock:
      'Bonne nouvelle : l’article est de nouveau en stock. Rechargez la page pour l’acheter.',
    too_many_requests:
      'Cela fait beaucoup d’essais en peu de temps. Attendez une minute, puis validez de nouveau.',
    origin_not_allowed:
      'Les alertes ne sont pas encore activées sur ce site. Contactez la boutique.',
    shop_unknown: 'Les alertes ne sont pas encore activées sur ce site. Contactez la boutique.',
    variant_not_found: 'Cet article ne peut pas faire l’objet d’une alerte. Contactez la boutique.',
    body_too_large:
      'C’est plus que nous ne pouvons accepter. Raccourcissez votre saisie, puis validez de nouveau.',
    bot_check_failed:
      'Nous n’avons pas pu vérifier que vous êtes une personne. Patientez un instant, puis réessayez.',
    offline: 'Pas de connexion. Vérifiez que vous êtes en ligne, puis réessayez.',
    timeout: 'Cela prend trop de temps. Vérifiez votre connexion, puis réessayez.',
    failed: 'Un problème est survenu de notre côté. Réessayez dans un instant.',
  },
}
