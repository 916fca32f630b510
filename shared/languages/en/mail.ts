/** The words of the mails in English. `{item}` is what `item` makes of a product and its variant. */
export const mail = {
  /** A product and its variant as one name: in subjects, sentences and lists. */
  item: '{title}, {variant}',
  /** A link in the text part of a mail: what it does, and the address. */
  line: '{label}: {link}',
  /** The same where the address is the Worker’s: `{host}` says where it leads in the end. */
  lineTo: '{label} ({host}): {link}',
  /** The alert itself. */
  alert: {
    subject: 'Back in stock: {item}',
    /** What an inbox shows after the subject. A label, as the subject: it agrees with any name. */
    preview: 'Back in stock at {shop}: {item}',
    heading: 'It’s back in stock',
    intro: 'You asked {shop} to let you know when this is back in stock. Good news: it is.',
    button: 'See it in the shop',
    hurry: 'We can’t hold one for you, so it may sell out again.',
    /** In place of `hurry`, only where somebody else did wait. */
    othersWaiting: 'Others were waiting too, and we can’t hold one for you.',
    why: 'You’re getting this one-time message because you asked for it on {shop}’s product page. You’re no longer on the list for this product.',
    manage: 'See your alerts',
    unsubscribe: 'Stop all alerts from this shop',
  },
  /** The mail that asks to confirm an address. It names the channel and the product: it is proof. */
  confirmation: {
    subject: 'Please confirm your alert at {shop}',
    heading: 'Please confirm your email address',
    intro:
      'Somebody asked {shop} to email this address when “{item}” is back in stock. If that was you, please confirm within seven days. Until you do, we won’t send you anything.',
    /** Above a list of the products. */
    introSeveral:
      'Somebody asked {shop} to email this address when these products are back in stock. If that was you, please confirm within seven days. Until you do, we won’t send you anything.',
    button: 'Confirm the address',
    why: 'If it wasn’t you, you don’t need to do anything: we’ll delete the request after seven days.',
    never: 'Or stop these emails now',
  },
  /** Tells people what they wait for. Somebody else may have entered the address. Several: see `manage.intro` of the pages. */
  acknowledgement: {
    subject: 'You’re on the list at {shop}',
    intro:
      '{shop} will send you one email when “{item}” is back in stock. There’s nothing else to do.',
    why: 'If this wasn’t you, somebody entered your address. You can remove it with the button, or stop these emails here:',
  },
  /** The link to the list, for whoever asked for it on the page `mine`. */
  list: {
    subject: 'Your alerts at {shop}',
    heading: 'Your alerts',
    intro:
      'Somebody asked for the link to the alerts that {shop} sends to this address. With it you can see them and remove them.',
    button: 'See your alerts',
    why: 'If it wasn’t you, you don’t need to do anything. Nobody else gets this link.',
  },
  /** Asks at a new address, to which somebody wants to move. Its heading and button are those of the page. */
  move: {
    intro:
      'Somebody asked {shop} to send their alerts to this address from now on. If that was you, please confirm within seven days. Until you do, nothing changes.',
  },
}
