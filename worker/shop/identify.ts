/** The setting with which a shop's backend proves to the widget who is signed in. */
import * as v from 'valibot'
import { line, strictObject } from '../../shared/text.ts'

/** `secret` signs the proofs (HS256), which needs as many bytes as SHA-256 has (RFC 7518, 3.2). Write-only. */
export const Identify = strictObject({
  secret: v.optional(
    v.pipe(
      line(200),
      v.check((text) => text.startsWith('••••') || text.length >= 32, 'key_short'),
    ),
  ),
})
export type Identify = v.InferOutput<typeof Identify>

/** The secret option. It is never sent anywhere. */
export const IDENTIFY = { secrets: ['secret'], addresses: [] } as const
