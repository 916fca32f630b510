/** Counts a click, at once or when D1 has time for it. */
import { isUnavailable } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { errorName, logLine } from '../log-line.ts'
import { defer } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { openVault } from '../vault.ts'
import { type Message, recordClick } from './store.ts'

/** A click that waits in the intake queue. `at`: milliseconds since 1970. */
export interface DeferredClick {
  kind: 'click'
  message: Message
  at: number
}

/**
 * Counts a click on a message's link. It never throws: the person gets to the product in any case.
 * While D1 gives no answer, the click is counted later. If it cannot be counted at all, that is
 * logged.
 */
export async function countClick(
  env: Env,
  shop: Shop,
  message: Message,
  now: number,
): Promise<void> {
  try {
    await recordClick(homeOf(env, shop), message, now)
  } catch (error) {
    const work: DeferredClick = { kind: 'click', message, at: now }
    const deferred = isUnavailable(error)
      ? defer(env, await openVault(env, shop), shop.id, work)
      : Promise.reject(error as Error)
    await deferred.catch((lasting: unknown) =>
      logLine('error', 'click_not_recorded', { shop: shop.id, error: errorName(lasting) }),
    )
  }
}

/** Counts a deferred click. */
export const countDeferred = (
  env: Env,
  shop: Shop,
  { message, at }: DeferredClick,
): Promise<void> => recordClick(homeOf(env, shop), message, at)
