/** The words of the pages behind links, in French. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Arrêter les alertes',
    ask: 'Voulez-vous que {shop} cesse de vous prévenir quand des articles sont de nouveau en stock\u202f? Nous vous retirerons de toutes les listes d’attente de cette boutique.',
    button: 'Oui, arrêter toutes les alertes',
    doneTitle: 'C’est fait',
    done: 'Vous ne recevrez plus d’alertes de {shop}. Vous pouvez fermer cette page.',
    product: 'Arrêter seulement l’alerte pour cet article',
    productDone: 'Vous n’êtes plus sur la liste pour cet article. Vous pouvez fermer cette page.',
    never: 'Ne plus jamais m’envoyer d’alertes',
    neverDone:
      '{shop} ne vous enverra plus jamais d’alerte, même si quelqu’un en demande une. Vous pouvez fermer cette page.',
  },
  manage: {
    title: 'Vos alertes',
    intro: '{shop} vous préviendra dès que ces articles seront de nouveau en stock.',
    reminders: 'Tant qu’il reste du stock, {shop} peut encore vous rappeler :',
    nothing: 'Vous n’avez aucune alerte chez {shop}.',
    since: 'depuis le {date}',
    sincePending: 'depuis le {date}, pas encore confirmé',
    quantity: '{count} × {item}',
    remove: 'Retirer',
    removeItem: 'Retirer\u00a0: {item}',
    removed: 'Alerte retirée.',
    removeAll: 'Tout supprimer',
    allRemoved: 'Tout est supprimé.',
  },
  confirm: {
    title: 'Confirmer votre alerte',
    ask: 'Souhaitez-vous recevoir un e-mail de {shop} dès que «\u00a0{item}\u00a0» sera de nouveau en stock\u202f? Vous pouvez retirer votre accord à tout moment.',
    askSeveral:
      'Souhaitez-vous recevoir un e-mail de {shop} pour chacun de ces articles dès qu’il sera de nouveau en stock\u202f? Vous pouvez retirer votre accord à tout moment.',
    askSms:
      'Souhaitez-vous recevoir un SMS de {shop} pour chacun de ces articles dès qu’il sera de nouveau en stock\u202f? Vous pouvez retirer votre accord à tout moment.',
    button: 'Oui, m’avertir',
    doneTitle: 'Vous êtes sur la liste',
    done: 'Votre adresse est confirmée. {shop} vous enverra un seul e-mail dès que «\u00a0{item}\u00a0» sera de nouveau en stock. Vous pouvez fermer cette page.',
    inStockTitle: 'Déjà de retour en stock',
    inStock: 'L’article est en stock maintenant\u00a0: inutile d’attendre.',
    goneTitle: 'Il n’y a rien à confirmer',
    gone: 'La demande a plus de sept jours ou a été arrêtée. Vous pouvez en refaire une sur la page de l’article.',
  },
  undo: {
    button: 'Annuler cette demande',
    title: 'Demande annulée',
    done: 'Ce que vous venez de demander n’est plus sur la liste. Ce qui a été demandé plus tôt, ou confirmé depuis, y reste.',
  },
  mine: {
    title: 'Vos alertes par e-mail',
    ask: 'Saisissez l’adresse e-mail à laquelle {shop} envoie des alertes. Nous vous enverrons un lien pour les voir et les supprimer.',
    button: 'Envoyez-moi le lien',
    doneTitle: 'Guettez notre message',
    done: 'Si {shop} a des alertes pour cette adresse, le lien est en route. Cela peut prendre quelques minutes, et nous ne l’envoyons que quelques fois par jour.',
    askSms:
      'Ou indiquez le numéro de mobile auquel {shop} envoie des SMS\u00a0: nous vous enverrons le lien par SMS.',
    doneSms:
      'Si {shop} a des alertes pour ce numéro, le lien est en route. Cela peut prendre quelques minutes, et nous ne l’envoyons que quelques fois par jour.',
  },
  move: {
    use: 'Utiliser une autre adresse e-mail',
    sent: 'Si des alertes peuvent être envoyées à cette adresse, un lien est en route. Rien ne change tant que vous ne l’ouvrez pas. Cela peut prendre quelques minutes, et nous ne l’envoyons que quelques fois par jour.',
    title: 'Utiliser cette adresse',
    ask: 'Voulez-vous que {shop} envoie désormais vos alertes à cette adresse\u202f? Vous gardez votre place sur chaque liste, et plus rien ne sera envoyé à l’ancienne adresse.',
    button: 'Oui, utiliser cette adresse',
    done: '{shop} enverra désormais vos alertes à cette adresse. Vous avez gardé votre place sur chaque liste. Vous pouvez fermer cette page.',
    gone: 'Rien n’a été modifié\u00a0: il n’y a plus d’alertes à l’ancienne adresse, ou aucune ne peut être envoyée à celle-ci.',
  },
  plain: {
    refusedTitle: 'Cela n’a pas fonctionné',
    scriptTitle: 'Activez JavaScript',
    script:
      'Pour recevoir une alerte, activez JavaScript dans votre navigateur et revenez à la page de l’article.',
  },
  refused: {
    bot_check_failed:
      'Nous n’avons pas pu vérifier que vous n’êtes pas un robot. Patientez un instant, puis réessayez.',
    phone_not_mobile: 'Nous n’envoyons des SMS qu’aux mobiles. Saisissez un numéro de mobile.',
    phone_country_not_offered:
      'La boutique n’envoie pas de SMS vers ce pays. Utilisez un numéro d’un pays de la liste.',
    too_many_alerts:
      'Vous avez déjà autant d’alertes que la boutique le permet. Supprimez-en une dont vous n’avez plus besoin, ou réessayez demain.',
    too_many_people: 'Beaucoup de personnes s’inscrivent en ce moment. Réessayez dans une heure.',
  },
  badLink: {
    title: 'Ce lien ne fonctionne pas',
    token_expired: 'Le lien a expiré. Utilisez le lien d’un message plus récent.',
    request_expired:
      'Le lien a expiré. Vous pouvez demander une nouvelle alerte sur la page de l’article.',
    token_unknown: 'Le lien est incomplet. Copiez le lien entier depuis le message.',
    link_outdated:
      'Le lien mène à une adresse que la boutique n’utilise plus. Cherchez l’article dans la boutique.',
  },
}
