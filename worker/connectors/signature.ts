/** HMAC-SHA256 over a raw body, as many vendors sign their webhooks. */

/**
 * Whether a base64 signature was made over the body with one of the secrets. Empty secrets are
 * skipped. WebCrypto compares in constant time. Text that is not base64 is a wrong signature.
 */
export async function isSignedWith(
  secrets: readonly (string | undefined)[],
  signature: string | null,
  body: string,
): Promise<boolean> {
  const given = signature === null ? undefined : fromBase64(signature)
  if (given === undefined) return false
  const encoder = new TextEncoder()
  for (const secret of secrets) {
    if (!secret) continue
    const key = await crypto.subtle.importKey(
      'raw',
      encoder.encode(secret),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['verify'],
    )
    if (await crypto.subtle.verify('HMAC', key, given, encoder.encode(body))) return true
  }
  return false
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(text)
  } catch {
    return undefined
  }
}
