/** The words of the mails in French. No participle that would give the reader or the shop a gender. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}\u00a0: {link}',
  lineTo: '{label} ({host})\u00a0: {link}',
  alert: {
    subject: 'De retour\u00a0: {item}',
    preview: 'De retour chez {shop}\u00a0: {item}',
    heading: 'De retour en stock',
    intro:
      'Vous avez demandé à {shop} de vous prévenir quand cet article serait de nouveau disponible. C’est le cas.',
    button: 'Voir dans la boutique',
    hurry: 'Nous ne pouvons pas le réserver pour vous\u00a0: il peut de nouveau être épuisé.',
    othersWaiting: 'D’autres attendaient aussi, et nous ne pouvons pas le réserver pour vous.',
    why: 'Vous recevez cet unique message parce que vous l’avez demandé sur la page de l’article chez {shop}. Vous n’êtes plus sur la liste pour cet article.',
    manage: 'Voir mes alertes',
    unsubscribe: 'Arrêter toutes les alertes de cette boutique',
  },
  reminder: {
    subject: 'Toujours en stock\u00a0: {item}',
    preview: 'Toujours en stock chez {shop}\u00a0: {item}',
    heading: 'Toujours en stock',
    intro:
      'Récemment, {shop} vous a écrit que cet article était de nouveau disponible. Il l’est toujours.',
    why: 'Vous recevez ce rappel parce que vous avez demandé à {shop} de vous prévenir quand cet article serait de nouveau disponible.',
    noLonger: 'Cet article ne m’intéresse plus',
    mayFollow:
      'Vous recevez ce message parce que vous l’avez demandé à {shop}. Un rappel peut suivre tant qu’il reste du stock.',
  },
  digest: {
    subject: 'Plusieurs articles de retour chez {shop}',
    heading: 'Vos articles sont de retour',
    intro:
      'Vous avez demandé à {shop} de vous prévenir quand ces articles seraient de nouveau disponibles. C’est le cas.',
    hurry: 'Nous ne pouvons pas les réserver pour vous\u00a0: ils peuvent de nouveau être épuisés.',
    why: 'Vous recevez cet unique message parce que vous l’avez demandé sur les pages des articles chez {shop}. Vous n’êtes plus sur la liste pour ces articles.',
  },
  closed: {
    subject: 'Plus disponible\u00a0: {item}',
    preview: 'Plus disponible chez {shop}\u00a0: {item}',
    heading: 'Cet article ne reviendra pas',
    intro:
      'Vous avez demandé à {shop} de vous prévenir quand cet article serait de nouveau disponible. Malheureusement, il ne reviendra pas.',
    instead: 'La boutique propose à la place\u00a0:',
    why: 'Vous recevez ce dernier message sur l’article parce que vous avez demandé une alerte sur la page de l’article chez {shop}. Vous n’êtes plus sur la liste.',
  },
  confirmation: {
    subject: 'Confirmez votre alerte chez {shop}',
    heading: 'Confirmez votre adresse e-mail',
    intro:
      'Quelqu’un a demandé à {shop} d’écrire à cette adresse dès que l’article «\u00a0{item}\u00a0» sera de nouveau en stock. Si c’était vous, confirmez-le sous sept jours. Sans confirmation, vous ne recevrez rien.',
    introSeveral:
      'Quelqu’un a demandé à {shop} d’écrire à cette adresse dès que ces articles seront de nouveau en stock. Si c’était vous, confirmez-le sous sept jours. Sans confirmation, vous ne recevrez rien.',
    button: 'Confirmer l’adresse',
    why: 'Si ce n’était pas vous, ne faites rien\u00a0: la demande sera supprimée au bout de sept jours.',
    never: 'Ou arrêter ces e-mails maintenant',
  },
  acknowledgement: {
    subject: 'Vous êtes sur la liste de {shop}',
    intro:
      '{shop} vous enverra un seul e-mail dès que «\u00a0{item}\u00a0» sera de nouveau en stock. Vous n’avez rien d’autre à faire.',
    why: 'Si ce n’était pas vous, quelqu’un d’autre a saisi votre adresse. Retirez-la avec le bouton, ou arrêtez ces e-mails ici\u00a0:',
  },
  list: {
    subject: 'Vos alertes chez {shop}',
    heading: 'Vos alertes',
    intro:
      'Quelqu’un a demandé le lien vers les alertes que {shop} envoie à cette adresse. Il permet de les voir et de les supprimer.',
    button: 'Voir vos alertes',
    why: 'Si ce n’était pas vous, vous n’avez rien à faire. Personne d’autre ne reçoit ce lien.',
  },
  move: {
    intro:
      'Quelqu’un a demandé à {shop} d’envoyer désormais ses alertes à cette adresse. Si c’était vous, confirmez-le dans les sept jours. D’ici là, rien ne change.',
  },
}
