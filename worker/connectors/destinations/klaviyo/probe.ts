/**
 * What can be found out about a shop's Klaviyo by reading only: whether the key works, whether the
 * custom catalogue has variants, and whether the list exists. Klaviyo has no call that tells
 * whether a flow is live, and writing is not tried; the findings say so.
 */
import * as v from 'valibot'
import { List } from '../../../lenient.ts'
import { type Answer, isPassing, jsonOf } from '../../answer.ts'
import type { Context } from '../../contract.ts'
import type { Finding } from '../contract.ts'
import { errorCode } from './answers.ts'
import { send } from './api.ts'
import { CUSTOM, type KlaviyoOptions } from './options.ts'

/** Makes one or two requests, and gives a finding for each thing that the options need. */
export async function probe(options: KlaviyoOptions, context: Context): Promise<Finding[]> {
  if (!options.privateKey) return [clientKey(options), ENDPOINTS, ...flow(options)]
  const query = new URLSearchParams({ 'fields[catalog-variant]': 'sku' })
  const answer = await send(options, 'GET', `/api/catalog-variants?${query}`)
  const key = keyOf(answer)
  if (!key.ok) return [key]
  return [
    key,
    scope(options, answer),
    ...(options.mode === 'relay' ? [catalogue(options, context, answer)] : []),
    ...(options.listId ? [await list(options, options.listId)] : []),
    ...flow(options),
  ]
}

const clientKey = ({ listId }: KlaviyoOptions): Finding => ({
  what: 'key',
  ok: true,
  detail: `Not checked: with a company id alone, Klaviyo answers nothing but new subscriptions. After the first subscription, GET /v1/log?kind=outbox_run shows whether Klaviyo accepted the company id, the catalogue${listId ? ', the list' : ''} and your referrer. To check them now, give a privateKey.${listId ? '' : ' Without listId, Shelfbell subscribes nobody to marketing in Klaviyo.'}`,
})

const ENDPOINTS: Finding = {
  what: 'endpoints',
  ok: true,
  detail:
    'With a company id alone, Shelfbell’s server calls Klaviyo’s client endpoints. Klaviyo made them for browsers and says: “Do not use this endpoint from server-side applications.” Klaviyo may refuse such calls at any time. It refuses them now if your public key has a referrer allow list, because a server sends no referrer. All calls count against the limits of your account: 350 a second and 3,500 a minute, and 750 a minute for consent. To use the endpoints for servers, give a privateKey.',
}

function keyOf(answer: Answer): Finding {
  const what = 'key'
  if (!answer.answered) {
    const detail = `Klaviyo did not answer (${answer.reason}). Check again in a minute; status.klaviyo.com shows known problems.`
    return { what, ok: false, detail }
  }
  const { status, body } = answer
  if (status === 401) {
    const detail =
      'Klaviyo does not know this private key. Create one in Klaviyo under Settings → API keys, and set it as privateKey.'
    return { what, ok: false, detail }
  }
  if (status === 200 || status === 403) {
    return { what, ok: true, detail: 'Klaviyo accepts the private key.' }
  }
  const code = errorCode(body) ?? 'no code'
  const detail = isPassing(status)
    ? `Klaviyo answered ${status}. Check again in a minute.`
    : `Klaviyo answered ${status} (${code}). Check revision and baseUrl.`
  return { what, ok: false, detail }
}

/** The scopes that the calls of these options need. */
const needed = ({ mode, updateStock }: KlaviyoOptions): string =>
  [
    ...(mode === 'deferred' ? ['events:write'] : ['catalogs:write', 'profiles:write']),
    ...(mode === 'deferred' && updateStock ? ['catalogs:write'] : []),
  ].join(', ')

