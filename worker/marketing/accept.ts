/**
 * Accepts consents to marketing from any door, of people who need not wait for a product. The door has
 * parsed them, and has checked that their sender may send them.
 */
import { contactIdOf } from '../address/contact.ts'
import { chunks } from '../chunks.ts'
import { isUnavailable } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { CEILING_REPORT_MS, CONSENT_CHUNK, RATE_LIMIT_SECONDS } from '../limits.ts'
import { reportShop } from '../log/report.ts'
import { defer, enqueueOutbox } from '../queue.ts'
import type { ClientShop } from '../shop/shop.ts'
import type { RequestEvidence } from '../subscription/request.ts'
import { secondsToNextHour } from '../subscription/room.ts'
import { needsConfirmation } from '../subscription/rules.ts'
import { botCheckOf, proofOf, withinLimits } from '../subscription/screen.ts'
import { openVault, type Vault } from '../vault.ts'
import type { DeferredConsents } from './intake.ts'
import type { ConsentRequest } from './request.ts'
import { type PersonFault, prepareConsents } from './rules.ts'
import { sealConsents } from './seal.ts'
import { storeConsents } from './store.ts'

/** What became of consents. */
export type ConsentsAcceptance =
  /** Everything is recorded that may be: of a suppressed address, nothing is, and the answer is the same. */
  | { kind: 'accepted' }
  /** D1 gives no answer: the consents are on the intake queue, and stored when there is time. */
  | { kind: 'deferred' }
  /** Nothing was stored. */
  | { kind: 'refused'; faults: PersonFault[] }
  | { kind: 'too_many_requests'; retryAfterSeconds: number }
  /** The shop's forms have made as many new contacts in this hour as they may. */
  | { kind: 'too_many_people'; retryAfterSeconds: number }
  | { kind: 'bot_check_failed' }

/**
 * Records what people agreed to, in words that the shop declares (shop/dialects.ts), and passes it on to
 * the destinations that record marketing. The contact is made if there is none. The same consent again
 * within a day writes nothing. A consent whose address the person would have to confirm (double opt-in) is
 * recorded and not passed on; a backend has the confirmation already.
 *
 * A page sends one person; while D1 gives no answer, the intake queue takes its consents. A backend sends
 * any number: then this throws, and the backend sends all of them again, which changes nothing.
 */
export async function acceptConsents(
  env: Env,
  shop: ClientShop,
  people: ConsentRequest[],
  evidence: RequestEvidence,
): Promise<ConsentsAcceptance> {
  const prepared = prepareConsents(people, shop)
  if (!prepared.ok) return { kind: 'refused', faults: prepared.error }
  const vault = await openVault(env, shop)
  if (evidence.asker === 'shopper') {
    for (const [person, one] of prepared.value.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- a page sends one person
      const outcome = await acceptOne(env, shop, vault, one, evidence, person)
      if (outcome.kind !== 'accepted') return outcome
    }
    return { kind: 'accepted' }
  }
  const now = Date.now()
  for (const some of chunks(prepared.value, CONSENT_CHUNK)) {
    // oxlint-disable-next-line no-await-in-loop -- one transaction after the other, as D1 runs them
    const sealed = await sealConsents(vault, shop, some, proofOf(evidence, undefined), false, now)
    // oxlint-disable-next-line no-await-in-loop -- as above
    const { outbox } = await storeConsents(homeOf(env, shop), shop.id, sealed, now)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await enqueueOutbox(env, shop.id, outbox)
  }
  return { kind: 'accepted' }
}

async function acceptOne(
  env: Env,
  shop: ClientShop,
  vault: Vault,
  request: ConsentRequest,
  evidence: Extract<RequestEvidence, { asker: 'shopper' }>,
  person: number,
): Promise<ConsentsAcceptance> {
  const channels = request.consents.map(({ channel }) => channel)
  const asked = { channels, phone: request.phone, country: request.country }
  if (needsConfirmation(shop, asked, evidence) && request.phone && !shop.confirmers.phone) {
    return { kind: 'refused', faults: [{ person, pointer: '/phone', code: 'phone_invalid' }] }
  }
  const contactId = await contactIdOf(vault, request)
  const what = await vault.index('request', JSON.stringify(request))
  if (!(await withinLimits(env, shop, contactId, what, evidence.visitor.ip))) {
    return { kind: 'too_many_requests', retryAfterSeconds: RATE_LIMIT_SECONDS }
  }
  const botCheck = await botCheckOf(env, vault, shop, evidence)
  if (botCheck === 'failed') return { kind: 'bot_check_failed' }
  const confirm = needsConfirmation(shop, asked, evidence, botCheck)
  const now = Date.now()
  const proof = proofOf(evidence, botCheck)
  const sealed = await sealConsents(vault, shop, [request], proof, confirm, now)
  try {
    const { crowded, outbox } = await storeConsents(homeOf(env, shop), shop.id, sealed, now)
    if (crowded) {
      const reason = 'too_many_people'
      await reportShop(env, shop, { kind: 'ceiling_reached', reason }, CEILING_REPORT_MS)
      return { kind: reason, retryAfterSeconds: secondsToNextHour(Date.now()) }
    }
    await enqueueOutbox(env, shop.id, outbox)
    return { kind: 'accepted' }
  } catch (error) {
    if (!isUnavailable(error)) throw error
    const work: DeferredConsents = { kind: 'consents', consents: sealed, at: now }
    await defer(env, vault, shop.id, work)
    return { kind: 'deferred' }
  }
}
