/**
 * Centra's webhooks: a form with one field of JSON, signed over the encoded form. They hold ids at
 * most and no quantities, so each one is only a hint of what to read.
 */
import * as v from 'valibot'
import type { Hook, Verification } from '../../hook.ts'
import { isSignedWith } from '../../signature.ts'
import type { Delivery } from '../contract.ts'
import { HOOK_AGE_MS } from './limits.ts'

/** The hint to read the head of the event queue. All other hints are product ids. */
export const READ_QUEUE = 'queue'

const List = v.array(v.unknown())
// Payloads of the Checkout, the Integration and the Storefront API.
const Payload = v.object({
  products: v.optional(List),
  warehouses: v.optional(List),
  markets: v.optional(List),
  events: v.optional(List),
  DisplayItems: v.optional(List),
})

/** Checks `X-Centra-Signature: t=…,v1=…`: HMAC-SHA256 over `t.rawBody`, the body still encoded. */
export async function verifyCentra(secret: string, hook: Hook): Promise<Verification> {
  const { t, v1 } = signatureParts(hook)
  if (!t || !v1) return 'bad'
  const signature = Uint8Array.fromHex(v1).toBase64()
  if (!(await isSignedWith([secret], signature, `${t}.${hook.body}`))) return 'bad'
  return Math.abs(hook.now - Number(t) * 1000) <= HOOK_AGE_MS ? 'good' : 'stale'
}

/** Gives hints of what to read; undefined when the payload has no known shape. */
export function parseCentraDelivery(hook: Hook): Delivery | undefined {
  const payload = new URLSearchParams(hook.body).get('payload')
  const parsed = v.safeParse(Payload, JSON.parse(payload ?? ''))
  if (!parsed.success || Object.keys(parsed.output).length === 0) return
  const { v1 } = signatureParts(hook)
  const products = (parsed.output.products ?? []).map(String).filter((id) => /^\d{1,10}$/.test(id))
  // Deliveries have no id. The signature serves as one: it covers the time and the whole body.
  return { ...(v1 && { id: v1 }), hints: [...products, READ_QUEUE] }
}

function signatureParts({ headers }: Hook): Record<string, string> {
  const parts = (headers.get('X-Centra-Signature') ?? '').split(',')
  return Object.fromEntries(parts.map((part) => part.trim().split('=', 2)))
}
