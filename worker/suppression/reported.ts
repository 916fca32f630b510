/** Applies what a mail or SMS service reports about addresses: bounces, spam complaints, STOP. */
import type { AddressReport } from '../connectors/destinations/contract.ts'
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
  const vault = await openVault(env, shop)
  for (const report of reports) {
    const kind = 'email' in report ? 'email' : 'phone'
    const index = await vault.index(kind, 'email' in report ? report.email : report.phone)
    const { reason } = report
    if (reason === 'start') await liftSuppression(homeOf(env, shop), shop.id, index, ['stop'])
    else await suppressAddress(env, shop, { kind, index }, reason, now)
  }
}
