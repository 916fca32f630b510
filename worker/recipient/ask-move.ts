/** Mails a link to another address, to which a person wants to move. */
import { sealAddresses } from '../address/sealed.ts'
import { idsOf, write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import type { Recipient } from '../link/token.ts'
import { insertRows } from '../outbox/row.ts'
import { enqueueOutbox } from '../queue.ts'
import { confirmersOf } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { openVault } from '../vault.ts'
import { maySend, slotId } from './send-link.ts'

// Only for somebody who is known by e-mail and waits for something. The row names the contact of the
// new address, so it is not sent if that is suppressed. Presses in quick succession are one mail.
const ASK = insertRows(
  'move',
  {
    id: `?3 || ':' || k.id || ':' || ?6 || ':@move'`,
    shop_id: '?1',
    destination: '?4',
    due_at: '?5',
    contact_id: '?6',
    channels: '1',
    addresses: '?7',
    locale: '?8',
    detail: `json_object('at', ?5, 'from', k.id)`,
  },
  `FROM contact k
   WHERE k.id = ?2 AND k.shop_id = ?1 AND k.id <> ?6 AND ?9
     AND k.addresses ->> '$.email.index' = k.id
     AND EXISTS (SELECT 1 FROM subscription s WHERE s.contact_id = k.id AND s.shop_id = ?1)`,
)

/**
 * Queues the mail, if the new address has had fewer than the day's limit. Nothing changes until its
 * link is followed. The outcome is for nobody outside. `now` is in milliseconds since 1970.
 */
export async function askToMove(
  env: Env,
  shop: Shop,
  { contactId, locale }: Recipient,
  email: string,
  now: number,
): Promise<void> {
  const vault = await openVault(env, shop)
  const db = homeOf(env, shop)
  const to = await vault.index('email', email)
  const [addresses, may] = await Promise.all([
    sealAddresses(vault, to, ['email'], { email }),
    maySend(env, db, email, 'move', now),
  ])
  const values = [
    shop.id,
    contactId,
    slotId(now),
    confirmersOf(shop.settings).email,
    now,
    to,
    JSON.stringify(addresses),
    locale,
    Number(may),
  ]
  const written = await write(db, [db.prepare(ASK).bind(...values)])
  await enqueueOutbox(env, shop.id, idsOf(written))
}
