/** The consumer of the intake queue: does the work that waited because D1 gave no answer. */
import { countDeferred, type DeferredClick } from '../click/count.ts'
import { type DeferredConsents, storeDeferredConsents } from '../marketing/intake.ts'
import type { IntakeMessage } from '../messages.ts'
import { INTAKE } from '../queue.ts'
import { type DeferredStop, stopDeferred } from '../recipient/stop.ts'
import { shopById } from '../shop/store.ts'
import { type DeferredRequest, storeDeferred } from '../subscription/intake.ts'
import { type DeferredUndo, undoDeferred } from '../subscription/undo.ts'
import { openVault } from '../vault.ts'

type DeferredWork = DeferredRequest | DeferredConsents | DeferredUndo | DeferredStop | DeferredClick

/** Handles a queue message. Throws while D1 still gives no answer: the queue repeats the message. */
export async function runIntake(env: Env, { shop: id, sealed }: IntakeMessage): Promise<void> {
  const shop = await shopById(env, id)
  if (!shop) return
  const vault = await openVault(env, shop)
  const work = JSON.parse(await vault.open(sealed, INTAKE)) as DeferredWork
  switch (work.kind) {
    case 'request':
      return storeDeferred(env, shop, work)
    case 'consents':
      return storeDeferredConsents(env, shop, work)
    case 'undo':
      return undoDeferred(env, shop, work)
    case 'stop':
      return stopDeferred(env, shop, work)
    case 'click':
      return countDeferred(env, shop, work)
    default:
      return work satisfies never
  }
}
