/** The words of messages and pages in French. */
import type { Texts } from '../texts.ts'

export const fr: Texts = {
  subject: (title) => `De retour : ${title}`,
  preview: (title, shop) => `${title} est de nouveau disponible chez ${shop}.`,
  heading: 'C’est de retour',
  intro: (shop) =>
    `Vous avez demandé à ${shop} de vous prévenir quand cet article serait de nouveau disponible. C’est le cas.`,
  button: 'Voir dans la boutique',
  hurry: 'D’autres attendaient aussi, et nous ne pouvons pas le réserver pour vous.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} est de nouveau disponible. ${link}`,
    stopByReply: 'Répondez STOP pour finir.',
    stopByLink: (link) => `Stop: ${link}`,
  },
  why: (shop) =>
    `Vous recevez cet unique message parce que vous l’avez demandé sur la page produit de ${shop}. Vous n’êtes plus sur la liste pour cet article.`,
  manage: 'Voir ce que vous attendez',
  unsubscribe: 'Arrêter toutes les alertes de cette boutique',
  unsubscribePage: {
    title: 'Arrêter les alertes',
    ask: (shop) =>
      `${shop} doit-il cesser de vous prévenir quand des articles sont de nouveau en stock ? Vous serez retiré de toutes les listes d’attente de cette boutique.`,
    button: 'Oui, arrêter toutes les alertes',
    doneTitle: 'C’est fait',
    done: (shop) =>
      `${shop} n’a plus aucune alerte en attente pour vous. Vous pouvez fermer cette page.`,
    product: 'Arrêter seulement l’alerte pour cet article',
    productDone: 'Vous n’êtes plus sur la liste pour cet article. Vous pouvez fermer cette page.',
    never: 'Ne plus jamais m’écrire',
    neverDone: (shop) =>
      `${shop} n’enverra plus jamais d’alerte à cette adresse, même si quelqu’un en demande une. Vous pouvez fermer cette page.`,
  },
  managePage: {
    title: 'Ce que vous attendez',
    intro: (shop) => `${shop} vous prévient quand ces articles sont de nouveau en stock.`,
    nothing: (shop) => `Vous n’attendez rien chez ${shop}.`,
    since: (date) => `depuis le ${date}`,
    pending: 'pas encore confirmé',
    remove: 'Retirer',
    removed: 'Retiré.',
  },
  needsScript:
    'Pour recevoir un message, activez JavaScript dans votre navigateur et revenez à la page de l’article.',
  badLink: {
    title: 'Ce lien ne fonctionne pas',
    token_expired: 'Le lien a expiré. Utilisez le lien d’un message plus récent.',
    token_unknown: 'Le lien est incomplet. Copiez le lien entier depuis le message.',
    link_outdated:
      'Le lien mène à une page que la boutique a quittée. Cherchez l’article dans la boutique.',
  },
  confirmMail: {
    subject: (shop) => `Confirmez votre alerte chez ${shop}`,
    heading: 'Confirmez votre adresse e-mail',
    intro: (shop, title) =>
      `Quelqu’un a demandé à ${shop} de prévenir cette adresse du retour en stock de l’article ${title ? `« ${title} »` : 'souhaité'}. Si c’était vous, confirmez-le sous sept jours. D’ici là, rien ne vous est envoyé.`,
    button: 'Confirmer l’adresse',
    why: 'Si ce n’était pas vous, ne faites rien : la demande est oubliée après sept jours.',
    never: 'Ou arrêter maintenant',
  },
  confirmPage: {
    title: 'Confirmer votre alerte',
    ask: (shop) =>
      `${shop} doit-il vous envoyer un seul e-mail dès que l’article est de nouveau en stock ? Vous pouvez arrêter à tout moment.`,
    button: 'Oui, me prévenir',
    doneTitle: 'Vous êtes sur la liste',
    done: (shop) =>
      `Votre adresse est confirmée. ${shop} vous enverra un seul e-mail quand l’article sera de nouveau en stock. Vous pouvez fermer cette page.`,
    inStockTitle: 'Il est déjà de retour',
    inStock: 'L’article est en stock maintenant, il n’y a donc rien à attendre.',
    goneTitle: 'Il n’y a rien à confirmer',
    gone: 'La demande a plus de sept jours ou a été arrêtée. Vous pouvez en refaire une sur la page du produit.',
  },
}
