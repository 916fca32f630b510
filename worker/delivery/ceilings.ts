/**
 * Applies the ceilings to the messages of a run. It counts every call of a destination that sends
 * to people itself. Calls to platforms are not counted, because a platform decides what it sends.
 */
import { channelsFromBits } from '../address/channels.ts'
import { openAddresses, readAddresses } from '../address/sealed.ts'
import { countryOfNumber, rangeOf } from '../address/phone.ts'
import {
  type Candidate,
  type Ceilings,
  judge,
  type Key,
  nameOf,
  othersOf,
} from '../ceiling/rules.ts'
import {
  type Addition,
  addedIn,
  countStatements,
  readCounts,
  readOthers,
} from '../ceiling/store.ts'
import { type Call, phoneOf } from '../connectors/destinations/call.ts'
import { write } from '../homes/d1.ts'
import { CEILING_BUSY_MS, CEILING_TRIES, OUTBOX_LEASE_MS } from '../limits.ts'
import type { OutboxRow } from '../outbox/store.ts'
import { smsCountriesOf } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { commonIndex, type Vault } from '../vault.ts'
import type { Fate } from './rules.ts'
import type { Work } from './work.ts'

/** Reads the data for the ceilings, for the rows that are messages. */
export async function ceilingsFor(
  env: Env,
  db: D1Database,
  shop: Shop,
  vault: Vault,
  messages: OutboxRow[],
): Promise<Ceilings> {
  const found = await Promise.all(messages.map((row) => candidateOf(env, shop, vault, row)))
  const some = found.filter((one) => one !== undefined)
  const counts = await readCounts(
    db,
    some.flatMap(({ address, range }) => [address, ...(range ? [range] : [])]),
  )
  const skus = new Map(messages.map(({ id, sku }) => [id, sku]))
  const asked = some.flatMap((one) =>
    othersOf(one, counts).map((other) => ({ ...other, sku: skus.get(one.id) ?? '' })),
  )
  return {
    candidates: new Map(some.map((one) => [one.id, one])),
    counts,
    others: await readOthers(db, shop.id, asked),
  }
}

/**
 * Undefined if the row has no address, or one that cannot be opened. Then the call fails, with a
 * reason.
 */
async function candidateOf(
  env: Env,
  shop: Shop,
  vault: Vault,
  row: OutboxRow,
): Promise<Candidate | undefined> {
  const { id, call, contact_id: contact, restock_id: restock } = row
  const all = readAddresses(row.addresses)
  // A row may hold further addresses of the person. Its channels say which one gets the message.
  const own = Object.fromEntries(
    channelsFromBits(row.channels).flatMap((one) => (all[one] ? [[one, all[one]]] : [])),
  )
  const to: Call['to'] = await openAddresses(vault, contact, own).catch(() => ({}))
  const phone = to.email === undefined ? phoneOf({ to }) : undefined
  const address = to.email ?? phone
  if (address === undefined) return undefined
  const [index, range] = await Promise.all([
    commonIndex(env, address),
    phone === undefined ? undefined : commonIndex(env, `${shop.id} ${rangeOf(phone)}`),
  ])
  return {
    id,
    call,
    address: index,
    ...(range !== undefined && { range }),
    ...(phone !== undefined && !isOffered(shop, phone) && { barred: true as const }),
    ...(range !== undefined &&
      restock !== null &&
      call === 'notify' && { restock: { id: restock, contact } }),
  }
}

/** Whether the shop still writes to the country of a number: its settings may have changed. */
const isOffered = ({ settings }: Shop, phone: string): boolean =>
  smsCountriesOf(settings).some((country) => country === countryOfNumber(phone))

type HeldFate = Extract<Fate, { state: 'open' | 'dead' | 'dropped' }>

