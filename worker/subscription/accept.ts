/**
 * Accepts a request for a subscription from any door. The door has parsed it, and has checked that
 * its sender may send it.
 */
import { contactIdOf } from '../address/contact.ts'
import { findVariant } from '../catalog/variant.ts'
import { unpublished } from '../consent/published.ts'
import { isUnavailable } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { provenBy, withClaims } from '../identity.ts'
import { CEILING_REPORT_MS, CONFIRM_DELAY_MS, DAY_MS, RATE_LIMIT_SECONDS } from '../limits.ts'
import { reportShop } from '../log/report.ts'
import { enqueueOutbox } from '../queue.ts'
import type { Fault } from '../result.ts'
import { openSecrets } from '../shop/secrets.ts'
import type { ClientShop } from '../shop/shop.ts'
import { openVault, type Vault } from '../vault.ts'
import { deferRequest } from './intake.ts'
import type { RequestEvidence, SubscriptionRequest } from './request.ts'
import { consentFaults, needsConfirmation, notShownNow, prepare, type Wanted } from './rules.ts'
import { secondsToNextHour } from './room.ts'
import { botCheckOf, proofOf, withinLimits } from './screen.ts'
import { sealRequest } from './seal.ts'
import { type Subscribed, subscribe } from './store.ts'
import { undoToken } from './undo.ts'

/** What became of a request. `undo`: the token with which its form may take it back. */
export type Acceptance =
  /** The person waits: the id is the same for an equal request. */
  | { kind: 'accepted'; id: string; contactId: string; undo: string }
  /**
   * D1 gives no answer: the request is on the intake queue, and stored when there is time. The id is the
   * one it gets, unless an equal request is stored already.
   */
  | { kind: 'deferred'; id: string; contactId: string; undo: string }
  /** The person is never to be written to again: nothing was stored. */
  | { kind: 'suppressed'; contactId: string; undo: string }
  /** Pointers are into `SubscriptionRequest`. */
  | { kind: 'refused'; faults: Fault[] }
  | { kind: 'in_stock' }
  /** The shop does not have the variant, and takes only what it has. */
  | { kind: 'variant_unknown' }
  /** The shop has left the product out: `rules.products`, or the state of its catalogue entry. */
  | { kind: 'not_offered' }
  | { kind: 'too_many_requests'; retryAfterSeconds: number }
  /** The contact has as many open requests as a form may make. */
  | { kind: 'too_many_alerts'; retryAfterSeconds: number }
  /** The shop's forms have made as many new contacts in this hour as they may. */
  | { kind: 'too_many_people'; retryAfterSeconds: number }
  | { kind: 'bot_check_failed' }

/**
 * Checks a request and stores it once, with its consents and the calls that follow from it. Throws
 * when D1 has a lasting fault, or when the Worker has no usable secret.
 */
export async function accept(
  env: Env,
  shop: ClientShop,
  request: SubscriptionRequest,
  evidence: RequestEvidence,
): Promise<Acceptance> {
  const prepared = prepare(request, shop, evidence)
  if (!prepared.ok) return { kind: 'refused', faults: prepared.error }
  const wanted = prepared.value
  const vault = await openVault(env, shop)
  const contactId = await contactIdOf(vault, wanted)

  if (needsConfirmation(shop, request, evidence) && wanted.phone && !shop.confirmers.phone) {
    return { kind: 'refused', faults: [{ pointer: '/phone', code: 'phone_invalid' }] }
  }

  const { asker } = evidence
  if (asker === 'shopper') {
    const what = await vault.index('request', JSON.stringify(wanted))
    if (!(await withinLimits(env, shop, contactId, what, evidence.visitor.ip))) {
      return { kind: 'too_many_requests', retryAfterSeconds: RATE_LIMIT_SECONDS }
    }
  }
  const botCheck = await botCheckOf(env, vault, shop, evidence)
  if (botCheck === 'failed') return { kind: 'bot_check_failed' }

  const confirm = needsConfirmation(shop, request, evidence, botCheck)
  const proof = proofOf(evidence, botCheck)
  const db = homeOf(env, shop)
  const variant = await variantOf(db, shop, wanted.sku, evidence)
  if (!variant) return { kind: 'variant_unknown' }
  const { sku, isId } = variant
  const waits = evidence.inStock === 'waits'
  const named = { ...wanted, ...(await personOf(vault, shop, wanted)), sku }
  const sealed = await sealRequest(vault, shop, contactId, named, proof, { confirm, waits })
  const undoFor = (deferred: boolean) =>
    undoToken(vault, { requestId: sealed.id, contactId, deferred }, Date.now())
  // Words that the shop shows now need no look at the database.
  const isChecked = asker === 'shopper' && evidence.words !== 'declared'
  const strange = isChecked ? notShownNow(request, shop) : []
  const { locale = shop.defaultLocale } = request
  const defer = async (): Promise<Acceptance> => {
    const unproven = strange.length > 0 ? { unproven: { locale, consents: strange } } : {}
    await deferRequest(env, vault, shop, { ...sealed, ...unproven, ...(isId && { named: true }) })
    return { kind: 'deferred', id: sealed.id, contactId, undo: await undoFor(true) }
  }
  if (isId) return defer()
  let subscribed: Subscribed
  try {
    if (strange.length > 0) {
      const forged = await unpublished(db, shop.id, locale, strange, Date.now())
      if (forged.length > 0) {
        return { kind: 'refused', faults: consentFaults(forged, request, shop) }
      }
    }
    subscribed = await subscribe(db, shop, sealed)
  } catch (error) {
    if (!isUnavailable(error)) throw error
    return defer()
  }
  const { id, inStock, known, offered, above, outbox, asked } = subscribed
  if (inStock) return { kind: 'in_stock' }
  if (!id && !known) return { kind: 'variant_unknown' }
  if (!id && !offered) return { kind: 'not_offered' }
  if (above) {
    await reportShop(env, shop, { kind: 'ceiling_reached', reason: above }, CEILING_REPORT_MS)
    const people = above === 'too_many_people'
    const retryAfterSeconds = people ? secondsToNextHour(Date.now()) : DAY_MS / 1000
    return { kind: above, retryAfterSeconds }
  }
  await enqueueOutbox(env, shop.id, outbox)
  await enqueueOutbox(env, shop.id, asked, CONFIRM_DELAY_MS)
  const undo = await undoFor(false)
  return id ? { kind: 'accepted', id, contactId, undo } : { kind: 'suppressed', contactId, undo }
}

/**
 * What a page says of the person: as facts about the contact if the shop's backend proves it, else as data of
 * this request.
 */
async function personOf(
  vault: Vault,
  shop: ClientShop,
  { identity, data, email }: Wanted,
): Promise<Pick<Wanted, 'customerId' | 'attributes' | 'data'>> {
  if (!identity) return {}
  const { proof } = identity
  const { secret } = proof && shop.identify ? await openSecrets(shop.identify, vault) : {}
  const proven = proof && secret ? await provenBy(proof, secret, email) : undefined
  return proven ?? { data: withClaims(data, identity) }
}

/**
 * The sku of the requested variant; undefined if the shop does not have it. `isId`: the id by which it is
 * named is still to be found, because D1 gives no answer.
 */
async function variantOf(
  db: D1Database,
  shop: ClientShop,
  sku: string,
  { names }: RequestEvidence,
): Promise<{ sku: string; isId?: boolean } | undefined> {
  if (names !== 'id') return { sku }
  try {
    return await findVariant(db, shop, sku)
  } catch (error) {
    if (!isUnavailable(error)) throw error
    return { sku, isId: true }
  }
}
