/** The members of a shop's team in D1. Their addresses are sealed like those of shoppers. */
import { channelBits } from '../address/channels.ts'
import { idsOf, rows, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { TEAM_ASK_AGAIN_MS, TEAM_MEMBERS } from '../limits.ts'
import { NOTICE_KINDS, type Notice, type NoticeKind } from '../message/notice.tsx'
import { insertRows } from '../outbox/row.ts'
import { confirmersOf } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import type { Vault } from '../vault.ts'
import { type Member, type MemberChange, type NewMember, offAfter } from './rules.ts'

interface MemberRow {
  id: string
  address: string
  name: string | null
  created_at: number
  confirmed_at: number | null
  /** JSON: the notices that are off. */
  off: string
}

const COLUMNS = 'id, address, name, created_at, confirmed_at, off'
const BY_MAIL = channelBits(['email'])

// A complaint or a bounce stops mails to the address. That a shopper of this address wants no alerts does not.
const IS_REACHABLE = `NOT EXISTS (SELECT 1 FROM suppression u WHERE u.shop_id = m.shop_id
  AND u.address_index = m.address_index AND u.reason IN ('bounce', 'complaint'))`

// ?1 shop, ?2 the id of the notice, ?3 destination, ?4 now, ?5 its kind, ?6 JSON of the detail.
const NOTICE_ROW = {
  id: `?2 || ':' || m.id`,
  shop_id: '?1',
  destination: '?3',
  due_at: '?4',
  contact_id: 'm.id',
  channels: String(BY_MAIL),
  addresses: `json_object('email', json_object('sealed', m.address, 'index', m.address_index))`,
  detail: '?6',
}
const INSERT_NOTICES = insertRows(
  'notice',
  NOTICE_ROW,
  `FROM member m WHERE m.shop_id = ?1 AND m.confirmed_at IS NOT NULL AND ${IS_REACHABLE}
     AND NOT EXISTS (SELECT 1 FROM json_each(m.off) o WHERE o.value = ?5)`,
)
const INSERT_NOTICES_IF_CHANGED = INSERT_NOTICES.replace(
  'WHERE m.shop_id',
  'WHERE changes() > 0 AND m.shop_id',
)
const INSERT_INVITE = insertRows(
  'notice',
  NOTICE_ROW,
  `FROM member m WHERE m.shop_id = ?1 AND m.id = ?5 AND m.confirmed_at IS NULL
     AND m.asked_at = ?4 AND ${IS_REACHABLE}`,
)

/**
 * A statement that writes a mail to each confirmed member who has not switched this kind off. It returns the
 * ids of the rows, which the caller queues. `id`: of the notice; a repetition with the same id writes nothing.
 * `except`: a destination that must not carry the mail, because the mail is about it. `ifChanged`: writes
 * nothing unless the statement before it in the transaction changed a row.
 */
export function noticeStatement(
  db: D1Database,
  shop: Shop,
  id: string,
  notice: Notice,
  now: number,
  { except, ifChanged = false }: { except?: string; ifChanged?: boolean } = {},
): D1PreparedStatement {
  return db
    .prepare(ifChanged ? INSERT_NOTICES_IF_CHANGED : INSERT_NOTICES)
    .bind(shop.id, id, mailerOf(shop, except), now, notice.kind, detailOf(notice, now))
}

const detailOf = (notice: Notice | { kind: 'invite' }, at: number) => JSON.stringify({ at, notice })

/** The destination that carries mails to the team: the one that asks shoppers to confirm. */
function mailerOf({ settings }: Shop, except?: string): string {
  const destinations = settings.destinations.filter(({ name }) => name !== except)
  return confirmersOf({ ...settings, destinations }).email
}

/**
 * Adds a member and asks them by mail to confirm. If the address is on the team, nothing changes, except
 * that a member who has not confirmed is asked again after a minute. `full`: the team is as large as it may be.
 */
export async function addMember(
  db: D1Database,
  shop: Shop,
  vault: Vault,
  { email, name, notices }: NewMember,
  now: number,
): Promise<{ member: Member; isNew: boolean; queue: string[] } | 'full'> {
  const id = newId(now)
  const [sealed, index] = await Promise.all([
    vault.seal(email, ['address', id, 'email']),
    vault.index('email', email),
  ])
  const ask = db
    .prepare(
      `UPDATE member SET asked_at = ?3 WHERE shop_id = ?1 AND address_index = ?2
         AND confirmed_at IS NULL AND coalesce(asked_at, 0) <= ?3 - ?4`,
    )
    .bind(shop.id, index, now, TEAM_ASK_AGAIN_MS)
  const [added, found] = await write(db, [
    db
      .prepare(
        `INSERT INTO member (id, shop_id, address, address_index, name, off, created_at)
         SELECT ?2, ?1, ?3, ?4, ?5, ?6, ?7
         WHERE (SELECT count(*) FROM member WHERE shop_id = ?1) < ?8
         ON CONFLICT DO NOTHING RETURNING id`,
      )
      .bind(
        shop.id,
        id,
        sealed,
        index,
        name ?? null,
        JSON.stringify(offAfter([], notices)),
        now,
        TEAM_MEMBERS,
      ),
    db
      .prepare(`SELECT ${COLUMNS} FROM member WHERE shop_id = ?1 AND address_index = ?2`)
      .bind(shop.id, index),
    ask,
  ])
  const [row] = rows<MemberRow>(found)
  if (!row) return 'full'
  const invited = await write(db, [
    db
      .prepare(INSERT_INVITE)
      .bind(
        shop.id,
        `invite:${now}`,
        mailerOf(shop),
        now,
        row.id,
        detailOf({ kind: 'invite' }, now),
      ),
  ])
  return {
    member: await shownAs(vault, row),
    isNew: rows(added).length > 0,
    queue: idsOf(invited),
  }
}

/** The team of a shop, oldest member first. */
export async function teamOf(db: D1Database, shopId: string, vault: Vault): Promise<Member[]> {
  const { results } = await db
    .prepare(`SELECT ${COLUMNS} FROM member WHERE shop_id = ?1 ORDER BY id`)
    .bind(shopId)
    .all<MemberRow>()
  return Promise.all(results.map((row) => shownAs(vault, row)))
}

/** A member by id; undefined if the shop has none of this id. */
export async function memberOf(
  db: D1Database,
  shopId: string,
  vault: Vault,
  id: string,
): Promise<Member | undefined> {
  const row = await rowOf(db, shopId, id)
  return row ? shownAs(vault, row) : undefined
}

/**
 * A confirmed member by id or by address in its stored form (shared/email.ts): test messages go to these
 * alone. Undefined if there is none.
 */
export async function confirmedMember(
  db: D1Database,
  shopId: string,
  vault: Vault,
  idOrAddress: string,
): Promise<Member | undefined> {
  const row = await db
    .prepare(
      `SELECT ${COLUMNS} FROM member
       WHERE shop_id = ?1 AND (id = ?2 OR address_index = ?3) AND confirmed_at IS NOT NULL`,
    )
    .bind(shopId, idOrAddress, await vault.index('email', idOrAddress))
    .first<MemberRow>()
  return row ? shownAs(vault, row) : undefined
}

/** Changes a member's name, or which mails they get. Undefined if the shop has no such member. */
export async function changeMember(
  db: D1Database,
  shopId: string,
  vault: Vault,
  id: string,
  { name, notices }: MemberChange,
): Promise<Member | undefined> {
  const row = await rowOf(db, shopId, id)
  if (!row) return undefined
  const off = JSON.stringify(offAfter(JSON.parse(row.off) as NoticeKind[], notices))
  await write(db, [
    db
      .prepare(
        'UPDATE member SET name = coalesce(?3, name), off = ?4 WHERE shop_id = ?1 AND id = ?2',
      )
      .bind(shopId, id, name ?? null, off),
  ])
  return shownAs(vault, { ...row, name: name ?? row.name, off })
}

/** Records that a member confirmed their address. A repetition changes nothing. */
export async function confirmMember(
  db: D1Database,
  shopId: string,
  id: string,
  now: number,
): Promise<void> {
  await write(db, [
    db
      .prepare(
        `UPDATE member SET confirmed_at = ?3
         WHERE shop_id = ?1 AND id = ?2 AND confirmed_at IS NULL`,
      )
      .bind(shopId, id, now),
  ])
}

/** Removes a member, with the mails to them that were not sent. Gives whether there was one. */
export async function removeMember(db: D1Database, shopId: string, id: string): Promise<boolean> {
  const [removed] = await write(db, [
    db.prepare('DELETE FROM member WHERE shop_id = ?1 AND id = ?2').bind(shopId, id),
    db
      .prepare(`DELETE FROM outbox WHERE shop_id = ?1 AND contact_id = ?2 AND call = 'notice'`)
      .bind(shopId, id),
  ])
  return (removed?.meta.changes ?? 0) > 0
}

const rowOf = (db: D1Database, shopId: string, id: string) =>
  db
    .prepare(`SELECT ${COLUMNS} FROM member WHERE shop_id = ?1 AND id = ?2`)
    .bind(shopId, id)
    .first<MemberRow>()

async function shownAs(vault: Vault, row: MemberRow): Promise<Member> {
  const off = JSON.parse(row.off) as NoticeKind[]
  return {
    id: row.id,
    email: await vault.open(row.address, ['address', row.id, 'email']),
    ...(row.name !== null && { name: row.name }),
    confirmed: row.confirmed_at !== null,
    notices: Object.fromEntries(
      NOTICE_KINDS.map((kind) => [kind, !off.includes(kind)]),
    ) as Member['notices'],
    createdAt: new Date(row.created_at).toISOString(),
  }
}