/** The rows of one destination, judged by the ceilings. */
export interface Held {
  /** The rows that may be sent once the statements are written. */
  within: OutboxRow[]
  /** The other rows, each with its fate. */
  held: { row: OutboxRow; fate: HeldFate }[]
  statements: D1PreparedStatement[]
  /** For each row in `within`: the names of the keys under which it was not counted before. */
  counted: Map<string, string[]>
}

/** Judges rows, in their order, by the data of `ceilingsFor`. */
export function holdToCeilings(
  db: D1Database,
  { candidates, counts, others }: Ceilings,
  { settings: { limits } }: Shop,
  rows: OutboxRow[],
  now: number,
): Held {
  const before = new Map([...counts].map(([name, ids]) => [name, ids.size]))
  const additions = new Map<string, Addition>()
  const result: Held = { within: [], held: [], statements: [], counted: new Map() }
  for (const row of rows) {
    const candidate = candidates.get(row.id)
    const verdict = candidate && judge(candidate, counts, others, limits, now, OUTBOX_LEASE_MS)
    if (verdict && verdict.kind !== 'within') {
      result.held.push({ row, fate: fateOfHeld(row, verdict) })
      continue
    }
    result.within.push(row)
    result.counted.set(row.id, (verdict?.counted ?? []).map(nameOf))
    for (const key of verdict?.counted ?? []) add(key, row.id)
  }
  result.statements = countStatements(db, [...additions.values()])
  return result

  function add(key: Key, id: string): void {
    const name = nameOf(key)
    const tag = counts.get(name)?.get(id) ?? ''
    const had = before.get(name)
    const addition = additions.get(name) ?? { ...key, ids: new Map(), before: had, most: had ?? 0 }
    addition.ids.set(id, tag)
    // Consumers that send to one range at the same time must not stop each other, so a range may
    // have any count below its ceiling. An address must have the count that was read: if another
    // consumer was faster, its messages are judged again.
    if (tag === '') addition.most = limits.smsPerRangePerHour - addition.ids.size
    additions.set(name, addition)
  }
}

function fateOfHeld(
  { attempts, call }: OutboxRow,
  verdict: Exclude<ReturnType<typeof judge>, { kind: 'within' }>,
): HeldFate {
  if (verdict.kind === 'told') return { state: 'dead', reason: 'number_told' }
  if (verdict.kind === 'barred') return { state: 'dead', reason: 'country_not_offered' }
  const { at, reason } = verdict
  // Nobody needs it on the next day. The subscription is stored, so its alert will come.
  if (['acknowledge', 'list', 'move'].includes(call)) return { state: 'dropped', reason }
  return { state: 'open', dueAt: at, attempts: attempts - 1, reason }
}

/**
 * Judges and counts again the rows whose counts another consumer changed at the same moment.
 * `results` belong to the statements of `first`. Returns the rows that may be sent, and the others.
 */
export async function settle(
  { env, db, shop, vault }: Pick<Work, 'env' | 'db' | 'shop' | 'vault'>,
  first: Held,
  results: (D1Result<unknown> | undefined)[],
): Promise<Pick<Held, 'within' | 'held'>> {
  const within: OutboxRow[] = []
  const { held } = first
  let now = first
  let added = addedIn(results)
  for (let tries = 1; ; tries += 1) {
    const isCounted = ({ id }: OutboxRow) => now.counted.get(id)?.every((name) => added.has(name))
    within.push(...now.within.filter(isCounted))
    const again = now.within.filter((row) => !isCounted(row))
    if (again.length === 0) return { within, held }
    if (tries === CEILING_TRIES) {
      const dueAt = Date.now() + CEILING_BUSY_MS
      const late = again.map((row) => ({
        row,
        fate: { state: 'open', dueAt, attempts: row.attempts - 1, reason: 'counting' } as const,
      }))
      return { within, held: [...held, ...late] }
    }
    const ceilings = await ceilingsFor(env, db, shop, vault, again)
    now = holdToCeilings(db, ceilings, shop, again, Date.now())
    held.push(...now.held)
    added = addedIn(now.statements.length > 0 ? await write(db, now.statements) : [])
  }
}
