/** Stores consents that wait in the intake queue, because D1 gave no answer when they came. */
import { homeOf } from '../homes/home.ts'
import { enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import type { SealedConsents } from './seal.ts'
import { storeConsents } from './store.ts'

/** Consents that wait in the intake queue. `at`: milliseconds since 1970. */
export interface DeferredConsents {
  kind: 'consents'
  consents: SealedConsents
  at: number
}

/** Stores deferred consents, unless their person has stopped everything since then. It may run twice. */
export async function storeDeferredConsents(
  env: Env,
  shop: Shop,
  { consents, at }: DeferredConsents,
): Promise<void> {
  const { outbox } = await storeConsents(homeOf(env, shop), shop.id, consents, at, true)
  await enqueueOutbox(env, shop.id, outbox)
}
