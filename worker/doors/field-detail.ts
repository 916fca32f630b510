/** What to do about a field at fault, in words for developers. */
import { DESTINATION_FAULT_TEXTS } from '../connectors/destinations/list.ts'
import { SOURCE_FAULT_TEXTS } from '../connectors/sources/list.ts'

// A code that only one connector has is explained in its folder.
const DETAILS: Record<string, string> = {
  ...DESTINATION_FAULT_TEXTS,
  ...SOURCE_FAULT_TEXTS,
  alias_taken: 'Another shop of this Worker has this company id.',
  address_in_data: 'Data is stored in clear, so it must hold no e-mail address.',
  address_second: 'Give an e-mail address or a phone number, not both.',
  channel_not_offered: 'The shop does not offer this channel.',
  channel_unknown: 'Use email or sms.',
  channel_without_destination: 'No destination of the shop serves this channel.',
  checksum_differs:
    'The file was changed or damaged on its way: its last line tells another checksum.',
  choice_unknown: 'Use one of the documented values.',
  columns_missing: 'The first line has to name the columns.',
  columns_repeated: 'Two columns have the same name.',
  color_invalid: 'Use a colour such as #1d1d1f.',
  confirmer_missing:
    'Numbers must be confirmed, too: add a destination that sends SMS, or offer email only.',
  consent_missing: 'Each requested channel needs a consent with the purpose alert.',
  consent_not_offered:
    'Forms ask for one alert consent for each requested channel, and for marketing only by email where the shop has a marketing text. Load GET /v1/client/config again.',
  consent_repeated: 'Another consent has the same purpose and channel.',
  consent_text_mismatch:
    'The shop showed no such text in this language, under this version, in the last year. Send text and version as GET /v1/client/config gives them.',
  contact_unknown: 'The shop has no contact with this id.',
  contrast_low:
    'Text in these colours is hard to read: its contrast must be at least 4.5 to 1. Change one of them, or leave it out.',
  control_character: 'Line breaks and control characters are not allowed here.',
  country_invalid: 'Use the two letters of a country in ISO 3166-1, for example SE or GB.',
  currency_invalid: 'Use three letters of ISO 4217, for example EUR.',
  cursor_invalid: 'Send back the cursor of the page before, with the same sort and order.',
  date_invalid: 'Use a date such as 2026-12-24, or a time such as 2026-12-24T10:00:00Z.',
  days_invalid: 'Use a whole number of days from 1 to 3650.',
  dialect_words_missing:
    'Declare the words of each channel that callers of this dialect may ask for, at least in the default locale.',
  destination_repeated: 'Give each destination a name of its own.',
  destination_unknown: 'Use a destination type from the documentation.',
  domain_invalid: 'Use the domain of a mail address, for example acme.example.',
  email_invalid: 'This is not an e-mail address that mail can reach.',
  email_not_offered:
    'Only subscriptions by e-mail are acknowledged: offer email in channels, or leave this out.',
  empty: 'This may not be empty.',
  fallback_unfit:
    'Name another destination that makes the same calls over the same channels and has no fallback itself.',
  field_unknown: 'There is no such field to compare.',
  integration_shared:
    'Another source uses this integration name. Create a second one in Centra: two readers of one queue take each other’s events.',
  key_short: 'Use at least 32 characters.',
  kind_not_by_sms: 'This message is sent by mail alone.',
  level_repeated: 'Another level in this request has the same sku, locale and externalId.',
  limit_invalid: 'Use a whole number from 1 to 200.',
  local_only: 'Leave this out: it works in local development only.',
  locale_repeated: 'Two of these are one language: no and nn are nb, and sv_SE is sv-SE.',
  locale_invalid: 'Use a BCP 47 language tag, for example sv-SE.',
  member_unknown: 'Use the id or the address of a member of the team who has confirmed it.',
  missing: 'This field is required.',
  name_different: 'Repeat the name of the shop as its settings have it.',
  name_invalid: 'Use lower-case letters, digits and hyphens.',
  name_repeated: 'Another source or destination of the shop has this name.',
  never_true: 'These conditions can never hold together.',
  not_a_boolean: 'This must be true or false.',
  not_a_list: 'This must be a list.',
  not_an_object: 'This must be an object.',
  not_text: 'This must be text.',
  format_newer: 'The file is of a later version of the format.',
  host_not_listed:
    'The picture must be on one of the shop’s origins, or over https on one of its imageHosts.',
  host_not_yours:
    'Use the host of one of the shop’s origins, or one below it: mail.shop.example for https://shop.example.',
  host_silent:
    'This Worker does not answer at the host. Set it up as a custom domain of the Worker, wait until https://HOST/health answers, and try again.',
  host_invalid: 'Use the host alone, for example cdn.shop.example.',
  origin_invalid: 'Use the origin alone, for example https://shop.example.',
  origin_not_public:
    'Use an https origin on a public host name: anybody can have a page at this one.',
  origin_wildcard: 'List each origin: a * stands for none.',
  placeholder_unknown:
    'This has a place in braces that this text cannot fill. See the placeholders of each kind in the documentation.',
  phone_invalid: 'This is not a possible phone number. Send country, or start the number with +.',
  phone_country_not_offered:
    'The shop does not write to numbers of this country. Add it to smsCountries, or use another number.',
  phone_not_mobile: 'This is not a mobile number, so it cannot get messages.',
  picture_unsupported: 'Mail clients do not show this format. Use PNG, JPEG or GIF.',
  price_invalid: 'Use a number of zero or more.',
  product_unknown:
    'The catalogue has no such sku in this language. Add it, or leave it out for a made-up product.',
  purpose_unknown: 'Use alert or marketing.',
  same_variant: 'Name another variant than the one in the address.',
  quantity_invalid: 'Use a whole number within the documented bounds.',
  quantity_too_large: 'The shop lets a shopper ask for fewer units.',
  quote_open: 'A quote is opened and never closed, so the records after it cannot be told apart.',
  scope_unknown: 'Use all, stock, read or people.',
  secret_invalid: 'Use whsec_ and 24 to 64 random bytes as base64.',
  secret_masked: 'Send the whole secret, or leave the field out to keep the stored one.',
  secret_needed:
    'Send the whole secret again: the stored one was given for another service, address or account.',
  secret_short: 'Use at least 16 random characters.',
  settings_too_large:
    'The settings are larger than 500 kB. Shorten the texts in messages or consent.',
  source_unknown: 'Use a source type from the documentation.',
  test_key: 'This is a test key that lets every request pass. It works in local development only.',
  text_fixed:
    'This message may reach a person who never asked for anything, so a shop cannot change its text.',
  text_malformed: 'The text has half a character (a lone surrogate). Cut texts between characters.',
  time_invalid: 'Use an ISO 8601 time such as 2026-11-21T10:00:00Z.',
  told_twice:
    'Another destination already notifies people over this channel. Leave one of them out.',
  time_zone_unknown: 'Use the name of a time zone, for example Europe/Stockholm.',
  too_deep: 'This nests too deep.',
  too_long: 'This is too long.',
  too_many: 'There are too many items. Send them in several requests.',
  too_many_suppressions: 'Send at most 200 suppressions in a piece.',
  trailer_missing:
    'The file has no last line with its counts: it was cut. Send it whole, or in pieces.',
  unknown_field: 'There is no such field.',
  url_invalid: 'Use an absolute http or https address.',
  url_not_allowed: 'The address must be on one of the shop’s origins.',
  url_not_public: 'Use an https address on a public host.',
  variant_repeated: 'Another variant of this product has the same variantId.',
  variable_guessable:
    'This is too short, or public. Make a random one of at least 32 characters with openssl rand -hex 24, and set it with wrangler secret put.',
  variable_missing:
    'This is not set. Make a random one with openssl rand -hex 24, and set it with wrangler secret put.',
  value_invalid: 'This value does not fit the field and the operator.',
}

/** The words for the code of a field at fault. */
export const fieldDetail = (code: string): string => DETAILS[code] ?? 'This value is not accepted.'
