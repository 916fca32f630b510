/**
 * What a profile in Klaviyo's dialect agrees to: `subscriptions` in the shape of every revision since
 * 2023-07-15. Pure.
 */
import type { Channel } from '../../../../shared/channels.ts'
import { done, failed, type Result } from '../../../result.ts'
import { invalidInput, type KlaviyoError } from './errors.ts'

/** Consent to marketing over a channel. `at`: when it was given, milliseconds since 1970. */
export interface AgreedChannel {
  channel: Channel
  at?: number
}

/** How the request says when people agreed. */
export interface Import {
  /** `historical_import`: each consent has its time, in the past. Without it none has one. */
  isHistorical: boolean
  /** Milliseconds since 1970. */
  now: number
}

/** The channels with an address. Klaviyo's `push` registers the tokens of devices, which is not spoken here. */
const CHANNELS = ['email', 'sms', 'whatsapp'] as const satisfies readonly Channel[]
const KINDS = ['marketing', 'transactional', 'open_tracking'] as const
/** The words of the lists of revision 2023-07-15. */
const LISTED = new Set<unknown>(['MARKETING', 'TRANSACTIONAL'])

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The channels of a `subscriptions` object over which the person agreed to marketing. Consent to other
 * messages (`transactional`, `open_tracking`) is checked, and left out: it names no product, so the engine
 * has no use for it. `pointer` is where the object stands.
 */
export function agreedChannels(
  subscriptions: unknown,
  pointer: string,
  when: Import,
): Result<AgreedChannel[], KlaviyoError> {
  if (!isObject(subscriptions)) return failed(invalidInput(pointer, MUST_BE_OBJECT))
  const known = new Set<string>(CHANNELS)
  const others = Object.keys(subscriptions).filter((name) => !known.has(name))
  if (others.some((name) => (subscriptions[name] ?? null) !== null)) {
    return failed(invalidInput(pointer, `Each channel is one of ${CHANNELS.join(', ')}.`))
  }
  const agreed: AgreedChannel[] = []
  for (const channel of CHANNELS) {
    const said = subscriptions[channel] ?? undefined
    if (said === undefined) continue
    const at = `${pointer}/${channel}`
    const one = Array.isArray(said) ? listed(said, at, when) : stated(said, at, when)
    if (!one.ok) return one
    if (one.value) agreed.push({ channel, ...one.value })
  }
  return done(agreed)
}

type Marketing = Result<{ at?: number } | undefined, KlaviyoError>

/** A list of kinds, as in 2023-07-15: `["MARKETING"]`. */
function listed(kinds: unknown[], pointer: string, { isHistorical }: Import): Marketing {
  if (!kinds.every((kind) => LISTED.has(kind))) {
    return failed(invalidInput(pointer, 'Each consent is MARKETING or TRANSACTIONAL.'))
  }
  if (!kinds.includes('MARKETING')) return done(undefined)
  return isHistorical ? failed(invalidInput(pointer, TIME_NEEDED)) : done({})
}

/** An object of kinds: `{ "marketing": { "consent": "SUBSCRIBED" } }`. */
function stated(kinds: unknown, pointer: string, when: Import): Marketing {
  if (!isObject(kinds)) return failed(invalidInput(pointer, MUST_BE_OBJECT))
  for (const kind of KINDS) {
    const said = kinds[kind] ?? undefined
    if (said === undefined) continue
    const at = `${pointer}/${kind}`
    if (!isObject(said)) return failed(invalidInput(at, MUST_BE_OBJECT))
    if (said['consent'] !== 'SUBSCRIBED') {
      return failed(invalidInput(`${at}/consent`, 'The consent must be SUBSCRIBED.'))
    }
  }
  const marketing = kinds['marketing']
  if (!isObject(marketing)) return done(undefined)
  return timeOf(marketing['consented_at'], `${pointer}/marketing/consented_at`, when)
}

// ISO 8601, as JSON:API's `date-time`. Without an offset, a time is ambiguous.
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/i

function timeOf(value: unknown, pointer: string, { isHistorical, now }: Import): Marketing {
  const isSaid = value !== undefined && value !== null
  if (!isHistorical) {
    return isSaid ? failed(invalidInput(pointer, NOT_HISTORICAL)) : done({})
  }
  if (!isSaid) return failed(invalidInput(pointer, TIME_NEEDED))
  const at = typeof value === 'string' && TIME.test(value) ? Date.parse(value) : Number.NaN
  return at > 0 && at < now ? done({ at }) : failed(invalidInput(pointer, TIME_IN_PAST))
}

const MUST_BE_OBJECT = 'This must be an object.'
const NOT_HISTORICAL = "'consented_at' is only for a request with 'historical_import'."
const TIME_NEEDED = "'consented_at' is required with 'historical_import'."
const TIME_IN_PAST = "'consented_at' must be a time in the past, for example 2024-05-06T07:00:00Z."
