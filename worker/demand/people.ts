/** The people who wait for a variant, in the order in which they asked. */
import type { AddressKind, Channel } from '../../shared/channels.ts'
import { CHANNELS } from '../../shared/channels.ts'
import { channelsFromBits } from '../address/channels.ts'
import { maskedEmail, maskedPhone } from '../address/masked.ts'
import { openAddresses, readAddresses } from '../address/sealed.ts'
import { timeOf } from '../ids.ts'
import { heldAmong, type WaitReason } from '../match/held.ts'
import type { Shop } from '../shop/shop.ts'
import type { Vault } from '../vault.ts'
import { type Demand, demandOf } from './store.ts'
import { dayOf } from './rules.ts'

/** A person who waits. */
export interface Waiting {
  /** The place in the list: 1 is next. Missing as long as the request is not confirmed. */
  place?: number
  subscription: string
  contact: string
  /**
   * `waiting`: no level that serves the person is sellable, or the person is in turn. `held`: one is, and the
   * `reason` keeps the person from being served.
   */
  state: 'waiting' | 'unconfirmed' | 'held'
  reason?: Exclude<WaitReason, 'in_turn'>
  channels: Channel[]
  /** When the person asked, ISO 8601; and how many calendar days (UTC) ago. */
  asked: string
  days: number
  quantity: number
  locale?: string
  externalId?: string
  /** Masked, unless the reader may see people. */
  email?: string
  phone?: string
}

/** A page of people. The first page also has the variant's figures. */
export interface PeoplePage {
  variant?: Demand
  people: Waiting[]
  cursor?: string
}

interface Row {
  id: string
  contact_id: string
  locale: string
  external_id: string
  channels: number
  unconfirmed: number
  addresses: string
  wanted: number
  status: 'waiting' | 'pending'
}

// Each half is read from its own index in the order of the ids, so a page reads as many rows as it has people.
const half = (status: Row['status'], index: string) =>
  `SELECT s.id, s.contact_id, s.locale, s.external_id, s.channels, s.unconfirmed, s.addresses, s.wanted, s.status
   FROM subscription s INDEXED BY ${index}
   WHERE s.shop_id = ?1 AND s.sku = ?2 AND s.status = '${status}' AND s.id > ?3`

const PEOPLE = `${half('waiting', 'subscription_in_order')}
  UNION ALL ${half('pending', 'subscription_pending')} ORDER BY id LIMIT ?4`

/**
 * The next people of a sku; undefined if the shop has no person, level and catalogue entry for it. `after`:
 * the cursor of the page before. `inClear`: whether addresses are shown whole. `now`: milliseconds since
 * 1970.
 */
export async function listPeople(
  { env, db, shop, vault }: { env: Env; db: D1Database; shop: Shop; vault: Vault },
  sku: string,
  { after, limit, inClear }: { after: PlaceAfter | undefined; limit: number; inClear: boolean },
  now: number,
): Promise<PeoplePage | undefined> {
  const variant = after ? undefined : (await demandOf(db, shop, [sku], now)).get(sku)
  if (!after && !variant) return undefined
  const { results } = await db
    .prepare(PEOPLE)
    .bind(shop.id, sku, after?.id ?? '', limit)
    .all<Row>()
  const waiting = results.filter(({ status }) => status === 'waiting')
  const ids = waiting.map(({ id }) => id)
  const held = await heldAmong(env, db, shop, sku, ids, now)
  const before = after?.place ?? 0
  const places = new Map(ids.map((id, n) => [id, before + n + 1]))
  const people = results.map(async (row): Promise<Waiting> => {
    const { id, contact_id: contact, locale, external_id: externalId, channels, wanted } = row
    const reason = held.get(id)?.reason
    const isHeld = reason !== undefined && reason !== 'in_turn'
    const place = places.get(id)
    return {
      ...(place !== undefined && { place }),
      subscription: id,
      contact,
      state: row.status === 'pending' ? 'unconfirmed' : isHeld ? 'held' : 'waiting',
      ...(isHeld && { reason }),
      channels: channelsFromBits(channels),
      asked: new Date(timeOf(id)).toISOString(),
      days: Math.max(0, dayOf(now) - dayOf(timeOf(id))),
      quantity: wanted,
      ...(locale && { locale }),
      ...(externalId && { externalId }),
      ...(await addressesOf(vault, row, inClear)),
    }
  })
  const last = results.length === limit ? results.at(-1) : undefined
  return {
    ...(variant && { variant }),
    people: await Promise.all(people),
    ...(last && { cursor: `${before + waiting.length}:${last.id}` }),
  }
}

/** Where a page goes on: after this subscription, and how many places were given out before. */
export interface PlaceAfter {
  place: number
  id: string
}

/** The place in a cursor; undefined if it is none. */
export function placeAfter(cursor: string): PlaceAfter | undefined {
  const [, place, id] = /^(\d{1,12}):([0-9a-f-]{1,60})$/.exec(cursor) ?? []
  return place === undefined || id === undefined ? undefined : { place: Number(place), id }
}

const SHOWN: Record<Exclude<AddressKind, 'customerId'>, (address: string) => string> = {
  email: maskedEmail,
  phone: maskedPhone,
}

async function addressesOf(
  vault: Vault,
  { contact_id, addresses }: Row,
  inClear: boolean,
): Promise<Pick<Waiting, 'email' | 'phone'>> {
  const opened = await openAddresses(vault, contact_id, readAddresses(addresses))
  return Object.fromEntries(
    Object.entries(opened).flatMap(([channel, address]) => {
      const kind = CHANNELS[channel as Channel]
      if (kind === 'customerId') return []
      return [[kind, inClear ? address : SHOWN[kind](address)]]
    }),
  )
}
