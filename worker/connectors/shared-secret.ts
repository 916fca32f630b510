/** Webhooks that prove themselves with a secret in a header, when the vendor signs nothing. */
import { timingSafeEqual } from 'hono/utils/buffer'
import type { Hook, Verification } from './hook.ts'

/** `good` when the header `X-Hook-Secret` holds the secret; compared in constant time. */
export async function verifySharedSecret(secret: string, { headers }: Hook): Promise<Verification> {
  const given = headers.get('X-Hook-Secret') ?? ''
  return (await timingSafeEqual(secret, given)) ? 'good' : 'bad'
}
