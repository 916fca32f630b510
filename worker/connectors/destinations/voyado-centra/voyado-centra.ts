/**
 * Voyado's subscription API for Centra: six values to an open address, by e-mail only. Voyado makes
 * the contact and the subscription in Engage, hears of stock from Centra itself, and has no way to
 * cancel. Address, names of properties and answers stand in no document, so the first two are
 * settings and of the last only the status is read.
 */
import type { VoyadoCentraOptions } from './options.ts'
import type { ShopSettings } from '../../../shop/settings.ts'
import type { Call, Connector, Context, Finding } from '../contract.ts'
import type { Outcome } from '../outcome.ts'
import { type Answer, callUpstream } from '../../client.ts'
import { outcomeOf } from '../outcome.ts'

export const voyadoCentra: Connector<'voyado-centra'> = {
  type: 'voyado-centra',
  can: () => ['subscribe'],
  tells: () => ['email'],
  secrets: [],
  addresses: ['url'],
  knowsPeople: true,
  faults: (options, settings) => [...repeated(options), ...shared(options, settings)],
  create: (options, context) => ({
    subscribe: async (call) => {
      const values = valuesOf(options, context, call)
      if (typeof values === 'string') return { kind: 'refused', reason: values }
      return outcomeOf(await post(options, values), verdict)
    },
    check: async () => check(options, context),
  }),
}

type Values = Record<keyof VoyadoCentraOptions['fields'], string | boolean>

/** The six values, or why Voyado could never serve the subscription. */
function valuesOf(options: VoyadoCentraOptions, { shop }: Context, call: Call): Values | string {
  const { tenantId, centraStoreId, locales, market } = options
  const locale = call.locale ?? shop.settings.defaultLocale
  const externalId = call.externalId ?? market
  if (!call.email) return 'no_address'
  if (!locales.includes(locale)) return 'locale_unknown'
  // Voyado compares it with the market of the stock change: without, it would wait for ever.
  if (!externalId) return 'market_missing'
  const newsletter = call.person?.consents.some(
    ({ purpose, channel }) => purpose === 'marketing' && channel === 'email',
  )
  return {
    email: call.email,
    sku: call.sku,
    newsletter: newsletter ?? false,
    store: centraStoreId ? `${tenantId}-${centraStoreId}` : tenantId,
    locale,
    externalId,
  }
}

function post({ url, fields }: VoyadoCentraOptions, values: Values): Promise<Answer> {
  const names = Object.keys(values) as (keyof Values)[]
  const body = Object.fromEntries(names.map((name) => [fields[name], values[name]]))
  return callUpstream(url, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

function verdict(status: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const reason = `http_${status}`
  // The address is wrong or has moved, or is not open any more.
  if (status < 400 || [401, 403, 404, 405].includes(status)) return { kind: 'parked', reason }
  return { kind: 'refused', reason }
}

type Faults = [pointer: string, code: string][]

/** Two values under one name would be one value. */
const repeated = ({ fields }: VoyadoCentraOptions): Faults =>
  Object.entries(fields).flatMap(([key, name], index, all) =>
    all.findIndex((other) => other[1] === name) < index
      ? [[`/fields/${key}`, 'field_repeated']]
      : [],
  )

/**
 * Centra gives each event once to an integration's name: two brands under one name, or a source of
 * the shop's own under Voyado's, take each other's stock changes away.
 */
function shared({ integration, tenantId }: VoyadoCentraOptions, settings: ShopSettings): Faults {
  if (!integration) return []
  const brand = settings.destinations.some(
    (one) =>
      one.type === 'voyado-centra' && one.integration === integration && one.tenantId !== tenantId,
  )
  const source = settings.sources.some(
    (one) => 'integration' in one && one.integration === integration,
  )
  return brand || source ? [['/integration', 'integration_shared']] : []
}

/** Asks as a browser does before it posts: the only call that leaves nothing behind. */
async function check(options: VoyadoCentraOptions, { shop }: Context): Promise<Finding[]> {
  const answer = await callUpstream(options.url, {
    method: 'OPTIONS',
    headers: {
      Origin: shop.settings.origins[0] ?? '',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    },
  })
  const said = answer.answered ? `http_${answer.status}` : answer.reason
  // A server may well not know OPTIONS; what it must not say is that nothing is there.
  const there = answer.answered && answer.status < 500 && ![404, 410].includes(answer.status)
  return [
    {
      what: 'endpoint',
      ok: there,
      detail: there
        ? `Something answers at the address (${said}). Whether it takes subscriptions shows only the first one: Engage must then show it on the contact.`
        : `Nothing usable answers at the address (${said}). Take url from Voyado's page "Subscription API for Centra", or ask your Voyado contact.`,
    },
    {
      what: 'fields',
      ok: true,
      detail:
        'The names of the properties and the store cannot be tried without making a subscription: compare fields and tenantId with what Voyado gave you.',
    },
    {
      what: 'catalog',
      ok: true,
      detail: `The product feeds in Engage cannot be seen from here. There must be one for each of ${options.locales.join(', ')}, with every sku, also while it is out of stock.`,
    },
    {
      what: 'flow',
      ok: true,
      detail:
        'Whether Engage reads stock from Centra, and whether its automation is live, cannot be seen from here: look at the integration log in Engage (Administration).',
    },
  ]
}
