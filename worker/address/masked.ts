/**
 * Addresses as a reader sees them who may see figures and no people: enough to recognise an address that
 * is known already, too little to write to it. The dots stand for any number of characters. Pure.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

const DOTS = '•••'

// The first letter of a shorter part would be half of it or all of it.
const SHOWN_FROM_CHARACTERS = 3

/** A text with its first character, or without it if the text is short: `ada` gives `a•••`. */
function begun(text: string): string {
  const [first = '', ...others] = text
  return others.length + 1 < SHOWN_FROM_CHARACTERS ? DOTS : first + DOTS
}

/**
 * An e-mail address, masked: `ada@example.com` gives `a•••@e•••.com`. Of the domain its last label
 * stays, which is that of a country or of anybody. A text without `@` gives only dots.
 */
export function maskedEmail(address: string): string {
  const at = address.lastIndexOf('@')
  if (at < 0) return DOTS
  const domain = address.slice(at + 1)
  const dot = domain.lastIndexOf('.')
  const host = dot < 0 ? domain : domain.slice(0, dot)
  return `${begun(address.slice(0, at))}@${begun(host)}${dot < 0 ? '' : domain.slice(dot)}`
}

// Six digits are hidden at least: a million numbers look the same.
const LAST_DIGITS = 2
const HIDDEN_DIGITS = 6

/**
 * A phone number in E.164, masked: `+46701234567` gives `+46•••67`. Without the last digits if the number is
 * short; without the country's code too if the text is no number.
 */
export function maskedPhone(number: string): string {
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed) return DOTS
  const { countryCallingCode, nationalNumber } = parsed
  const end =
    nationalNumber.length < HIDDEN_DIGITS + LAST_DIGITS ? '' : nationalNumber.slice(-LAST_DIGITS)
  return `+${countryCallingCode}${DOTS}${end}`
}
