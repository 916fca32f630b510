/** Applies what a mail or SMS service reports about addresses: bounces, spam complaints, STOP. */
import { senderNumber } from '../address/phone.ts'
import type { AddressReport } from '../connectors/destinations/contract.ts'
import type { Shop } from '../shop/shop.ts'
import { homeOf } from '../homes/home.ts'
import { liftSuppression, suppressAddress } from './store.ts'
import { openVault } from '../vault.ts'

/**
 * Suppresses the reported addresses, and queues the cancellations that follow. `start` lifts a
 * suppression that a STOP caused. `sender`: the domain that the mails came from. `now` is in milliseconds
 * since 1970.
 */
export async function applyReports(
  env: Env,
  shop: Shop,
  reports: AddressReport[],
  now: number,
  sender?: string,
): Promise<void> {
  const vault = await openVault(env, shop)
  for (const report of reports) {
    const kind = 'email' in report ? 'email' : 'phone'
    // A carrier may write a number in an old form (`+52 1 …`): it is stored in today's.
    const address = 'email' in report ? report.email : senderNumber(report.phone)
    const index = await vault.index(kind, address)
    const { reason } = report
    if (reason === 'start') await liftSuppression(homeOf(env, shop), shop.id, index, ['stop'])
    else await suppressAddress(env, shop, { kind, index }, reason, now, sender)
  }
}
