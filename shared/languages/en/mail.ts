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
  /** A reminder that the product is still there. Its other texts are those of the alert. */
  reminder: {
    subject: 'Still in stock: {item}',
    preview: 'Still in stock at {shop}: {item}',
    heading: 'It’s still in stock',
    intro: 'Not long ago, {shop} told you that this is back in stock. You can still get it.',
    why: 'You’re getting this reminder because you asked {shop} to let you know when this product is back in stock.',
    noLonger: 'I’m no longer interested in this product',
    /** In place of `why` of the alert and the digest, where a reminder may follow. */
    mayFollow:
      'You’re getting this message because you asked {shop} for it. A reminder may follow while stock lasts.',
  },
  /** The alert for several products. Its preview is that of the alert, with all their names. */
  digest: {
    subject: 'Several products are back in stock at {shop}',
    heading: 'They’re back in stock',
    intro:
      'You asked {shop} to let you know when these products are back in stock. Good news: they are.',
    hurry: 'We can’t hold them for you, so they may sell out again.',
    why: 'You’re getting this one-time message because you asked for it on {shop}’s product pages. You’re no longer on the list for these products.',
  },
  /** Tells people that the product will not come back. */
  closed: {
    subject: 'No longer available: {item}',
    preview: 'No longer available at {shop}: {item}',
    heading: 'This product isn’t coming back',
    intro:
      'You asked {shop} to let you know when this is back in stock. Unfortunately, it won’t be coming back.',
    /** Above another product, of the shop’s choice. */
    instead: 'The shop suggests instead:',
    why: 'You’re getting this last message about the product because you asked for an alert on {shop}’s product page. You’re no longer on the list.',
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
