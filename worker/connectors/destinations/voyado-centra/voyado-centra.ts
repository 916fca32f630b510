/**
 * Voyado's subscription API for Centra: six values, posted to an open address, for e-mail only.
 * Voyado creates the contact and the subscription in Engage and reads stock from Centra itself. It
 * cannot cancel. No document says what it answers, so only the status counts.
 */
import { nearest } from '../../../homes/language.ts'
import { callUpstream } from '../../client.ts'
import { type Answer } from '../../answer.ts'
import type { Context } from '../../contract.ts'
import { agreedToMarketing, type Call } from '../call.ts'
import { defineDestination } from '../contract.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { faultsOf, faultTexts } from './faults.ts'
import { VoyadoCentraOptions } from './options.ts'
import { probe } from './probe.ts'

export const voyadoCentra = defineDestination({
  type: 'voyado-centra',
  options: VoyadoCentraOptions,
  secrets: [],
  addresses: ['url'],
  faults: faultsOf,
  faultTexts,
  can: () => ['subscribe'],
  tells: () => ['email'],
  knowsPeople: true,
  create: (options, context) => ({
    async subscribe(call) {
      const values = valuesOf(options, context, call)
      if (typeof values === 'string') return { kind: 'refused', reason: values }
      return outcomeOf(await post(options, values), outcomeOfStatus)
    },
    probe: () => probe(options, context),
  }),
})

type Values = Record<keyof VoyadoCentraOptions['fields'], string | boolean>

/** The six values; or a reason why Voyado could never serve the subscription. */
function valuesOf(options: VoyadoCentraOptions, { shop }: Context, call: Call): Values | string {
  const { tenantId, centraStoreId, locales, market } = options
  const locale = nearest(locales, call.locale ?? shop.settings.defaultLocale)
  const externalId = call.externalId ?? market
  if (!call.to.email) return 'no_address'
  if (!locale) return 'locale_unknown'
  // Voyado compares it with the market of a stock change: without one nothing would ever match.
  if (!externalId) return 'market_missing'
  return {
    email: call.to.email,
    sku: call.sku,
    newsletter: agreedToMarketing(call, 'email'),
    store: centraStoreId ? `${tenantId}-${centraStoreId}` : tenantId,
    locale,
    externalId,
  }
}

function post({ url, fields }: VoyadoCentraOptions, values: Values): Promise<Answer> {
  const names = Object.keys(values) as (keyof Values)[]
  const body = Object.fromEntries(names.map((name) => [fields[name], values[name]]))
  return callUpstream(url, { headers: { Accept: 'application/json' }, json: body })
}

function outcomeOfStatus(status: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const reason = `http_${status}`
  // The address is wrong or has moved, or is no longer open.
  if (status < 400 || [401, 403, 404, 405].includes(status)) return { kind: 'parked', reason }
  return { kind: 'refused', reason }
}
