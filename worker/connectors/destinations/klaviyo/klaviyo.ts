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
import { outcomeOfStatus, outcomeOfSubscription } from './answers.ts'
import { send } from './api.ts'
import { event, subscription } from './bodies.ts'
import { recordable, recordConsent } from './consent.ts'
import { faultsOf, faultTexts } from './faults.ts'
import { KlaviyoOptions } from './options.ts'
import { paceOf } from './pace.ts'
import { probe } from './probe.ts'
import { updateStock } from './stock.ts'
import { ownSmsWords } from './words.ts'

export const klaviyo = defineDestination({
  type: 'klaviyo',
  options: KlaviyoOptions,
  secrets: ['privateKey'],
  addresses: ['baseUrl'],
  faults: faultsOf,
  faultTexts,
  can: (options) => [
    options.mode === 'relay' ? 'subscribe' : 'notify',
    ...(options.updateStock ? (['updateStock'] as const) : []),
    ...(recordable(options).length > 0 ? (['consent'] as const) : []),
  ],
  records: recordable,
  tells: ({ channels }) => channels,
  pace: paceOf,
  issues: { field: 'feedKey', needed: ({ feed }) => feed },
  knowsPeople: true,
  wantsSiblings: true,
  create(options, context): Calls {
    const words =
      options.smsConsent === 'marketing' ? ownSmsWords(context.shop.settings) : new Set<string>()
    const calls: Calls = {
      probe: () => probe(options, context),
      // Nothing is left to record once the person has withdrawn it.
      consent: async (call) => (await recordConsent(options, words, call)) ?? { kind: 'accepted' },
      ...(options.updateStock && {
        updateStock: (levels: Level[]) => updateStock(options, levels),
      }),
    }
    return options.mode === 'deferred'
      ? { ...calls, notify: (call) => notify(options, words, call) }
      : { ...calls, subscribe: (call) => subscribe(options, words, call) }
  },
})

async function subscribe(
  options: KlaviyoOptions,
  words: ReadonlySet<string>,
  call: Call,
): Promise<Outcome> {
  const consent = await recordConsent(options, words, call)
  if (consent && consent.kind !== 'accepted') return consent
  const path = `/${options.privateKey ? 'api' : 'client'}/back-in-stock-subscriptions`
  const answer = await send(options, 'POST', path, subscription(options, call))
  return outcomeOf(answer, (status, body) => outcomeOfSubscription(options, status, body))
}

async function notify(
  options: KlaviyoOptions,
  words: ReadonlySet<string>,
  call: Call,
): Promise<Outcome> {
  const consent = await recordConsent(options, words, call)
  if (consent && consent.kind !== 'accepted') return consent
  return outcomeOf(
    await send(options, 'POST', '/api/events', event(options, call)),
    outcomeOfStatus,
  )
}
