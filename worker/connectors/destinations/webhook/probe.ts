/** Whether the shop's address takes a signed request. */
import type { Finding } from '../contract.ts'
import type { Send } from './send.ts'

/** Sends a request of type `check` without content. */
export async function probe(send: Send): Promise<Finding[]> {
  const outcome = await send(`check_${crypto.randomUUID()}`, 'check', Date.now(), {})
  const what = 'endpoint'
  if (outcome.kind === 'accepted') {
    return [{ what, ok: true, detail: 'The address took a signed request of type check.' }]
  }
  const advice = ADVICE[outcome.reason] ?? ADVICE['other']
  const detail = `The address did not take a signed request of type check (${outcome.reason}). ${advice}`
  return [{ what, ok: false, detail }]
}

const ADVICE: Record<string, string> = {
  timeout: 'Answer within ten seconds, and do the work after the answer.',
  http_410: 'The address asks never to be called again.',
  other:
    'Check that it answers 2xx to types that it does not know, and whether the secret is the same.',
}
