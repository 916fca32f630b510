/**
 * Consents to marketing in Klaviyo's dialect: "Create Client Subscription" and "Bulk Subscribe Profiles".
 * The list that a caller names is not kept: where the shop relays to Klaviyo, its own `listId` counts.
 */
import { type Context, Hono } from 'hono'
import { CLIENT_BODY_BYTES, KLAVIYO_JOB_BYTES } from '../../../limits.ts'
import { acceptConsents } from '../../../marketing/accept.ts'
import type { PersonFault } from '../../../marketing/rules.ts'
import type { Result } from '../../../result.ts'
import { clientShop } from '../../../shop/rules.ts'
import type { ClientShop } from '../../../shop/shop.ts'
import type { RequestEvidence } from '../../../subscription/request.ts'
import { BACKEND_EVIDENCE, pageEvidence, type DialectApp } from '../caller.ts'
import { reportMissingWords } from '../consents.ts'
import { pageOf } from '../page.ts'
import { both } from '../paths.ts'
import { accepted } from './answer.ts'
import { jsonApi } from './body.ts'
import {
  at,
  clientConsents,
  type ConsentRefusal,
  jobConsents,
  type PlacedRequest,
} from './consent-request.ts'
import {
  INVALID_EMAIL,
  INVALID_PHONE,
  invalidInput,
  klaviyoErrors,
  type KlaviyoError,
  onlyMethods,
  permissionDenied,
  throttled,
} from './errors.ts'
import { klaviyoKey, klaviyoPage, type KlaviyoPageApp } from './key.ts'

const CLIENT = both('/client/subscriptions')
const JOBS = both('/api/profile-subscription-bulk-create-jobs')

export const clientConsentRoutes = new Hono<KlaviyoPageApp>()
  .on('POST', CLIENT, klaviyoPage, jsonApi(CLIENT_BODY_BYTES), (c) => {
    const { shop, body } = c.var
    const { page } = pageOf(c, shop)
    return recorded(c, shop, clientConsents(body, shop, page, Date.now()), pageEvidence(c))
  })
  .on('ALL', CLIENT, onlyMethods('POST', 'OPTIONS'))

export const consentJobRoutes = new Hono<DialectApp>()
  .on('POST', JOBS, klaviyoKey(), jsonApi(KLAVIYO_JOB_BYTES), (c) => {
    const shop = clientShop(c.var.shop)
    return recorded(c, shop, jobConsents(c.var.body, shop, Date.now()), BACKEND_EVIDENCE)
  })
  // Klaviyo's description has no way to read such a job either.
  .on('ALL', JOBS, onlyMethods('POST'))

/** Records the consents, and answers as Klaviyo does: 202 without a body, the same for a repetition. */
async function recorded(
  c: Context,
  shop: ClientShop,
  read: Result<PlacedRequest[], ConsentRefusal>,
  evidence: RequestEvidence,
): Promise<Response> {
  if (!read.ok) {
    if (read.error !== 'words_missing') return klaviyoErrors(c, read.error)
    await reportMissingWords(c, shop, 'klaviyo')
    return klaviyoErrors(c, WORDS_MISSING)
  }
  const people = read.value
  if (people.length === 0) return accepted(c)
  const acceptance = await acceptConsents(c.env, shop, people, evidence)
  switch (acceptance.kind) {
    case 'accepted':
    case 'deferred':
      return accepted(c)
    case 'refused': {
      const [first, ...more] = errorsOf(acceptance.faults, people)
      return klaviyoErrors(c, first ?? invalidInput('/data', 'Invalid input'), ...more)
    }
    case 'too_many_requests':
    case 'too_many_people':
      return throttled(c, acceptance.retryAfterSeconds)
    // A request in this dialect needs no bot check.
    case 'bot_check_failed':
      return klaviyoErrors(c, permissionDenied('The bot check failed.'))
    default:
      return acceptance satisfies never
  }
}

/** The most errors in one answer. */
const MOST_ERRORS = 20

/** The engine's faults as Klaviyo would name them, each in its profile. */
const errorsOf = (faults: PersonFault[], people: PlacedRequest[]): KlaviyoError[] =>
  faults.slice(0, MOST_ERRORS).map(({ person, pointer }) => {
    const { pointer: attributes = '/data', addressPointer = '/data' } = people[person] ?? {}
    if (pointer === '/email') return at(INVALID_EMAIL, `${addressPointer}/email`)
    if (pointer === '/phone') return at(INVALID_PHONE, `${addressPointer}/phone_number`)
    const detail = 'The shop does not offer one of the channels.'
    return invalidInput(`${attributes}/subscriptions`, detail)
  })

const WORDS_MISSING = invalidInput(
  '/data',
  'The shop declares no words for consent to marketing: its settings need marketing in dialects.klaviyo.consent.texts, in this language.',
)
