/**
 * Centra's webhooks: a form with one field of JSON, signed over the encoded form. They hold ids at
 * most and no quantities, so each one is only a hint of what to read.
 */
import * as v from 'valibot'
import { List, needed } from '../../../lenient.ts'
import type { Hook, Verification } from '../../hook.ts'
import { isSignedWith } from '../../signature.ts'
import type { Delivery } from '../contract.ts'
import { CentraId } from './id.ts'
import { HOOK_AGE_MS } from './limits.ts'

/** The hint to read the head of the event queue. All other hints are product ids. */
export const READ_QUEUE = 'queue'

/** The parts of a payload of the Checkout, the Integration and the Storefront API. */
const PARTS = [
  'products',
  'warehouses',
  'markets',
  'events',
  'DisplayItems',
  'Categories',
  'Pricelists',
  'Markets',
]
const Payload = v.pipe(
  v.record(v.string(), v.unknown()),
  v.check((payload) => PARTS.some((part) => Object.hasOwn(payload, part))),
)
const Named = v.object({ id: needed(CentraId) })

/** Checks `X-Centra-Signature: t=…,v1=…`: HMAC-SHA256 over `t.rawBody`, the body still encoded. */
export async function verifyCentra(secret: string, hook: Hook): Promise<Verification> {
  const { t, v1 } = signatureParts(hook)
  if (!t || !v1) return 'bad'
  const signature = Uint8Array.fromHex(v1).toBase64()
  if (!(await isSignedWith([secret], signature, `${t}.${hook.body}`))) return 'bad'
  return Math.abs(hook.now - Number(t) * 1000) <= HOOK_AGE_MS ? 'good' : 'stale'
}

/**
 * Gives hints of what to read; undefined when the payload has no known part. A part in another shape
 * is a hint to read the queue all the same.
 */
export function parseCentraDelivery(hook: Hook): Delivery | undefined {
  const payload = new URLSearchParams(hook.body).get('payload') ?? hook.body
  const parsed = v.safeParse(Payload, JSON.parse(payload))
  if (!parsed.success) return
  const { v1 } = signatureParts(hook)
  const products = v.parse(List, parsed.output['products'])
  const ids = products.flatMap((one) => {
    const named = v.safeParse(Named, one)
    return (named.success ? named.output.id : v.parse(CentraId, one)) ?? []
  })
  const leftOut = products.length - ids.length
  return {
    // Deliveries have no id. The signature serves as one: it covers the time and the whole body.
    ...(v1 && { id: v1 }),
    hints: [...ids.map(String), READ_QUEUE],
    ...(leftOut > 0 && { leftOut }),
  }
}

function signatureParts({ headers }: Hook): Record<string, string> {
  const parts = (headers.get('X-Centra-Signature') ?? '').split(',')
  return Object.fromEntries(parts.map((part) => part.trim().split('=', 2)))
}
