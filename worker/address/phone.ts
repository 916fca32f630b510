/** Phone numbers in E.164, the form in which they are stored. Pure. */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/**
 * A phone number in E.164; undefined when no such number can exist. `country` (ISO 3166, two
 * letters) is the country of a national number.
 */
export function e164(raw: string, country: string | undefined): string | undefined {
  const parsed = parsePhoneNumberFromString(raw, country as CountryCode | undefined)
  return parsed?.isValid() ? parsed.number : undefined
}

// Four digits after the country: a block of numbers that one operator assigns, of a thousand or more.
const RANGE_DIGITS = 4

/** The first digits of a number (E.164): its country code and four more. */
export function rangeOf(number: string): string {
  const country = parsePhoneNumberFromString(number)?.countryCallingCode ?? ''
  return number.slice(0, 1 + country.length + RANGE_DIGITS)
}

/** The country of a number in E.164 (ISO 3166, two letters); undefined for a number of none. */
export const countryOfNumber = (number: string): string | undefined =>
  parsePhoneNumberFromString(number)?.country
