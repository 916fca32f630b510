/**
 * What a shopper agrees to, in English, where the shop has no text of its own. Every change of any
 * language is a new version: see `STANDARD_VERSION`. `{messages}` says how many messages a person may get.
 */
export const consent = {
  email:
    'I agree that {shop} {messages} for each item I choose here, when it is back in stock. I can withdraw my consent at any time, with the link in the email or by contacting the shop.',
  sms: 'I agree that {shop} sends {messages} to this number for each item I choose here, when it is back in stock. Consent is not a condition of purchase. I can withdraw it at any time by replying STOP or by contacting the shop.',
  /** Where the sender is a name, which cannot be replied to. */
  smsByLink:
    'I agree that {shop} sends {messages} to this number for each item I choose here, when it is back in stock. Consent is not a condition of purchase. I can withdraw it at any time, with the link in the message or by contacting the shop.',
  /** In the United States and Canada, whose carriers ask for the last two sentences. */
  smsAmerican:
    'I agree that {shop} sends {messages} to this number for each item I choose here, when it is back in stock. Consent is not a condition of purchase. Message and data rates may apply. Reply STOP to opt out, HELP for help.',
  /** `{messages}` in the text for mails, by how many the shop may send about an item: one, two, three. */
  emails: ['emails me once', 'sends me up to two emails', 'sends me up to three emails'],
  /** The same in the texts for SMS. */
  texts: [
    'one automated text message',
    'up to two automated text messages',
    'up to three automated text messages',
  ],
}
