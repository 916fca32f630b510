/**
 * Centra's webhooks: a form with one field of JSON, signed over the form as it came. They name ids
 * at most, and not what stock there is, so each is only a hint.
 */
import * as v from 'valibot'
import { CENTRA_HOOK_AGE_MS } from '../../../limits.ts'
import type { Hook, Verdict } from '../../hook.ts'
import type { Delivery } from '../contract.ts'

/** The hint to look at the head of the queue; other hints are ids of products. */
export const QUEUE = 'queue'

const List = v.array(v.unknown())
// Those of the Checkout, the Integration, and the Storefront API.
const Payload = v.object({
  products: v.optional(List),
  warehouses: v.optional(List),
  markets: v.optional(List),
  events: v.optional(List),
  DisplayItems: v.optional(List),
})

/** `X-Centra-Signature: t=…,v1=…`: HMAC-SHA256 over `t.rawBody` with the body still encoded. */
export async function verifyCentra(secret: string, hook: Hook): Promise<Verdict> {
  const { t, v1 } = signatureOf(hook)
  if (!t || !v1) return 'bad'
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  const signed = new TextEncoder().encode(`${t}.${hook.body}`)
  if (!(await crypto.subtle.verify('HMAC', key, Uint8Array.fromHex(v1), signed))) return 'bad'
  return Math.abs(hook.now - Number(t) * 1000) <= CENTRA_HOOK_AGE_MS ? 'good' : 'stale'
}

/** Hints of what to read; undefined where the payload is of no known shape. */
export function readCentra(hook: Hook): Delivery | undefined {
  const payload = new URLSearchParams(hook.body).get('payload')
  const parsed = v.safeParse(Payload, JSON.parse(payload ?? ''))
  if (!parsed.success || Object.keys(parsed.output).length === 0) return
  const { v1 } = signatureOf(hook)
  const products = (parsed.output.products ?? []).map(String).filter((id) => /^\d{1,10}$/.test(id))
  // A delivery has no id of its own; its signature covers its time and all that it says.
  return { ...(v1 && { id: v1 }), hints: [...products, QUEUE] }
}

function signatureOf({ headers }: Hook): Record<string, string> {
  const parts = (headers.get('X-Centra-Signature') ?? '').split(',')
  return Object.fromEntries(parts.map((part) => part.trim().split('=', 2)))
}
