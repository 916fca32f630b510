/** What can be found out about a shop's Sequenzy by reading: whether the key works. */
import type { Finding } from '../contract.ts'
import { outcomeOf } from '../outcome.ts'
import { outcomeOfStatus, send } from './api.ts'
import type { SequenzyOptions } from './options.ts'

/** Lists one product; the automation can only be looked up by the shop. */
export async function probe(options: SequenzyOptions): Promise<Finding[]> {
  const event =
    options.mode === 'deferred' ? `the event ${options.event}` : 'the event ecommerce.back_in_stock'
  return [await keyFinding(options), flowFinding(event)]
}

async function keyFinding(options: SequenzyOptions): Promise<Finding> {
  const answer = await send(options, '/products?limit=1')
  const outcome = outcomeOf(answer, outcomeOfStatus('conflict'))
  if (outcome.kind === 'accepted') {
    return { what: 'key', ok: true, detail: 'Sequenzy took the key and listed products.' }
  }
  // `outcomeOfStatus` reads 404 as a missing variant; here it is a missing address.
  const reason = answer.answered && answer.status === 404 ? 'http_404' : outcome.reason
  const advice = ADVICE[reason] ?? 'Try again in a few minutes. If it fails again, check baseUrl.'
  return { what: 'key', ok: false, detail: `Sequenzy did not list products (${reason}). ${advice}` }
}

const ADVICE: Record<string, string> = {
  http_401: 'Create a key in Sequenzy under Settings, API keys, and set it as apiKey.',
  http_403:
    'Give the key the permissions for products, subscribers and events. A key of a whole account also needs companyId.',
  http_404: 'Check that companyId is a company of the key, and that baseUrl is right.',
}

const flowFinding = (event: string): Finding => ({
  what: 'flow',
  ok: true,
  detail: `Not checked: Sequenzy does not tell whether an automation is live. Make sure in Sequenzy that an automation with the trigger ${event} is active.`,
})
