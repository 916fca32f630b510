/**
 * What can be told about a shop's Klaviyo without changing anything there: whether the key works,
 * whether the custom catalogue has anything in it, and whether the list exists. The rest is said in
 * words: writing is not tried, and no call tells whether a flow waits for what is sent.
 */
import * as v from 'valibot'
import type { KlaviyoOptions } from './options.ts'
import type { Context, Finding } from '../contract.ts'
import type { Answer } from '../../client.ts'
import { errorCode, json, send } from './api.ts'
import { CUSTOM } from './stock.ts'

export async function check(options: KlaviyoOptions, context: Context): Promise<Finding[]> {
  if (!options.privateKey) return [clientKey(options), flow(options)]
  const query = new URLSearchParams({ 'fields[catalog-variant]': 'sku', 'page[size]': '1' })
  const answer = await send(options, 'GET', `/api/catalog-variants?${query}`)
  const key = keyOf(answer)
  if (!key.ok) return [key]
  return [
    key,
    scope(options, answer),
    ...(options.mode === 'relay' ? [catalogue(options, context, answer)] : []),
    ...(options.listId ? [await list(options, options.listId)] : []),
    flow(options),
  ]
}

const clientKey = ({ listId }: KlaviyoOptions): Finding => ({
  what: 'key',
  ok: true,
  detail: `Not checked: with a company id alone nothing can be asked of Klaviyo without making a subscription. Whether the id, the catalogue${listId ? ', the list' : ''} and an allow list of referrers are right shows in GET /v1/log?kind=outbox_run after the first subscription; better give a privateKey.${listId ? '' : ' Without listId nobody is subscribed to marketing in Klaviyo.'}`,
})

function keyOf(answer: Answer): Finding {
  const what = 'key'
  if (!answer.answered) {
    const detail = `Klaviyo did not answer (${answer.reason}). Check again in a minute; see status.klaviyo.com.`
    return { what, ok: false, detail }
  }
  const { status, body } = answer
  if (status === 401) {
    const detail =
      'Klaviyo does not know this private key. Make one in Klaviyo under Settings → API keys, and give it as privateKey.'
    return { what, ok: false, detail }
  }
  if (status === 200 || status === 403) {
    return { what, ok: true, detail: 'Klaviyo knows the private key.' }
  }
  const code = errorCode(body) ?? 'no code'
  const detail =
    status === 429 || status >= 500
      ? `Klaviyo answered ${status}. Check again in a minute.`
      : `Klaviyo answered ${status} (${code}). See whether revision and baseUrl are right.`
  return { what, ok: false, detail }
}

/** The scopes without which something that the options ask for is refused. */
const needed = ({ mode, updateStock }: KlaviyoOptions): string =>
  [
    ...(mode === 'deferred' ? ['events:write'] : ['catalogs:write', 'profiles:write']),
    ...(mode === 'deferred' && updateStock ? ['catalogs:write'] : []),
  ].join(', ')

function scope(options: KlaviyoOptions, answer: Answer): Finding {
  const what = 'scope'
  const write = `${needed(options)}; and to record consent to marketing, SMS or WhatsApp, lists:write, profiles:write, subscriptions:write`
  const place = 'in Klaviyo under Settings → API keys'
  const rest = `Writing is not tried here: see ${place} that the key has ${write}.`
  if (answer.answered && answer.status === 200) {
    return { what, ok: true, detail: `The key may read the catalogue. ${rest}` }
  }
  const unread = 'The key may not read the catalogue (catalogs:read).'
  // Nothing but this check needs it then.
  if (options.mode === 'deferred') return { what, ok: true, detail: `${unread} ${rest}` }
  const detail = `${unread} Make a key ${place} with that scope, and with ${write}.`
  return { what, ok: false, detail }
}

const Page = v.object({ data: v.array(v.unknown()) })

function catalogue({ catalog, feed }: KlaviyoOptions, context: Context, answer: Answer): Finding {
  const what = 'catalogue'
  if (catalog !== CUSTOM) {
    const detail = `Not checked: Klaviyo's API shows custom catalogues only. See in Klaviyo under Content → Products that the catalogue of ${catalog?.split(':::', 1)[0]?.slice(1) ?? ''} is synchronised; a variant that Klaviyo does not know is not lost, it is tried again (variant_not_found in GET /v1/destinations).`
    return { what, ok: true, detail }
  }
  if (!answer.answered || answer.status !== 200) {
    return { what, ok: false, detail: 'Could not be looked at: the key lacks catalogs:read.' }
  }
  const page = v.safeParse(Page, json(answer.body))
  if (page.success && page.output.data.length > 0) {
    const detail = `The custom catalogue has variants.${feed ? ' Klaviyo reads a feed at most every six hours, so alerts are as late as that.' : ''}`
    return { what, ok: true, detail }
  }
  const address = `${context.env.PUBLIC_URL}/feeds/${context.shop.publicKey}/klaviyo.json`
  return {
    what,
    ok: false,
    detail: `Klaviyo's custom catalogue is empty, so it takes no subscription. Let Klaviyo read ${address} as a custom catalogue source, or create items and variants through its Catalog API.`,
  }
}

async function list(options: KlaviyoOptions, id: string): Promise<Finding> {
  const query = new URLSearchParams({ 'fields[list]': 'name' })
  const answer = await send(options, 'GET', `/api/lists/${encodeURIComponent(id)}?${query}`)
  const what = 'list'
  const status = answer.answered ? answer.status : answer.reason
  if (status === 200) return { what, ok: true, detail: 'The list is there.' }
  if (status === 404) {
    const detail =
      'Klaviyo has no list with this listId. Its id stands in Klaviyo in the list’s address, and under its settings.'
    return { what, ok: false, detail }
  }
  if (status === 403) {
    return { what, ok: true, detail: 'Not checked: the key may not read lists (lists:read).' }
  }
  return { what, ok: false, detail: `The list could not be looked at (${status}). Check again.` }
}

const flow = ({ mode, metric }: KlaviyoOptions): Finding => ({
  what: 'flow',
  ok: true,
  detail:
    mode === 'relay'
      ? 'Not checked: Klaviyo’s API does not tell whether a Back in Stock flow is live. See in Klaviyo under Flows that one, triggered by Subscribed to Back in Stock, is set live; without it Klaviyo takes subscriptions and sends nothing.'
      : `Not checked: Klaviyo’s API does not tell whether a flow waits for the metric. See in Klaviyo under Flows that one, triggered by the metric ${metric}, is set live; the metric can be chosen after the first event.`,
})