function scope(options: KlaviyoOptions, answer: Answer): Finding {
  const what = 'scope'
  const write = `${needed(options)}; and to record consent to marketing, SMS or WhatsApp, lists:write, profiles:write, subscriptions:write`
  const place = 'in Klaviyo under Settings → API keys'
  const rest = `This check writes nothing: make sure ${place} that the key has ${write}.`
  if (answer.answered && answer.status === 200) {
    return { what, ok: true, detail: `The key may read the catalogue. ${rest}` }
  }
  const unread = 'The key may not read the catalogue (catalogs:read).'
  // In this mode nothing but this check needs the scope.
  if (options.mode === 'deferred') return { what, ok: true, detail: `${unread} ${rest}` }
  const detail = `${unread} Create a key ${place} with that scope, and with ${write}.`
  return { what, ok: false, detail }
}

const Page = v.object({ data: List })

function catalogue({ catalog, feed }: KlaviyoOptions, context: Context, answer: Answer): Finding {
  const what = 'catalogue'
  if (catalog !== CUSTOM) {
    const platform = catalog?.split(':::', 1)[0]?.slice(1) ?? ''
    const detail = `Not checked: Klaviyo's API shows custom catalogues only. Make sure in Klaviyo under Content → Products that the catalogue of ${platform} is synchronised. Shelfbell retries subscriptions for variants that Klaviyo does not know (variant_not_found in GET /v1/destinations).`
    return { what, ok: true, detail }
  }
  if (!answer.answered || answer.status !== 200) {
    return { what, ok: false, detail: 'Not checked: the key lacks catalogs:read.' }
  }
  if (jsonOf(Page, answer.body)?.data.length) {
    const delay = ' Klaviyo reads a feed at most every six hours, so alerts can be that late.'
    return { what, ok: true, detail: `The custom catalogue has variants.${feed ? delay : ''}` }
  }
  const address = `${context.env.PUBLIC_URL}/feeds/${context.shop.publicKey}/klaviyo.json`
  return {
    what,
    ok: false,
    detail: `Klaviyo's custom catalogue is empty, so Klaviyo accepts no subscription. Add ${address} in Klaviyo as a custom catalogue source, or create items and variants through its Catalog API.`,
  }
}

async function list(options: KlaviyoOptions, id: string): Promise<Finding> {
  const query = new URLSearchParams({ 'fields[list]': 'name' })
  const answer = await send(options, 'GET', `/api/lists/${encodeURIComponent(id)}?${query}`)
  const what = 'list'
  const status = answer.answered ? answer.status : answer.reason
  if (status === 200) return { what, ok: true, detail: 'Klaviyo has the list.' }
  if (status === 404) {
    const detail =
      'Klaviyo has no list with this listId. You find the id in the address of the list in Klaviyo, and in its settings.'
    return { what, ok: false, detail }
  }
  if (status === 403) {
    return { what, ok: true, detail: 'Not checked: the key may not read lists (lists:read).' }
  }
  return { what, ok: false, detail: `Klaviyo did not show the list (${status}). Check again.` }
}

/** Requirements of the flow that Klaviyo's API does not show. */
const flow = (options: KlaviyoOptions): Finding[] => [
  ...(options.channels.includes('sms') ? [sms(options)] : []),
  { what: 'flow', ok: true, detail: flowDetail(options) },
]

const flowDetail = ({ mode, metric }: KlaviyoOptions): string =>
  mode === 'relay'
    ? 'Not checked: Klaviyo’s API does not tell whether a Back in Stock flow is live. Make sure in Klaviyo under Flows that a flow with the trigger Subscribed to Back in Stock is live. Without it, Klaviyo takes subscriptions and sends nothing.'
    : `Not checked: Klaviyo’s API does not tell whether a flow uses the metric. Make sure in Klaviyo under Flows that a flow triggered by the metric ${metric} is live. Klaviyo lists the metric after the first event.`

const sms = ({ smsConsent }: KlaviyoOptions): Finding => ({
  what: 'sms',
  ok: true,
  detail:
    smsConsent === 'marketing'
      ? 'Alerts by SMS are recorded as marketing consent, too, for people who agreed to your own published words. Klaviyo may then send them any SMS, so the words must say so.'
      : 'Alerts by SMS are recorded as transactional consent. Klaviyo sends an SMS to such a person only where you mark the message as transactional in the flow. If Klaviyo does not let you mark it, publish words of your own that speak of marketing, and set smsConsent to marketing.',
})
