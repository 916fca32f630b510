/** Phone numbers in E.164, the form in which they are stored. Pure. */
import {
  type CountryCode,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from 'libphonenumber-js/max'
import { done, failed, type Result } from '../result.ts'

/**
 * Old forms that a numbering plan has replaced, but that phones, address books and carriers still write.
 * The old and the new form are one number of one person. Tried only if the number is not valid as written.
 */
const OLD_FORMS: readonly [form: RegExp, today: string][] = [
  // Mexico: `1` after the country code, and 01, 044, 045 before a national number, until 3 August 2019
  // (IFT, Plan Técnico Fundamental de Numeración).
  [/^\+52(?:1|01|04[45])(\d{10})$/, '+52$1'],
  // Argentina: a mobile number has 9 after the country code, or 15 after the area code. Some write
  // both (ENACOM, Plan Fundamental de Numeración Nacional; ten digits without them).
  [/^\+549(\d{2})15(\d{8})$/, '+549$1$2'],
  [/^\+549(\d{3})15(\d{7})$/, '+549$1$2'],
  [/^\+549(\d{4})15(\d{6})$/, '+549$1$2'],
  // Brazil: mobile numbers got a 9 in front by 6 November 2016 (Anatel, Resolução 553/2010).
  [/^\+55([1-9]\d)([689]\d{7})$/, '+55$19$2'],
  // Benin: all numbers got 01 in front on 30 November 2024 (ARCEP Bénin).
  [/^\+229(\d{8})$/, '+22901$1'],
]

/** The number in a text, in today's form; undefined when no such number can exist. */
function read(raw: string, country: string | undefined): PhoneNumber | undefined {
  // Full-width digits and plus signs, as Japanese keyboards write them, become ASCII.
  const text = raw.normalize('NFKC')
  const parsed = parsePhoneNumberFromString(text, country as CountryCode | undefined)
  if (!parsed || parsed.isValid()) return parsed
  for (const [form, today] of OLD_FORMS) {
    if (!form.test(parsed.number)) continue
    const mended = parsePhoneNumberFromString(parsed.number.replace(form, today))
    if (mended?.isValid()) return mended
  }
  return undefined
}

/**
 * A phone number in E.164; undefined when no such number can exist. `country` (ISO 3166, two
 * letters) is the country of a national number.
 */
export const e164 = (raw: string, country: string | undefined): string | undefined =>
  read(raw, country)?.number

/**
 * The number that a message came from, in the form in which it is stored. Only a mobile phone sends one,
 * and carriers of Argentina write it without the 9.
 */
export function senderNumber(from: string): string {
  const mobile = from.replace(/^\+54(?!9)(\d{10})$/, '+549$1')
  return e164(mobile, undefined) ?? e164(from, undefined) ?? from
}

/**
 * The number with which developers try a call: Twilio takes it as valid and sends nothing (Twilio, "Test
 * credentials"), and Klaviyo's examples have it. It is of a range for personal numbers.
 */
const FOR_TRIALS = '+15005550006'

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
  const parsed = read(raw, country)
  if (!parsed) return failed('phone_invalid')
  if (!parsed.country || !offered.includes(parsed.country)) {
    return failed('phone_country_not_offered')
  }
  const { number } = parsed
  return MOBILE.has(parsed.getType()) || number === FOR_TRIALS
    ? done(number)
    : failed('phone_not_mobile')
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
