/**
 * Klaviyo. In mode `relay` it takes subscriptions and keeps its own waiting list; in mode
 * `deferred` it gets an event for a person when the variant is back.
 *
 * Klaviyo answers 202 without a body, which means accepted or already there: it keeps one
 * subscription for a profile and a variant, and cannot cancel it. Consent is recorded first, and
 * nothing else is sent until Klaviyo accepts it. A retry sends both again, which changes nothing.
 */
import type { Call, Level } from '../call.ts'
import { type Calls, defineDestination } from '../contract.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { errorCode, outcomeOfStatus, send } from './api.ts'
import { event, subscription } from './bodies.ts'
import { recordConsent } from './consent.ts'
import { faultsOf, faultTexts } from './faults.ts'
import { byPhone, KlaviyoOptions } from './options.ts'
import { probe } from './probe.ts'
import { updateStock } from './stock.ts'

export const klaviyo = defineDestination({
  type: 'klaviyo',
  options: KlaviyoOptions,
  secrets: ['privateKey'],
  addresses: ['baseUrl'],
  faults: faultsOf,
  faultTexts,
  can: ({ mode, updateStock: stock }) => [
    mode === 'relay' ? 'subscribe' : 'notify',
    ...(stock ? (['updateStock'] as const) : []),
  ],
  tells: ({ channels }) => channels,
  // Recording consent is a second request for everybody on the phone, with a limit of its own.
  limits: (options) =>
    byPhone(options) ? { perSecond: 75, perMinute: 750 } : { perSecond: 350, perMinute: 3500 },
  issues: { field: 'feedKey', needed: ({ feed }) => feed },
  knowsPeople: true,
  wantsSiblings: true,
  create(options, context): Calls {
    const calls: Calls = {
      probe: () => probe(options, context),
      ...(options.updateStock && {
        updateStock: (levels: Level[]) => updateStock(options, levels),
      }),
    }
    return options.mode === 'deferred'
      ? { ...calls, notify: (call) => notify(options, call) }
      : { ...calls, subscribe: (call) => subscribe(options, call) }
  },
})

async function subscribe(options: KlaviyoOptions, call: Call): Promise<Outcome> {
  const consent = await recordConsent(options, call)
  if (consent && consent.kind !== 'accepted') return consent
  const path = `/${options.privateKey ? 'api' : 'client'}/back-in-stock-subscriptions`
  return outcomeOf(await send(options, 'POST', path, subscription(options, call)), outcomeOfRequest)
}

async function notify(options: KlaviyoOptions, call: Call): Promise<Outcome> {
  const consent = await recordConsent(options, call)
  if (consent && consent.kind !== 'accepted') return consent
  return outcomeOf(
    await send(options, 'POST', '/api/events', event(options, call)),
    outcomeOfStatus,
  )
}

function outcomeOfRequest(status: number, body: string): Outcome {
  // Klaviyo does not document its answer to a duplicate; these two can mean nothing else.
  if (status === 409 || errorCode(body)?.startsWith('duplicate')) return { kind: 'accepted' }
  // Whatever the code: a change of the catalogue looks for rows with this reason and retries them.
  if (status === 404) return { kind: 'parked', reason: 'variant_not_found' }
  return outcomeOfStatus(status, body)
}
