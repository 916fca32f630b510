/**
 * WooCommerce's webhooks, signed over the raw body. The payload of a product without variations is
 * complete, if everything that decides is in it. All others are hints to read the product: a product
 * with variations, a variation (its parent may be unpublished), a product that a plugin changed, the
 * payloads of other API versions, and those of actions, which only name a product.
 *
 * Levels get no time from the payload: an order changes the stock without changing `date_modified`,
 * so a level with that time would look older than it is.
 */
import * as v from 'valibot'
import { Flag, Id, List, needed, orNothing, State } from '../../../lenient.ts'
import type { Hook, Verification } from '../../hook.ts'
import { isSignedWith } from '../../signature.ts'
import type { Delivery } from '../contract.ts'
import { hiddenFacts, productEntries } from './entries.ts'
import type { WooCommerceOptions } from './options.ts'
import { mayHaveVariations, Product, productLevels } from './product.ts'
import { plainText } from './text.ts'

// WooCommerce pings a new webhook's address, unsigned, and requires the answer 200.
const isPing = ({ body, headers }: Hook): boolean =>
  headers.get('X-WC-Webhook-Signature') === null && /^webhook_id=\d+$/.test(body)

/** Checks the signature. Without a webhook secret, every webhook but a ping is `bad`. */
export async function verifyWooCommerce(
  { webhookSecret }: WooCommerceOptions,
  hook: Hook,
): Promise<Verification> {
  if (isPing(hook)) return 'ping'
  const signature = hook.headers.get('X-WC-Webhook-Signature')
  // WordPress stores the secret with HTML entities, and signs with the decoded text.
  const secret = webhookSecret && plainText(webhookSecret)
  return (await isSignedWith([secret], signature, hook.body)) ? 'good' : 'bad'
}

/** The levels, entries, facts and hints in a payload about one product. */
type Said = Required<Pick<Delivery, 'levels' | 'entries' | 'facts' | 'hints'>>

/** Reads a delivery; undefined when it is not about a product. */
export function parseWooCommerceDelivery(
  options: WooCommerceOptions,
  hook: Hook,
): Delivery | undefined {
  const { body, headers } = hook
  const topic = headers.get('X-WC-Webhook-Topic') ?? 'product'
  const json: unknown = JSON.parse(body)
  const items = /^product(\.|$)/.test(topic)
    ? productsIn(json)
    : topic.startsWith('action.')
      ? namedByAction(json)
      : []
  // The product is in the bin, even if the payload says that it is in stock.
  const isDeleted = topic.endsWith('.deleted')
  const said = items.flatMap((item) => readItem(item, options, isDeleted) ?? [])
  if (said.length === 0) return
  const delivery = {
    levels: said.flatMap(({ levels }) => levels),
    entries: said.flatMap(({ entries }) => entries),
    facts: said.flatMap(({ facts }) => facts),
    hints: said.flatMap(({ hints }) => hints),
    leftOut: items.length - said.length,
  }
  // The delivery id is derived from the webhook and the second. So two changes of one product within
  // a second may look like one delivery. A hint that comes twice is read twice, which does no harm.
  const id = headers.get('X-WC-Webhook-Delivery-ID')
  return id && delivery.hints.length === 0 ? { ...delivery, id: `${id} ${body}` } : delivery
}

/** `{"product": …}` of the legacy API, which ends in WooCommerce 9, and lists that plugins make. */
const Wrapped = v.object({ product: v.optional(v.unknown()), products: List })

/** The products of a payload, in any shape. */
function productsIn(json: unknown): unknown[] {
  const list = v.parse(List, json)
  if (list.length > 0) return list.flatMap(productsIn)
  if (!v.is(v.object({ id: v.unknown() }), json)) {
    const wrapped = v.safeParse(Wrapped, json)
    const { product, products = [] } = wrapped.success ? wrapped.output : {}
    const inner = product === undefined ? products : [product]
    if (inner.length > 0) return inner.flatMap(productsIn)
  }
  return [json]
}

/**
 * A custom topic: `arg` is what the action of WordPress was called with, often the id of a product or
 * of a variation. Actions with other ids (orders) are left alone.
 */
const Action = v.object({
  action: v.pipe(v.string(), v.regex(/product|variation|stock/i)),
  arg: v.union([v.object({ id: needed(Id) }), needed(Id)]),
})

function namedByAction(json: unknown): unknown[] {
  const action = v.safeParse(Action, json)
  if (!action.success) return []
  const { arg } = action.output
  return [{ id: typeof arg === 'number' ? arg : arg.id }]
}

const Named = v.object({
  id: needed(Id),
  type: State,
  parent_id: Id,
  /** The legacy API names the parent so. */
  parent: orNothing(v.object({ id: needed(Id) })),
})
/** Without these a payload is not the whole product. */
const Whole = v.object({
  type: needed(State),
  status: needed(State),
  stock_status: needed(State),
  purchasable: needed(Flag),
})

/** Reads one product of a payload; undefined if it cannot be read. */
function readItem(
  item: unknown,
  options: WooCommerceOptions,
  isDeleted: boolean,
): Said | undefined {
  const named = v.safeParse(Named, item)
  if (!named.success) return
  const { id, type, parent, parent_id: parentId = parent?.id } = named.output
  const hint = (...ids: number[]): Said => ({
    levels: [],
    entries: [],
    facts: [],
    hints: ids.map(String),
  })
  if (parentId !== undefined)
    return type?.includes('variation') ? hint(parentId) : hint(id, parentId)
  if (isDeleted) return hint(id)
  const product = v.safeParse(Product, item)
  if (!product.success || !v.is(Whole, item) || mayHaveVariations(product.output)) return hint(id)
  const { levels, isUnknown } = productLevels(product.output, undefined, options)
  if (isUnknown) return hint(id)
  return {
    levels,
    entries: productEntries(product.output, [], options),
    facts: hiddenFacts(product.output, [], options),
    hints: [],
  }
}
