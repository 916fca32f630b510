/**
 * The way round an overloaded database: a request that was checked and answered as accepted waits in
 * a queue until D1 has time for it. It is sealed, because queues hold no personal data in clear.
 */
import { write } from '../homes/d1.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import type { IntakeMessage } from '../messages.ts'
import { clientShop } from '../shop/rules.ts'
import type { ClientShop } from '../shop/shop.ts'
import { shopById } from '../shop/store.ts'
import { homeOf } from '../homes/home.ts'
import { startedRestocks, startRestocks } from '../restock/start.ts'
import { type About, openVault, type Vault } from '../vault.ts'
import { subscribe } from './store.ts'
import { type SealedRequest } from './seal.ts'

const INTAKE: About = ['intake']

/** Puts a request on the intake queue. Throws when the queue does not take it. */
export async function deferRequest(
  env: Env,
  vault: Vault,
  shop: ClientShop,
  asked: SealedRequest,
): Promise<void> {
  await env.INTAKE_QUEUE.send({
    shop: shop.id,
    sealed: await vault.seal(JSON.stringify(asked), INTAKE),
  })
}

/** Stores a deferred request. If the variant is back by now, the person is notified. */
export async function runIntake(env: Env, { shop: id, sealed }: IntakeMessage): Promise<void> {
  const shop = await shopById(env, id)
  if (!shop) return
  const vault = await openVault(env, shop)
  const asked = JSON.parse(await vault.open(sealed, INTAKE)) as SealedRequest
  const db = homeOf(env, shop)
  const { id: waiting, inStock, outbox } = await subscribe(db, clientShop(shop), asked, true)
  await enqueueOutbox(env, id, outbox)
  const { sku } = JSON.parse(asked.json) as { sku: string }
  const [restocked] = await write(db, [startRestocks(db, shop, [sku], Date.now())])
  const restocks = startedRestocks(restocked)
  await enqueueMatches(env, id, restocks)
  // A restock that is under way may have passed this person already: look again when it is over.
  if (waiting && inStock && restocks.length === 0) throw new Error('a restock is under way')
}
