/** Webhooks that prove themselves with a secret in a header, when the vendor signs nothing. */
import { timingSafeEqual } from 'hono/utils/buffer'
import type { Hook, Verification } from './hook.ts'

/**
 * A `verify` that finds the secret in the header `X-Hook-Secret`; compared in constant time. None
 * without a secret: then no webhooks are accepted.
 */
export const sharedSecret = (secret: string | undefined) =>
  secret && {
    async verify({ headers }: Hook): Promise<Verification> {
      const given = headers.get('X-Hook-Secret') ?? ''
      return (await timingSafeEqual(secret, given)) ? 'good' : 'bad'
    },
  }
