/**
 * Engage's ids are GUIDs. Ours are a UUID for a subscription, and 16 bytes as base64url for a contact:
 * the same 128 bits, so both are given back without loss. Pure.
 */
import { base64Url } from '../../../base64.ts'

// As .NET reads a GUID: in any case, with or without hyphens, in braces or parentheses.
const ENCLOSED = /^\{([^{}]*)\}$|^\(([^()]*)\)$/
const DIGITS = /^[0-9a-f]{32}$|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const hyphenated = (hex: string): string =>
  hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** A GUID in its usual spelling, lower case with hyphens; undefined if the value is none. */
export function guidIn(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim().toLowerCase()
  const [, braced, round] = ENCLOSED.exec(text) ?? []
  const said = braced ?? round ?? text
  return DIGITS.test(said) ? hyphenated(said.replaceAll('-', '')) : undefined
}

/** The GUID of a contact, or of any other index: 16 bytes as base64url. */
export const guidOf = (index: string): string =>
  hyphenated(Uint8Array.fromBase64(index, { alphabet: 'base64url' }).toHex())

/** The id of the contact that a GUID in its usual spelling stands for. */
export const contactIdIn = (guid: string): string =>
  base64Url(Uint8Array.fromHex(guid.replaceAll('-', '')))
