/**
 * Decides whether a failure is the fault of one item or of the host. All sources use this.
 *
 * If it is the item's fault, the item is put off (item-faults.ts) and the run goes on. If it is the
 * host's fault, the run ends, and the items that failed because of it are not put off.
 *
 * Strangers choose items (a SKU, a page), so a few failures in a row prove nothing. Before the run
 * ends because of them, the source asks the host for something that no stranger can choose
 * (`isUp`).
 */
import type { UpstreamFailure } from '../answer.ts'
import type { ItemFaults } from './item-faults.ts'

/** Asks the host for something that no stranger can choose. Returns a failure if the host fails. */
export type IsUp = () => Promise<UpstreamFailure | undefined>

/** An item as a source asks for it. */
export interface AskedItem {
  key: string
  /** Default: the key. */
  name?: string
  /** How long to put it off if it has no data, instead of a growing time. */
  withoutDataMs?: number | undefined
}

/** Judges the answers of one host in one run. */
export interface Judge {
  answered(item: AskedItem): void
  /** Returns the failure if it is the host's: then the run must end. Undefined: the run goes on. */
  failed(item: AskedItem, failure: UpstreamFailure): Promise<UpstreamFailure | undefined>
  /** Call it after the last item: the same for failures that are still undecided. */
  finish(): Promise<UpstreamFailure | undefined>
  /** The last failure of an item that still exists. It is reported if no item was read. */
  last(): UpstreamFailure | undefined
}

/**
 * After so many failures in a row, the host is asked whether it is up; then after twice as many.
 */
const IN_A_ROW = 3

/**
 * Reasons that can only be the item's fault. A host that refuses everybody answers 401, 402, 403 or
 * 5xx, so these need a second question.
 */
const OF_ITEM =
  /^(http_(400|404|409|410|413|414|422|431)|item_unreadable|page_unreadable|robots_disallowed|redirected|answer_too_long|host_not_public)$/
const GONE = /^http_(404|410)$/
/** A forbidden page costs no request, so it is not put off. */
const FORBIDDEN = 'robots_disallowed'
/** The host asks for a pause. */
const WAIT = /^(http_429|throttled)$/
/** Reasons that forbid all requests to the host. */
const OF_HOST = /^(robots_unreachable|host_unknown)$/

/** Whether one of several items in a request may be the cause of its failure. */
export const mayBeOneItem = (failure: UpstreamFailure): boolean =>
  !isWaiting(failure) && !OF_HOST.test(failure.reason)

const isWaiting = ({ reason, afterSeconds }: UpstreamFailure): boolean =>
  WAIT.test(reason) || afterSeconds !== undefined

/** A judge for the items of one host. */
export function judgeOf(faults: ItemFaults, isUp: IsUp): Judge {
  let suspects: { item: AskedItem; failure: UpstreamFailure }[] = []
  let inARow = IN_A_ROW
  let isProven = false
  let hasAnswered = false
  let lastFailure: UpstreamFailure | undefined
  const waitedBefore = faults.waits

  const note = ({ key, name, withoutDataMs }: AskedItem, { reason }: UpstreamFailure) => {
    const forMs =
      reason === FORBIDDEN ? 0 : reason === 'page_unreadable' ? withoutDataMs : undefined
    faults.note(key, reason, { ...(name && { name }), ...(forMs !== undefined && { forMs }) })
  }
  /** The host is up: the undecided failures are faults of their items. */
  const settle = () => {
    for (const { item, failure } of suspects) note(item, failure)
    suspects = []
  }
  const end = (failure: UpstreamFailure): UpstreamFailure => {
    suspects = []
    return failure
  }
  /** Returns the failure if the host is down; undefined if it is up. */
  const decide = async (failure: UpstreamFailure) => {
    const down = await isUp()
    if (down) return end({ ...failure, ...down })
    faults.waits = false
    isProven = true
    inARow *= 2
    settle()
    return undefined
  }

  return {
    last: () => lastFailure,
    answered({ key }) {
      hasAnswered = true
      faults.waits = false
      settle()
      faults.forget(key)
    },
    async failed(item, failure) {
      if (!GONE.test(failure.reason)) lastFailure = failure
      if (OF_ITEM.test(failure.reason)) {
        note(item, failure)
        return undefined
      }
      if (OF_HOST.test(failure.reason)) return end(failure)
      suspects.push({ item, failure })
      if (isWaiting(failure) && !isProven) {
        // The second run in a row that must pause. Perhaps the host asks for it only because of
        // items that strangers chose.
        if (waitedBefore) return decide(failure)
        faults.waits = true
        return end(failure)
      }
      return suspects.length >= inARow ? decide(failure) : undefined
    },
    async finish() {
      const last = suspects.at(-1)
      if (!last) return undefined
      if (!hasAnswered) return decide(last.failure)
      settle()
      return undefined
    },
  }
}

/**
 * Reads several items in one request. If it fails for a reason that may be one item's fault, it
 * reads them one by one, so that only the faulty item is lost. Returns the failure if it is the
 * host's.
 */
export async function readTogether<T>(
  judge: Judge,
  items: readonly T[],
  itemOf: (item: T) => AskedItem,
  read: (items: readonly T[]) => Promise<UpstreamFailure | undefined>,
): Promise<UpstreamFailure | undefined> {
  const together = await read(items)
  if (!together) return undefined
  if (!mayBeOneItem(together)) return together
  for (const item of items) {
    const failure = items.length === 1 ? together : await read([item])
    if (!failure) judge.answered(itemOf(item))
    const ended = failure && (await judge.failed(itemOf(item), failure))
    if (ended) return ended
  }
  return judge.finish()
}

/**
 * The page at which to continue after a run that failed at `page` of a list. If the host is down or asks
 * for a pause: the same page. Otherwise the page itself may be at fault: the same page once more, so that
 * its items are not missed, and then the next one.
 */
export async function pageAfter(
  faults: ItemFaults,
  page: number,
  failure: UpstreamFailure,
  isUp: IsUp,
): Promise<number> {
  if (!mayBeOneItem(failure)) return page
  // A host that sends endless answers gets no further request.
  if (failure.reason !== 'answer_too_long' && (await isUp())) return page
  const key = `page ${page}`
  const failedBefore = faults.isPutOff(key)
  faults.note(key, failure.reason)
  return failedBefore ? page + 1 : page
}
