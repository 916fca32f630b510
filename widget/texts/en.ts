/** The words in English: the built-in language, and the keys that every other must have. */

/** The button's word, apart from the others: the button's file carries no more than this. */
export const button = 'Notify me when available'

export const en = {
  language: 'en',
  button,
  title: 'Know when it is back',
  close: 'Close',
  loading: 'Loading…',
  variant: 'Choose one or more variants',
  email: 'E-mail address',
  phone: 'Mobile number',
  country: 'Country of the number',
  quantity: 'How many would you like?',
  optional: '(optional)',
  remember: 'Remember my contact details on this device',
  privacy: 'Privacy policy',
  submit: 'Notify me',
  sending: 'Sending…',
  doneTitle: 'You are on the list',
  done: 'We will let you know as soon as it is back in stock:',
  confirmTitle: 'One more step',
  confirm: 'Open the mail that we have sent you, and confirm your address:',
  reload: 'Reload the page',
  retry: 'Try again',
  errors: {
    email_missing: 'Enter your e-mail address.',
    phone_missing: 'Enter your mobile number.',
    contact_missing: 'Enter your e-mail address or your mobile number.',
    variant_missing: 'Choose at least one variant.',
    email_invalid: 'Check the e-mail address. It should look like name@example.com.',
    phone_invalid: 'Check the number. If it is foreign, start with + and the country code.',
    consent_text_mismatch: 'The terms have just changed. Read the new text, then press again.',
    in_stock: 'Good news: it is back in stock now. Reload the page to buy it.',
    too_many_requests: 'That was many tries in a short time. Wait a minute, then press again.',
    origin_not_allowed: 'Alerts are not set up for this website yet. Please contact the shop.',
    shop_unknown: 'Alerts are not set up for this website yet. Please contact the shop.',
    variant_not_found: 'Alerts are not available for this product. Please contact the shop.',
    body_too_large: 'This was more than we can take. Shorten what you wrote, then press again.',
    bot_check_failed: 'We could not tell that you are a person. Wait a moment, then press again.',
    offline: 'No connection. Check that you are online, then try again.',
    timeout: 'This takes too long. Check your connection, then try again.',
    failed: 'Something went wrong on our side. Try again in a moment.',
  },
}

/** The words of one language. */
export type Texts = typeof en

/** Any of the words; those that are missing are English. */
export type Words = Partial<Omit<Texts, 'errors'>> & { errors?: Partial<Texts['errors']> }
