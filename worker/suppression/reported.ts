/** Acts on what a mail or SMS service says of addresses: those that are dead, and those that protest. */
import type { AddressReport } from '../connectors/destinations/contract.ts'
import { enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { homeOf } from '../homes/home.ts'
import { liftSuppression, suppressAddress } from './store.ts'
import { openVault } from '../vault.ts'

export async function applyReports(
  env: Env,
  shop: Shop,
  reports: AddressReport[],
  now: number,
): Promise<void> {
  const db = homeOf(env, shop)
  const vault = await openVault(env, shop.id)
  for (const one of reports) {
    const address =
      'email' in one
        ? { contact: await vault.index('email', one.email) }
        : { phone: await vault.index('phone', one.phone) }
    const { reason } = one
    if (reason === 'start') {
      const index = 'phone' in address ? address.phone : address.contact
      await liftSuppression(db, shop.id, index, ['stop'])
    } else {
      const outbox = await suppressAddress(db, shop, address, reason, now)
      await enqueueOutbox(env, shop.id, outbox)
    }
  }
}
