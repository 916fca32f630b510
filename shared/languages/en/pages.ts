/** The words of the pages behind links, in English. The reader may come from a mail or an SMS. */
export const pages = {
  unsubscribe: {
    title: 'Stop alerts',
    ask: 'Do you want {shop} to stop telling you when products are back in stock? We’ll take you off all of this shop’s waiting lists.',
    button: 'Yes, stop all alerts',
    doneTitle: 'Done',
    done: 'You won’t get the alerts you asked {shop} for. You can ask for new ones at any time.',
    product: 'Stop the alert for this product only',
    productDone: 'You’re no longer on the list for this product. You can close this page.',
    never: 'Never send me alerts again',
    neverDone:
      '{shop} will never send you an alert again, even if somebody asks for one. You can close this page.',
  },
  manage: {
    title: 'Your alerts',
    intro: '{shop} will let you know when these are back in stock.',
    /** Above the products of which a reminder may follow. Their buttons are those of the others. */
    reminders: 'While stock lasts, {shop} may still remind you of:',
    nothing: 'You have no alerts at {shop}.',
    /** `{date}` is written out in full, as `Intl.DateTimeFormat` does it. */
    since: 'since {date}',
    sincePending: 'since {date}, not confirmed yet',
    /** `{count}` is 2 or more. A sign and no word, so that no language needs plural forms. */
    quantity: '{count} × {item}',
    remove: 'Remove',
    /** The same button, for those who hear it without what stands beside it. */
    removeItem: 'Remove: {item}',
    removed: 'Removed.',
    removeAll: 'Remove all',
    allRemoved: 'All removed.',
  },
  /** Pressing the button here is the consent of a double opt-in: channel and product are named. */
  confirm: {
    title: 'Confirm your alert',
    ask: 'Do you want one email from {shop} as soon as “{item}” is back in stock? You can change your mind at any time.',
    /** Above a list of the products; by SMS also of a single one. */
    askSeveral:
      'Do you want one email from {shop} for each of these products as soon as it’s back in stock? You can change your mind at any time.',
    askSms:
      'Do you want one SMS from {shop} for each of these products as soon as it’s back in stock? You can change your mind at any time.',
    button: 'Yes, tell me',
    doneTitle: 'You’re on the list',
    done: 'Your address is confirmed. {shop} will send you one email when “{item}” is back in stock. You can close this page.',
    inStockTitle: 'It’s already back in stock',
    inStock: 'The product is in stock now, so there’s nothing to wait for.',
    goneTitle: 'There’s nothing to confirm',
    gone: 'The request is more than seven days old, or was stopped. You can ask again on the product page.',
  },
  /** Under the thanks, in both forms: takes back what the form has just sent. */
  undo: {
    button: 'Cancel this request',
    title: 'Request cancelled',
    done: 'What you just asked for is off the list. Anything that was asked for earlier, or confirmed since, stays on it.',
  },
  /** The page that sends the link to the list to whoever enters an address. It knows nobody. */
  mine: {
    title: 'Your alerts by email',
    ask: 'Enter the email address that {shop} sends alerts to. We’ll email you a link with which you can see and remove them.',
    button: 'Send me the link',
    doneTitle: 'Look for our message',
    /** The same for everybody, also for those on no list. */
    done: 'If {shop} has alerts for this address, the link is on its way. It can take a few minutes, and we send it only a few times a day.',
    /** Above a second field, where the shop texts numbers. */
    askSms: 'Or enter the mobile number that {shop} texts, and we’ll text you the link.',
    doneSms:
      'If {shop} has alerts for this number, the link is on its way. It can take a few minutes, and we send it only a few times a day.',
  },
  /** Another address for everything that a person waits for. `sent` is the same for every address. */
  move: {
    use: 'Use another email address',
    sent: 'If alerts may go to this address, a link is on its way to it. Nothing changes until you follow it. It can take a few minutes, and we send it only a few times a day.',
    title: 'Use this address',
    ask: 'Do you want {shop} to send your alerts to this address from now on? You keep your place on every list, and nothing more goes to the old address.',
    button: 'Yes, use this address',
    done: '{shop} will send your alerts to this address from now on. You’ve kept your place on every list. You can close this page.',
    gone: 'Nothing was changed: there are no alerts left at the old address, or none may be sent to this one.',
  },
  /** The form without scripts, where it cannot be shown. */
  plain: {
    refusedTitle: 'That didn’t work',
    scriptTitle: 'Please turn on JavaScript',
    script:
      'To get an alert, turn on JavaScript in your browser, then go back to the product page.',
  },
  /** Why the form refuses a request: codes that its own words do not have. The widget gets them with its settings. */
  refused: {
    bot_check_failed: 'We couldn’t check that you’re human. Wait a moment, then try again.',
    phone_not_mobile: 'We can only text mobile phones. Enter the number of a mobile phone.',
    phone_country_not_offered:
      'The shop doesn’t text numbers of this country. Use a number from one of the countries in the list.',
    /** The address has `limits.openPerContact` open requests in this shop. */
    too_many_alerts:
      'You already have as many alerts as this shop allows. Remove one you no longer need, or try again tomorrow.',
    /** Above `limits.newContactsPerHour` of the shop. */
    too_many_people: 'A lot of people are signing up right now. Please try again in an hour.',
  },
  badLink: {
    title: 'This link doesn’t work',
    token_expired: 'The link has expired. Please use the link in a newer message.',
    /** The link to confirm: no newer message will come. */
    request_expired:
      'The link has expired. If you still want an alert, ask again on the product page.',
    token_unknown: 'The link isn’t complete. Please copy the whole link from the message.',
    link_outdated:
      'This link goes to an address the shop no longer uses. Please look for the product in the shop.',
  },
}
