/** Mails a person the link to their own page, when somebody asks for it with the person's address. */
import { dayOf, nameOf } from '../ceiling/rules.ts'
import { readCounts } from '../ceiling/store.ts'
import { idsOf, write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { spanId } from '../ids.ts'
import { CONFIRMATIONS_A_DAY, LIST_SLOT_MS } from '../limits.ts'
import { insertRows } from '../outbox/row.ts'
import { enqueueOutbox } from '../queue.ts'
import type { ClientShop } from '../shop/shop.ts'
import { commonIndex, openVault } from '../vault.ts'

// Only to somebody on a list, and to the address of the contact itself: numbers and addresses of a
// request may be anybody's. The id is that of the contact and of a few minutes, so that presses in
// quick succession are one mail.
const ASK = insertRows(
  'list',
  {
    id: `?3 || ':' || k.id || ':@list'`,
    shop_id: '?1',
    destination: '?4',
    due_at: '?5',
    contact_id: 'k.id',
    channels: '1',
    addresses: 'k.addresses',
    locale: `coalesce((SELECT s.locale FROM subscription s
      WHERE s.contact_id = k.id AND s.shop_id = ?1 AND s.locale <> ''
      ORDER BY s.id DESC LIMIT 1), ?6)`,
  },
  `FROM contact k
   WHERE k.id = ?2 AND k.shop_id = ?1 AND ?7 AND k.addresses ->> '$.email.index' IS NOT NULL
     AND EXISTS (SELECT 1 FROM subscription s WHERE s.contact_id = k.id AND s.shop_id = ?1)`,
)

/**
 * Queues the mail, if the address waits for anything in the shop and has had fewer than the day's
 * limit. The outcome is for nobody outside. `now` is in milliseconds since 1970.
 */
export async function mailLink(
  env: Env,
  shop: ClientShop,
  email: string,
  locale: string,
  now: number,
): Promise<void> {
  const vault = await openVault(env, shop)
  const [contactId, address] = await Promise.all([
    vault.index('email', email),
    commonIndex(env, email),
  ])
  const db = homeOf(env, shop)
  const today = (await readCounts(db, [address])).get(nameOf({ who: address, span: dayOf(now) }))
  const sent = [...(today?.values() ?? [])].filter((call) => call === 'list').length
  const slot = now - (now % LIST_SLOT_MS)
  // Over the limit the mail would wait for tomorrow, when nobody needs it any more.
  const within = Number(sent < CONFIRMATIONS_A_DAY)
  const written = await write(db, [
    db
      .prepare(ASK)
      .bind(shop.id, contactId, spanId(slot), shop.confirmers.email, now, locale, within),
  ])
  await enqueueOutbox(env, shop.id, idsOf(written))
}
