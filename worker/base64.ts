/** Bytes as text for addresses and keys. */

/** Bytes as base64url without padding (RFC 4648, 5). */
export const base64Url = (bytes: Uint8Array): string =>
  bytes.toBase64({ alphabet: 'base64url', omitPadding: true })
