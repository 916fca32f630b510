/** Phone numbers in the one form in which they are kept. Pure. */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** A phone number in E.164, or undefined where no such number can exist. */
export function e164(raw: string, country: string | undefined): string | undefined {
  const parsed = parsePhoneNumberFromString(raw, country as CountryCode | undefined)
  return parsed?.isValid() ? parsed.number : undefined
}
