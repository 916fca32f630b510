/** The form's words in English: the built-in language, and the keys that every other has, too. */

/** The button's word, apart from the others: the button's file carries no more than this. */
export const button = 'Notify me when available'

export const form = {
  /** The tag that the page gives to assistive technology: the folder's name. */
  language: 'en',
  button,
  title: 'Get an alert when it’s back',
  close: 'Close',
  loading: 'Loading…',
  variant: 'Choose one or more options',
  email: 'Email address',
  phone: 'Mobile number',
  /** Beside the number: a list of countries by their names. */
  country: 'Country',
  quantity: 'How many would you like?',
  optional: '(optional)',
  /** The day follows: `24 December`. */
  expected: 'Expected:',
  remember: 'Remember my contact details on this device',
  privacy: 'Privacy policy',
  submit: 'Notify me',
  sending: 'Sending…',
  doneTitle: 'You’re on the list',
  /** The email address and the number follow, each on its own line. */
  done: 'As soon as it’s back in stock, we’ll let you know at:',
  confirmTitle: 'One more step',
  /** The email address and the number follow: each gets a message. */
  confirm: 'Open the message we’ve just sent you and confirm:',
  reload: 'Reload the page',
  retry: 'Try again',
  errors: {
    email_missing: 'Enter your email address.',
    phone_missing: 'Enter your mobile number.',
    contact_missing: 'Enter your email address or your mobile number.',
    variant_missing: 'Choose at least one option.',
    email_invalid: 'Check the email address. It should look like name@example.com.',
    phone_invalid: 'Check the number and its country.',
    consent_text_mismatch: 'The consent text has just changed. Please read it, then try again.',
    in_stock: 'Good news: it’s back in stock now. Reload the page to buy it.',
    too_many_requests: 'Too many tries in a short time. Wait a minute, then try again.',
    origin_not_allowed: 'Alerts aren’t set up for this website yet. Please contact the shop.',
    shop_unknown: 'Alerts aren’t set up for this website yet. Please contact the shop.',
    variant_not_found: 'Alerts aren’t available for this product. Please contact the shop.',
    body_too_large: 'That’s too long. Shorten what you typed, then try again.',
    offline: 'No connection. Check that you’re online, then try again.',
    timeout: 'This is taking too long. Check your connection, then try again.',
    failed: 'Something went wrong on our side. Try again in a moment.',
  },
}
