/**
 * Sends a person the link to their own page, when somebody asks for it with the person's address: by
 * mail, or by SMS to a number.
 */
import { channelBits } from '../address/channels.ts'
import { dayOf, nameOf } from '../ceiling/rules.ts'
import { readCounts } from '../ceiling/store.ts'
import { idsOf, write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { spanId } from '../ids.ts'
import { CONFIRMATIONS_A_DAY, LIST_SLOT_MS } from '../limits.ts'
import type { Code } from '../link/short.ts'
import { insertRows } from '../outbox/row.ts'
import { enqueueOutbox } from '../queue.ts'
import type { ClientShop } from '../shop/shop.ts'
import { commonIndex, openVault } from '../vault.ts'

// The id is that of the contact and of a few minutes, so that presses in quick succession are one
// message.
const ROW = {
  id: `?3 || ':' || k.id || ':@list'`,
  shop_id: '?1',
  destination: '?4',
  due_at: '?5',
  contact_id: 'k.id',
}

// Only to somebody on a list, and to the address of the contact itself: numbers and addresses of a
// request may be anybody's.
const ASK = {
  email: insertRows(
    'list',
    {
      ...ROW,
      channels: `${channelBits(['email'])}`,
      addresses: 'k.addresses',
      locale: `coalesce((SELECT s.locale FROM subscription s
        WHERE s.contact_id = k.id AND s.shop_id = ?1 AND s.locale <> ''
        ORDER BY s.id DESC LIMIT 1), ?6)`,
    },
    `FROM contact k
     WHERE k.id = ?2 AND k.shop_id = ?1 AND ?7 AND k.addresses ->> '$.email.index' IS NOT NULL
       AND EXISTS (SELECT 1 FROM subscription s WHERE s.contact_id = k.id AND s.shop_id = ?1)`,
  ),
  // The short link holds the id of the newest subscription.
  phone: insertRows(
    'list',
    {
      ...ROW,
      subscription_id: 's.id',
      channels: `${channelBits(['sms'])}`,
      addresses: `json_object('sms', json(s.addresses -> '$.sms'))`,
      locale: `iif(s.locale <> '', s.locale, ?6)`,
    },
    `FROM contact k JOIN subscription s ON s.contact_id = k.id AND s.shop_id = ?1
     WHERE k.id = ?2 AND k.shop_id = ?1 AND ?7 AND k.addresses ->> '$.email' IS NULL
       AND s.addresses ->> '$.sms.index' = k.id
     ORDER BY s.id DESC LIMIT 1`,
  ),
}

/**
 * Queues the message, if the address (`to`: a mail address, or a number in E.164 that the shop may write
 * to) waits for anything in the shop and has had fewer than the day's limit. The outcome is for nobody
 * outside. `now` is in milliseconds since 1970.
 */
export async function sendLink(
  env: Env,
  shop: ClientShop,
  kind: 'email' | 'phone',
  to: string,
  locale: string,
  now: number,
): Promise<void> {
  const destination = shop.confirmers[kind]
  if (!destination) return
  const vault = await openVault(env, shop)
  const db = homeOf(env, shop)
  const [contactId, may] = await Promise.all([
    vault.index(kind, to),
    maySend(env, db, to, 'list', now),
  ])
  const values = [shop.id, contactId, slotId(now), destination, now, locale, Number(may)]
  const written = await write(db, [db.prepare(ASK[kind]).bind(...values)])
  await enqueueOutbox(env, shop.id, idsOf(written))
}

/**
 * Whether an address has had fewer messages of a kind today than the limit, from all shops. Over the
 * limit a message would only be dropped. `now` is in milliseconds since 1970.
 */
export async function maySend(
  env: Env,
  db: D1Database,
  to: string,
  call: 'list' | 'move',
  now: number,
): Promise<boolean> {
  const who = await commonIndex(env, to)
  const today = (await readCounts(db, [who])).get(nameOf({ who, span: dayOf(now) }))
  const sent = [...(today?.values() ?? [])].filter((one) => one === call).length
  return sent < CONFIRMATIONS_A_DAY
}

/** The id of the few minutes around a time: presses in quick succession have the same. */
export const slotId = (now: number): string => spanId(now - (now % LIST_SLOT_MS))

/**
 * Whose messages a short code stops, if the message has no row of its own: the last one about a closed list.
 * The consent is kept, and an SMS with the code is what its link proves, as for any other message.
 */
export async function stoppedBy(db: D1Database, { shopId, contact, subscription }: Code) {
  const row = await db
    .prepare(
      `SELECT c.contact_id, c.sku, c.locale FROM consent c
       WHERE c.contact_id >= ?2 AND c.contact_id < ?2 || '~' AND c.shop_id = ?1
         AND substr(c.subscription_id, -?4) = ?3 LIMIT 1`,
    )
    .bind(shopId, contact, subscription, subscription.length)
    .first<{ contact_id: string; sku: string; locale: string }>()
  return row ?? undefined
}

/**
 * Whose list a short code opens; undefined if it opens none. A number that stands on the list of
 * somebody's mail address may be a stranger's: only the contact that a number identifies, which has no
 * mail address, is found by a code.
 */
export async function listOf(db: D1Database, { shopId, contact, subscription }: Code) {
  const row = await db
    .prepare(
      `SELECT c.contact_id, c.subscription_id, c.locale FROM consent c
         JOIN contact k ON k.id = c.contact_id AND k.shop_id = ?1
       WHERE c.contact_id >= ?2 AND c.contact_id < ?2 || '~' AND c.shop_id = ?1
         AND substr(c.subscription_id, -?4) = ?3 AND k.addresses ->> '$.email' IS NULL LIMIT 1`,
    )
    .bind(shopId, contact, subscription, subscription.length)
    .first<{ contact_id: string; subscription_id: string; locale: string }>()
  return row ?? undefined
}
