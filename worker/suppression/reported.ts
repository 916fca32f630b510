/** Applies what a mail or SMS service reports about addresses: bounces, spam complaints, STOP. */
import type { AddressReport } from '../connectors/destinations/contract.ts'
import { enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { homeOf } from '../homes/home.ts'
import { liftSuppression, suppressAddress } from './store.ts'
import { openVault } from '../vault.ts'

/**
 * Suppresses the reported addresses, and queues the cancellations that follow. `start` lifts a
 * suppression that a STOP caused. `now` is in milliseconds since 1970.
 */
export async function applyReports(
  env: Env,
  shop: Shop,
  reports: AddressReport[],
  now: number,
): Promise<void> {
  const db = homeOf(env, shop)
  const vault = await openVault(env, shop.id)
  for (const report of reports) {
    const address =
      'email' in report
        ? { contact: await vault.index('email', report.email) }
        : { phone: await vault.index('phone', report.phone) }
    const { reason } = report
    if (reason === 'start') {
      const index = 'phone' in address ? address.phone : address.contact
      await liftSuppression(db, shop.id, index, ['stop'])
    } else {
      const outbox = await suppressAddress(db, shop, address, reason, now)
      await enqueueOutbox(env, shop.id, outbox)
    }
  }
}
