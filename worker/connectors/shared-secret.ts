/** Webhooks that hold a secret in a header of their own, where the vendor signs nothing. */
import { timingSafeEqual } from 'hono/utils/buffer'
import type { Hook, Verdict } from './hook.ts'

/** `good` where the header `X-Hook-Secret` is the secret; compared in constant time. */
export async function verifySharedSecret(secret: string, { headers }: Hook): Promise<Verdict> {
  const given = headers.get('X-Hook-Secret') ?? ''
  return (await timingSafeEqual(secret, given)) ? 'good' : 'bad'
}
