/**
 * The words of SMS in English. In Latin script only letters of GSM 03.38: any other more than
 * halves what fits into a message. No `’`, no `“`.
 */
export const sms = {
  /** The label agrees with any product’s name. A stop line follows, as after the next three. */
  alert: 'Back in stock at {shop}: {item}. {link}',
  /** A reminder that the product is still there. */
  reminder: 'Still in stock at {shop}: {item}. {link}',
  /** The product will not come back. */
  closed: 'No longer available at {shop}: {item}.',
  /** Follows that, with another product of the shop’s choice. */
  instead: 'Instead: {item} {link}',
  /** How to stop messages. The word that is asked for is heard in any case. */
  stopByReply: 'Reply STOP to opt out.',
  /** From a sender that cannot be replied to. */
  stopByLink: 'Opt out: {stop}',
  /** Asks to confirm a number: whoever gets it may never have asked for anything. */
  confirm: '{shop}: Please confirm your alert: {link} Not you? Ignore this message.',
  /** The link to the list, for whoever asked for it with this number. */
  list: '{shop}: See your alerts: {link} Not you? Ignore this message.',
  /**
   * Whole messages by which people say that they want no more, beside the word that is asked for.
   * The first seven are those of 47 CFR 64.1200(a)(10).
   */
  stopWords: [
    'stop',
    'quit',
    'end',
    'revoke',
    'opt out',
    'cancel',
    'unsubscribe',
    'optout',
    'stop all',
    'stopall',
    'remove',
    'remove me',
    'opt me out',
    'stop it',
    'stop texting',
    'stop texting me',
    'no more texts',
  ],
  /**
   * Words and phrases that mean stop wherever they stand in a message. A word with another common
   * sense ("when does the sale end", "cancel my order") counts only as a whole message, above.
   */
  stopPhrases: [
    'stop',
    'unsubscribe',
    'unsub',
    'unsuscribe',
    'unsubcribe',
    'opt out',
    'optout',
    'opt me out',
    'revoke',
    'stopall',
    'quit texting',
    'quit sending',
    'quit messaging',
    'end texts',
    'end messages',
    'end these',
    'end this',
    'cancel alerts',
    'cancel texts',
    'cancel messages',
    'cancel notifications',
    'cancel my subscription',
    'cancel subscription',
    'cancel these',
    'cancel this',
    'cease',
    'no more texts',
    'no more messages',
    'no more sms',
    'no more alerts',
    'dont text',
    'do not text',
    'dont message',
    'do not message',
    'dont contact',
    'do not contact',
    'dont send',
    'do not send',
    'dont want these',
    'dont want any more',
    'dont want texts',
    'remove me',
    'remove my number',
    'delete my number',
    'take me off',
    'leave me alone',
    'lose my number',
  ],
  /** What may stand before and after such a message. */
  please: ['please', 'pls', 'thanks', 'thank you'],
}
