/** Turns an outbox row into a call, with addresses in clear, and makes the call. */
import { channelsFromBits } from '../address/channels.ts'
import { openAddresses, readAddresses } from '../address/sealed.ts'
import { describedAs } from '../catalog/lookup.ts'
import { nameIn } from '../catalog/name.ts'
import { aboutAddress } from '../confirmation/rules.ts'
import { readSnapshot } from '../catalog/snapshot.ts'
import { type Channel, CHANNELS } from '../../shared/channels.ts'
import type { Data } from '../../shared/data.ts'
import type { Product } from '../../shared/product.ts'
import type { Also, Call, Names } from '../connectors/destinations/call.ts'
import type { Outcome } from '../connectors/destinations/outcome.ts'
import { timeOf } from '../ids.ts'
import { CONFIRM_ITEMS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { type Detail, detailOf, type OutboxRow, partsOf } from '../outbox/store.ts'
import { type Facts, levelsNow, personOf } from './facts.ts'
import { familiesOf } from './families.ts'
import type { OpenDestination } from './open.ts'
import { sha256 } from '../vault.ts'
import type { Work } from './work.ts'

// The idempotency key of a message holds this many characters of the hash of its content.
const KEY_HASH_CHARACTERS = 8

const REMOVED: Outcome = { kind: 'refused', reason: 'destination_removed' }

/** Makes the call of a row. If the connector throws, that is a bug of ours: the call is retried. */
export async function makeCall(
  row: OutboxRow,
  open: OpenDestination | undefined,
  work: Work,
): Promise<Outcome> {
  if (!open) return REMOVED
  try {
    return await dispatch(row, open, work)
  } catch (error) {
    logLine('error', 'call_threw', { destination: row.destination, error: errorName(error) })
    return { kind: 'retry', reason: 'internal' }
  }
}

/** Calls the method of the connector that the row stands for. */
async function dispatch(
  row: OutboxRow,
  { calls, wantsSiblings }: OpenDestination,
  work: Work,
): Promise<Outcome> {
  const { db, shop } = work
  const detail = detailOf(row)
  switch (row.call) {
    case 'stock':
      if (!calls.updateStock) return REMOVED
      return calls.updateStock(await levelsNow(detail, wantsSiblings, db, shop))
    case 'event': {
      const { news, at = 0 } = detail
      if (!calls.announce || !news) return REMOVED
      return calls.announce({ key: row.id, at, ...news })
    }
    default: {
      const method = calls[row.call]
      if (!method) return REMOVED
      const call = await toCall(row, detail, work)
      if (row.call !== 'subscribe' || !wantsSiblings) return method(call)
      const siblings = async () => {
        const families = await familiesOf(db, shop, [{ sku: call.sku, product: call.product }])
        return families.get(call.sku) ?? []
      }
      return method({ ...call, siblings })
    }
  }
}

/**
 * The content of a confirmation: the requests that are unconfirmed at this moment. So two attempts
 * may differ; then each is a message with its own key.
 */
async function askOf(row: OutboxRow, { catalog, asked }: Facts): Promise<Partial<Call>> {
  const found = asked.get(row.id)
  const [[channel, address] = []] = Object.entries(readAddresses(row.addresses))
  if (!found || !channel || !address) return {}
  const { confirmation, pending } = found
  const [only] = pending.length === 1 ? pending : []
  const names = namesOf(catalog, pending)
  const kind = CHANNELS[channel as Channel] === 'email' ? 'email' : 'phone'
  return {
    key: await keyOf(row, names),
    ask: { confirmation, about: aboutAddress({ kind, index: address.index }), ...names },
    ...(only && { sku: only.sku }),
  }
}

/** The content of an acknowledgement: the products that the person waits for at this moment. */
async function wantedOf(row: OutboxRow, { catalog, acknowledged }: Facts): Promise<Partial<Call>> {
  const found = acknowledged.get(row.id)
  if (!found) return {}
  const wanted = namesOf(catalog, found)
  const [only] = found.length === 1 ? found : []
  return { key: await keyOf(row, wanted), wanted, ...(only && { sku: only.sku }) }
}

type Named = Parameters<typeof nameIn>[1]

function namesOf(catalog: Facts['catalog'], all: Named[]): Names {
  const items = all.slice(0, CONFIRM_ITEMS).map((one) => nameIn(catalog, one, Date.now()))
  return { items, more: all.length - items.length }
}

async function keyOf(row: OutboxRow, { items, more }: Names): Promise<string> {
  const hash = await sha256(JSON.stringify([items, items.length + more]))
  return `${row.id}:${hash.slice(0, KEY_HASH_CHARACTERS)}`
}

/** The data of the link that moves a person to the address of the row. */
function moveOf(row: OutboxRow, { from }: Detail): Partial<Call> {
  const sealed = readAddresses(row.addresses).email?.sealed
  return from && sealed ? { move: { from, sealed } } : {}
}

/** The other product that the last message names, in the person's language. */
function alternativeOf(
  { locale }: OutboxRow,
  { alternative: sku }: Detail,
  { catalog }: Facts,
): Partial<Call> {
  const product = sku === undefined ? undefined : describedAs(catalog, sku, locale, undefined)
  return sku !== undefined && product ? { alternative: { sku, product } } : {}
}

/** Describes the product of a row; undefined if nothing describes it any more. */
export const productOf = (row: OutboxRow, { catalog }: Facts): Product | undefined =>
  describedAs(catalog, row.sku, row.locale, readSnapshot(row.product))

/** The further products of a message. Each is described: see `aloneIf` in together.ts. */
async function alsoOf(row: OutboxRow, others: OutboxRow[], facts: Facts): Promise<Also> {
  const hash = await sha256(JSON.stringify(others.map(({ id }) => id)))
  return {
    key: `${row.id}:${hash.slice(0, KEY_HASH_CHARACTERS)}`,
    products: others.flatMap((other) => {
      const product = productOf(other, facts)
      return product ? [{ key: other.id, sku: other.sku, product }] : []
    }),
  }
}

async function toCall(row: OutboxRow, detail: Detail, { vault, facts }: Work): Promise<Call> {
  const product = productOf(row, facts)
  const person = facts.people.get(row.contact_id)
  const { relayId, destination, messageId, others, historical, notice, reminder } = detail
  const to = await openAddresses(vault, row.contact_id, readAddresses(row.addresses))
  const isKnown = (channel: Channel) => CHANNELS[channel] === 'customerId' || channel in to
  return {
    key: row.id,
    at: detail.at ?? timeOf(row.restock_id ?? row.id),
    subscriptionId: row.subscription_id,
    contactId: row.contact_id,
    channels: channelsFromBits(row.channels),
    to,
    sku: row.sku,
    quantity: row.wanted,
    ...(row.locale && { locale: row.locale }),
    ...(row.external_id && { externalId: row.external_id }),
    ...(product && { product }),
    ...(row.data && { data: JSON.parse(row.data) as Data }),
    ...(relayId && { relayId }),
    ...(others && { othersWaiting: true }),
    ...(partsOf(row).some((part) => detailOf(part).follows) && { mayFollow: true }),
    ...(reminder && { reminder }),
    ...(historical && { historical: true }),
    ...(notice && { notice }),
    ...(destination && { sent: { destination, ...(messageId && { messageId }) } }),
    ...(person?.customer_id && { customerId: person.customer_id }),
    ...(person && { person: personOf(person, row.subscription_id, isKnown) }),
    ...(row.also && { also: await alsoOf(row, row.also, facts) }),
    ...(row.call === 'confirm' && (await askOf(row, facts))),
    ...(row.call === 'acknowledge' && (await wantedOf(row, facts))),
    ...(row.call === 'move' && moveOf(row, detail)),
    ...(row.call === 'close' && alternativeOf(row, detail, facts)),
  }
}
