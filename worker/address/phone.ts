/** Phone numbers in E.164, the form in which they are stored. Pure. */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { done, failed, type Result } from '../result.ts'

/**
 * A phone number in E.164; undefined when no such number can exist. `country` (ISO 3166, two
 * letters) is the country of a national number.
 */
export function e164(raw: string, country: string | undefined): string | undefined {
  const parsed = parsePhoneNumberFromString(raw, country as CountryCode | undefined)
  return parsed?.isValid() ? parsed.number : undefined
}

// Not in this list: numbers with a price of their own, and numbers that are not on a mobile phone:
// landlines, premium rate, shared cost, toll-free, pagers, VoIP, personal numbers and services.
const MOBILE = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE', undefined])

/** Why a number gets no SMS. */
export type NumberFault = 'phone_invalid' | 'phone_not_mobile' | 'phone_country_not_offered'

/**
 * The number in E.164, if a shop may write to it: it belongs to one of the `offered` countries (ISO
 * 3166), and is mobile, or could be by the numbering plan. Numbers without a country (satellites,
 * international services) are refused. `country` is the country of a national number.
 */
export function writableNumber(
  raw: string,
  country: string | undefined,
  offered: readonly string[],
): Result<string, NumberFault> {
  const parsed = parsePhoneNumberFromString(raw, country as CountryCode | undefined)
  if (!parsed?.isValid()) return failed('phone_invalid')
  if (!parsed.country || !offered.includes(parsed.country)) {
    return failed('phone_country_not_offered')
  }
  return MOBILE.has(parsed.getType()) ? done(parsed.number) : failed('phone_not_mobile')
}

// Four digits after the country code: operators assign numbers in such blocks, of a thousand or
// more.
const RANGE_DIGITS = 4

/** The first digits of a number (E.164): its country code and four more. */
export function rangeOf(number: string): string {
  const country = parsePhoneNumberFromString(number)?.countryCallingCode ?? ''
  return number.slice(0, 1 + country.length + RANGE_DIGITS)
}

/** The country of a number in E.164 (ISO 3166, two letters); undefined if it has none. */
export const countryOfNumber = (number: string): string | undefined =>
  parsePhoneNumberFromString(number)?.country
