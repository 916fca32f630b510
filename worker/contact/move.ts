/**
 * Moves a contact to another address, which the person has confirmed. Subscriptions keep their ids,
 * so nobody loses a place; of two to the same variant, the older one stays.
 */
import { openFact, type Fact, sealFact } from '../address/facts.ts'
import { openAddresses, readAddresses, type SealedAddresses } from '../address/sealed.ts'
import { type Channel, CHANNELS } from '../../shared/channels.ts'
import { idsOf, rows, write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { newId } from '../ids.ts'
import { CONFIRM_DELAY_MS, MOVE_TRIES } from '../limits.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { WAITED_FOR, wake, wokenRestocks } from '../restock/again.ts'
import { clientShop, confirmersOf, relayBits } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { cancelAtDestinations } from '../subscription/cancel-calls.ts'
import { openVault, type Vault } from '../vault.ts'
import { CALLS, FIRST, MOVE, MOVED_CALLS, STATE } from './move-sql.ts'

/** A move, as it stands in the signed link in the mail to the new address. */
export interface Move {
  /** The contacts of the old and of the new address. */
  from: string
  to: string
  /** The new address, sealed for its contact. */
  sealed: string
  /** When the link was made: milliseconds since 1970. */
  madeAt: number
}

/** The press of the button. */
export interface MovePress extends Move {
  /** Milliseconds since 1970. */
  at: number
  /** BCP 47 */
  locale: string
  /** Truncated: /24 of IPv4, /48 of IPv6. */
  ip?: string | undefined
  userAgent?: string | undefined
}

/**
 * `open`: it can be made. `done`: it was made. `full`: the new address would have more
 * subscriptions than the shop allows. `gone`: the contact no longer exists, or the new address is
 * suppressed.
 */
export type MoveState = 'open' | 'done' | 'full' | 'gone'

/** The state of a move. Changes nothing. */
export async function moveState(env: Env, shop: Shop, move: Move): Promise<MoveState> {
  const json = JSON.stringify(keyOf(shop, move))
  const row = await homeOf(env, shop).prepare(STATE).bind(json).first<StateRow>()
  return stateOf(row ?? undefined)
}

/**
 * Makes the move, in one transaction, and queues the calls that follow: platforms cancel the old
 * address and subscribe the new one. A second press changes nothing. `busy`: the person's data
 * keeps changing, so the caller must try again.
 */
export async function moveContact(
  env: Env,
  shop: Shop,
  press: MovePress,
): Promise<MoveState | 'busy'> {
  const db = homeOf(env, shop)
  const vault = await openVault(env, shop)
  for (let tries = 0; tries < MOVE_TRIES; tries += 1) {
    const json = JSON.stringify({
      ...keyOf(shop, press),
      ...(await sealedAnew(db, vault, shop.id, press)),
      ...requestOf(shop, press),
    })
    const cancel = cancelAtDestinations(db, shop, press.from, { movedAt: press.at }, press.at)
    const prepared = (some: readonly string[]) => some.map((sql) => db.prepare(sql).bind(json))
    const results = await write(db, [
      ...prepared(FIRST),
      ...cancel,
      ...prepared(MOVE),
      // Two subscriptions that became one may have other channels and other product data: a hold may be over.
      wake(db, shop.id, { sql: WAITED_FOR, value: press.to }, press.at),
      ...prepared(CALLS),
      ...prepared([STATE]),
    ])
    const state = stateOf(rows<StateRow>(results.at(-1))[0])
    if (state !== 'open') {
      const written = results.slice(-1 - CALLS.length, -1)
      await enqueueOutbox(env, shop.id, idsOf([...results.slice(1, 1 + cancel.length), ...written]))
      const woken = results[1 + cancel.length + MOVE.length]
      await enqueueMatches(env, shop.id, wokenRestocks([woken]))
      return state
    }
  }
  return 'busy'
}

const keyOf = (shop: Shop, { from, to, madeAt }: Move) => ({
  shopId: shop.id,
  from,
  to,
  madeAt,
  most: shop.settings.limits.openPerContact,
})

/** The further data of the statements: the press, and the calls to platforms and to the person. */
function requestOf(shop: Shop, { to, sealed, at, locale, ip, userAgent }: MovePress) {
  const destination = confirmersOf(shop.settings).email
  const requestId = newId(at)
  return {
    email: { sealed, index: to },
    ip,
    userAgent,
    requestId,
    relays: relayBits(clientShop(shop)),
    // For the message that asks to confirm pending requests. No other request will join it.
    id: requestId,
    locale,
    asks: [{ kind: 'email', channel: 'email', index: to, destination }],
    again: requestId,
    join: requestId,
    at,
    askedAt: at - CONFIRM_DELAY_MS,
  }
}

/** Seals the old contact's data for the new contact. Each number is sealed once. */
async function sealedAnew(db: D1Database, vault: Vault, shopId: string, { from, to }: Move) {
  const [contact, addresses] = await db.batch<Record<string, string | null>>([
    db
      .prepare('SELECT customer_id, attributes FROM contact WHERE id = ?2 AND shop_id = ?1')
      .bind(shopId, from),
    db
      .prepare(
        `SELECT addresses FROM subscription WHERE contact_id = ?2 AND shop_id = ?1
         UNION ALL
         SELECT addresses FROM outbox
         WHERE contact_id = ?2 AND shop_id = ?1 AND call IN ${MOVED_CALLS}
         UNION ALL
         SELECT addresses FROM reminder WHERE contact_id = ?2 AND shop_id = ?1`,
      )
      .bind(shopId, from),
  ])
  const [person] = rows<{ customer_id: string | null; attributes: string | null }>(contact)
  const { customer_id: customerWas = null, attributes: attributesWas = null } = person ?? {}
  const numbers = new Map<string, SealedAddresses>()
  for (const row of rows<{ addresses: string }>(addresses)) {
    for (const [channel, address] of Object.entries(readAddresses(row.addresses))) {
      if (CHANNELS[channel as Channel] === 'phone') numbers.set(address.index, { sms: address })
    }
  }
  const fact = async (name: Fact, stored: string | null) => {
    const text = await openFact(vault, from, name, stored)
    return text === null ? undefined : sealFact(vault, to, name, text)
  }
  const [customer, attributes, phones] = await Promise.all([
    fact('customerId', customerWas),
    fact('attributes', attributesWas),
    Promise.all(
      [...numbers].map(async ([index, one]) => {
        const { sms = '' } = await openAddresses(vault, from, one)
        return [index, await vault.seal(sms, ['address', to, 'phone'])] as const
      }),
    ),
  ])
  return { customerWas, attributesWas, customer, attributes, phones: Object.fromEntries(phones) }
}

interface StateRow {
  suppressed: number
  full: number
  there: number
  done: number
}

function stateOf(row: StateRow | undefined): MoveState {
  if (row?.done) return 'done'
  if (!row?.there || row.suppressed) return 'gone'
  return row.full ? 'full' : 'open'
}
