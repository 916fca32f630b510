/**
 * Klaviyo: takes subscriptions and keeps its own list (`relay`), or hears of a person only when the
 * variant is back (`deferred`). With a private key the server endpoints are used, with a company id
 * alone the client ones. All answer 202 without a body, which means accepted or already there:
 * Klaviyo takes one subscription for a profile and a variant, and has no way to cancel it. What was
 * agreed to is recorded there first; until that is accepted nothing else is sent, and a retry sends
 * both again, which changes nothing.
 */
import type { KlaviyoOptions } from './options.ts'
import type { Call, Calls, Connector } from '../contract.ts'
import type { Outcome } from '../outcome.ts'
import { errorCode, send, verdict } from './api.ts'
import { agreedTo, consentJob, consentOfClient, event, subscription } from './bodies.ts'
import { check } from './check.ts'
import { CUSTOM, updateStock } from './stock.ts'
import { outcomeOf } from '../outcome.ts'

export const klaviyo: Connector<'klaviyo'> = {
  type: 'klaviyo',
  can: ({ mode, updateStock: stock }) => [
    mode === 'relay' ? 'subscribe' : 'notify',
    ...(stock ? (['updateStock'] as const) : []),
  ],
  tells: ({ channels }) => channels,
  secrets: ['privateKey'],
  // Recording consent, one call more for everybody who is told over the phone, is limited to this.
  pace: (options) =>
    byPhone(options) ? { perSecond: 75, perMinute: 750 } : { perSecond: 350, perMinute: 3500 },
  addresses: ['baseUrl'],
  knowsPeople: true,
  wantsSiblings: true,
  faults,
  create(options, context): Calls {
    const calls: Calls = {
      check: () => check(options, context),
      ...(options.updateStock && {
        updateStock: (levels) => updateStock(options, levels),
      }),
    }
    if (options.mode === 'deferred') return { ...calls, notify: (call) => notify(options, call) }
    return { ...calls, subscribe: (call) => subscribe(options, call) }
  },
}

const byPhone = ({ channels }: KlaviyoOptions) =>
  channels.includes('sms') || channels.includes('whatsapp')

function faults(options: KlaviyoOptions): [pointer: string, code: string][] {
  const { mode, privateKey, companyId, listId, catalog, feed } = options
  const found: [string, string][] = []
  if (mode === 'deferred' && !privateKey) found.push(['/privateKey', 'missing'])
  else if (!privateKey && !companyId) found.push(['', 'key_required'])
  if (mode === 'relay' && !catalog) found.push(['/catalog', 'missing'])
  if (!privateKey && companyId && byPhone(options) && !listId) found.push(['/listId', 'missing'])
  if (options.updateStock) {
    if (catalog !== CUSTOM) found.push(['/updateStock', 'custom_catalog_only'])
    if (!privateKey) found.push(['/updateStock', 'private_key_required'])
    if (feed) found.push(['/updateStock', 'feed_or_updates'])
  }
  return found
}

async function subscribe(options: KlaviyoOptions, call: Call): Promise<Outcome> {
  const consent = await recordConsent(options, call)
  if (consent && consent.kind !== 'accepted') return consent
  const path = `/${options.privateKey ? 'api' : 'client'}/back-in-stock-subscriptions`
  return outcomeOf(await send(options, 'POST', path, subscription(options, call)), taken)
}

async function notify(options: KlaviyoOptions, call: Call): Promise<Outcome> {
  const consent = await recordConsent(options, call)
  if (consent && consent.kind !== 'accepted') return consent
  return outcomeOf(await send(options, 'POST', '/api/events', event(options, call)), verdict)
}

/**
 * Records there what was agreed to, where there is anything beyond an e-mail alert; undefined where
 * there is not. Never without an explicit consent: the call also lifts it when the person had
 * unsubscribed, or complained of spam, before.
 */
async function recordConsent(options: KlaviyoOptions, call: Call): Promise<Outcome | undefined> {
  const agreed = agreedTo(call)
  if (!agreed) return undefined
  if (options.privateKey) {
    const path = '/api/profile-subscription-bulk-create-jobs'
    const body = consentJob(options, call, agreed)
    return outcomeOf(await send(options, 'POST', path, body), listed)
  }
  // The client endpoint takes no consent without a list; then marketing is left to the shop.
  if (!options.listId) return undefined
  const body = consentOfClient(options.listId, call, agreed)
  return outcomeOf(await send(options, 'POST', '/client/subscriptions', body), listed)
}

function taken(status: number, body: string): Outcome {
  // What a duplicate is answered with is not documented; these can mean nothing else.
  if (status === 409 || errorCode(body)?.startsWith('duplicate')) return { kind: 'accepted' }
  // By whatever code: this reason is what a change of the catalogue brings up again.
  if (status === 404) return { kind: 'parked', reason: 'variant_not_found' }
  return verdict(status, body)
}

const listed = (status: number, body: string): Outcome =>
  status === 404 ? { kind: 'parked', reason: 'list_not_found' } : verdict(status, body)
