/**
 * Sequenzy: takes requests and keeps its own list, over e-mail. It tells people when a product
 * upsert turns a variant from sold out to in stock, so a variant is upserted as sold out before its
 * request is registered. An upsert replaces the product's list of variants, so each names them all,
 * and says of each what is so: in stock only where our level is sellable. There is no way to cancel.
 * In deferred mode the person becomes known there only by the event that the variant is back.
 */
import * as v from 'valibot'
import type { SequenzyOptions } from './options.ts'
import { SEQUENZY_PRODUCTS } from '../../../limits.ts'
import { chunks } from '../../../chunks.ts'
import type { Call, Connector, Finding, Level, Variant } from '../contract.ts'
import type { Outcome } from '../outcome.ts'
import { idsOf, productOf, type Upsert } from './product.ts'
import { callUpstream } from '../../client.ts'
import { outcomeOf } from '../outcome.ts'

export const sequenzy: Connector<'sequenzy'> = {
  type: 'sequenzy',
  can: ({ mode, sendStock }) =>
    mode === 'deferred' ? ['notify'] : sendStock ? ['subscribe', 'updateStock'] : ['subscribe'],
  tells: () => ['email'],
  secrets: ['apiKey'],
  addresses: ['baseUrl'],
  knowsPeople: true,
  wantsSiblings: true,
  // A product and a request.
  requestsPerCall: 2,
  faults: ({ apiKey }) => (apiKey ? [] : [['/apiKey', 'missing']]),
  create: (options) => {
    const send = (path: string, body?: unknown) => request(options, path, body)
    const upsert = async (products: Upsert[]): Promise<Outcome> =>
      outcomeOf(await send('/products', { products }), judged('conflict'))

    async function inTurn(groups: Upsert[][]): Promise<Outcome> {
      for (const some of groups.flatMap((group) => chunks(group, SEQUENZY_PRODUCTS))) {
        const outcome = await upsert(some)
        if (outcome.kind !== 'accepted') return outcome
      }
      return { kind: 'accepted' }
    }

    // Of many who ask for the same variant within a run, the first has it upserted.
    const upserted = new Map<string, Promise<Outcome>>()
    function upsertOnce(product: Upsert): Promise<Outcome> {
      const key = JSON.stringify(product)
      const told = upserted.get(key) ?? upsert([product])
      upserted.set(key, told)
      void told.then(({ kind }) => kind === 'accepted' || upserted.delete(key))
      return told
    }

    async function subscribe(call: Call): Promise<Outcome> {
      if (!call.email) return { kind: 'refused', reason: 'nothing_to_send' }
      const before = (await call.siblings?.()) ?? []
      if (options.sendStock) {
        const product = productOf(before, call.sku)
        // A product needs a title; the catalogue or a page has yet to tell it.
        if (!product) return { kind: 'parked', reason: 'variant_not_found' }
        const told = isBack(before, call.sku) || (await upsertOnce(product))
        if (told !== true && told.kind !== 'accepted') return told
      }
      const answer = await send('/back-in-stock', requestOf(call, before))
      const outcome = outcomeOf(answer, judged('duplicate'))
      if (!options.sendStock || outcome.kind !== 'accepted') return outcome
      const now = (await call.siblings?.()) ?? []
      if (!isBack(now, call.sku)) return outcome
      // Back in the meantime: only a change that comes after the request is told to the person.
      upserted.clear()
      const family: Family = [now, call.sku]
      const told = await inTurn([
        productsOf([family], ({ sku }) => sku === call.sku),
        productsOf([family]),
      ])
      return told.kind === 'accepted' ? outcome : told
    }

    if (options.mode === 'deferred') {
      return {
        notify: async (call) =>
          call.email
            ? outcomeOf(
                await send('/subscribers/events', eventOf(options, call)),
                judged('conflict'),
              )
            : { kind: 'refused', reason: 'nothing_to_send' },
        check: async () => [await checkKey(options), FLOW(`the event ${options.event}`)],
      }
    }
    return {
      subscribe,
      ...(options.sendStock && { updateStock: (levels) => inTurn(tellingOf(levels)) }),
      check: async () => [await checkKey(options), FLOW('the event ecommerce.back_in_stock')],
    }
  },
}

type Family = [siblings: Variant[], sku: string]

const isBack = (siblings: Variant[], sku: string): boolean =>
  siblings.some((one) => one.sku === sku && one.sellable)

const productsOf = (families: Family[], soldOut?: (variant: Variant) => boolean): Upsert[] =>
  families.flatMap(([siblings, sku]) => productOf(siblings, sku, soldOut) ?? [])

const isStranger = ({ fromPage, sellable }: Variant): boolean => fromPage === true && sellable

/** The upserts that tell of some levels, one after the other: each product once, as it is now. */
function tellingOf(levels: Level[]): Upsert[][] {
  const families = new Map<string, Family>()
  for (const { sku, siblings = [] } of levels) {
    const product = productOf(siblings, sku)
    if (!product) continue
    const [others] = families.get(product.productId) ?? [[]]
    const all = new Map([...others, ...siblings].map((one) => [one.sku, one]))
    families.set(product.productId, [[...all.values()], sku])
  }
  const all = [...families.values()]
  // Of a product that only pages told of, another variant may have taken the place of this one
  // over there, and what is first seen in stock is told to nobody.
  const strangers = all.filter(([siblings]) => siblings.some(isStranger))
  return [productsOf(strangers, isStranger), productsOf(all)]
}

function request({ baseUrl, apiKey, companyId }: SequenzyOptions, path: string, body?: unknown) {
  return callUpstream(baseUrl.replace(/\/$/, '') + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      Accept: 'application/json',
      Authorization: `Bearer ${apiKey}`,
      ...(companyId && { 'x-company-id': companyId }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

function requestOf(call: Call, siblings: Variant[]) {
  const own = siblings.find(({ sku }) => sku === call.sku)?.product ?? call.product
  const customer = {
    email: call.email,
    ...nameOf(call),
    ...(call.customerId && { externalId: call.customerId }),
    ...attributesOf(call, 'attributes'),
  }
  return {
    ...idsOf(call.sku, own),
    ...(call.product && { productTitle: call.product.title }),
    ...(call.product?.variantTitle && { variantTitle: call.product.variantTitle }),
    customer,
  }
}

function eventOf({ event }: SequenzyOptions, call: Call) {
  const { product, sku, locale, externalId } = call
  return {
    email: call.email,
    event,
    // Repeated, it is answered with the first event.
    eventId: call.key,
    ...(call.customerId && { externalId: call.customerId }),
    ...nameOf(call),
    properties: {
      ...idsOf(sku, product),
      sku,
      ...(product && {
        productTitle: product.title,
        ...(product.variantTitle && { variantTitle: product.variantTitle }),
        url: product.url,
        ...(product.image && { imageUrl: product.image }),
        ...(product.price !== undefined && { price: product.price }),
        ...(product.currency && { currency: product.currency }),
      }),
      ...(locale && { locale }),
      ...(externalId && { market: externalId }),
    },
    ...attributesOf(call, 'customAttributes'),
  }
}

/** What the shop's backend calls so is the name. */
function nameOf({ person }: Call) {
  const { firstName, lastName } = person?.attributes ?? {}
  return {
    ...(typeof firstName === 'string' && { firstName }),
    ...(typeof lastName === 'string' && { lastName }),
  }
}

function attributesOf({ person, locale }: Call, field: 'attributes' | 'customAttributes') {
  const { firstName: _first, lastName: _last, ...attributes } = person?.attributes ?? {}
  const all = { ...attributes, ...(locale && { locale }) }
  return Object.keys(all).length > 0 ? { [field]: all } : {}
}

const Body = v.object({ success: v.optional(v.boolean()), subscriberId: v.optional(v.string()) })

function read(body: string): v.InferOutput<typeof Body> {
  try {
    const parsed = v.safeParse(Body, JSON.parse(body))
    return parsed.success ? parsed.output : {}
  } catch {
    return {}
  }
}

/** `on409`: what a conflict means; it is not documented. A request may be there already. */
const judged =
  (on409: 'duplicate' | 'conflict') =>
  (status: number, body: string): Outcome => {
    const { success, subscriberId: id } = read(body)
    if (status >= 200 && status < 300) {
      if (success === false) return { kind: 'refused', reason: 'not_successful' }
      return { kind: 'accepted', ...(id && { id }) }
    }
    const reason = `http_${status}`
    if (status === 409) {
      return on409 === 'duplicate'
        ? { kind: 'accepted' }
        : { kind: 'retry', reason, answered: true }
    }
    if (status === 404) return { kind: 'parked', reason: 'variant_not_found' }
    // The key, its permissions or the plan: for the merchant to mend.
    if ([401, 402, 403].includes(status)) return { kind: 'parked', reason }
    return { kind: 'refused', reason }
  }

async function checkKey(options: SequenzyOptions): Promise<Finding> {
  const answer = await request(options, '/products?limit=1')
  const outcome = outcomeOf(answer, judged('conflict'))
  if (outcome.kind === 'accepted') {
    return { what: 'key', ok: true, detail: 'Sequenzy took the key and listed products.' }
  }
  const why = answer.answered && answer.status !== 404 ? outcome.reason : 'http_404'
  const reason = answer.answered ? why : outcome.reason
  const mend = MEND[reason] ?? 'Try again in a while; if it stays so, look at baseUrl.'
  return { what: 'key', ok: false, detail: `Sequenzy did not list products (${reason}). ${mend}` }
}

const MEND: Record<string, string> = {
  http_401: 'Make a key in Sequenzy under Settings, API keys, and put it into apiKey.',
  http_403:
    'Give the key the permissions for products, subscribers and events; a key of a whole account needs companyId.',
  http_404: 'Look whether companyId is a company of the key, and whether baseUrl is right.',
}

// It can be seen only over there.
const FLOW = (event: string): Finding => ({
  what: 'flow',
  ok: true,
  detail: `Sequenzy does not tell whether an automation is live: look there that one starts with ${event}, and is active.`,
})
