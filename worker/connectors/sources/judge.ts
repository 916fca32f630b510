/**
 * Whose fault is a failure: one item's, or the host's? This file alone decides it, for all sources.
 *
 * An item's fault is noted, and the item is put off (item-faults.ts). The run goes on. A fault of
 * the host ends the run, and is nobody else's: the items that failed because of it are not put off.
 *
 * Strangers choose items (a SKU, a page), so a few failures in a row prove nothing. Before a run
 * ends because of them, the source asks the host something that no stranger chose (`isUp`).
 */
import type { UpstreamFailure } from '../answer.ts'
import type { ItemFaults } from './item-faults.ts'

/** Asks the host something that no stranger chose. Gives a failure when it cannot answer that. */
export type IsUp = () => Promise<UpstreamFailure | undefined>

/** An item as a source asks for it. */
export interface AskedItem {
  key: string
  /** Default: the key. */
  name?: string
  /** How long it is put off if it has no data, instead of a growing time. */
  withoutDataMs?: number | undefined
}

/** Judges the answers of one host in one run. */
export interface Judge {
  answered(item: AskedItem): void
  /** Gives a failure when it is the host's, and the run has to end; undefined to go on. */
  failed(item: AskedItem, failure: UpstreamFailure): Promise<UpstreamFailure | undefined>
  /** After the last item: the same for failures that are not decided yet. */
  finish(): Promise<UpstreamFailure | undefined>
  /** The last failure of an item that is not just gone: what to say when no item was read. */
  last(): UpstreamFailure | undefined
}

/** Failures in a row after which the host is asked whether it is up; then twice as many. */
const IN_A_ROW = 3

/** Only the item can be meant, whatever the state of the host. */
const OF_ITEM =
  /^(http_(404|410)|page_unreadable|robots_disallowed|redirected|answer_too_long|host_not_public)$/
const GONE = /^http_(404|410)$/
/** What a rule of the host forbids costs no request: it is tried in each run. */
const FORBIDDEN = 'robots_disallowed'
/** The host asks to be left alone. */
const WAIT = /^(http_429|throttled)$/
/** Whatever was asked for, nothing may be asked now. */
const OF_HOST = /^(robots_unreachable|host_unknown)$/

/** Whether one item of several that were asked for together may be the cause. */
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
  /** The host is up: what failed failed by itself. */
  const settle = () => {
    for (const { item, failure } of suspects) note(item, failure)
    suspects = []
  }
  const end = (failure: UpstreamFailure): UpstreamFailure => {
    suspects = []
    return failure
  }
  /** The failure of the host; undefined when it is up. */
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
        // A second time in a row: perhaps it is told only to who asks for what strangers chose.
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
 * Reads several items in one request. If that fails for a reason that may be one item's, it reads
 * them one by one, so that a faulty one costs only itself. Gives the failure of the host, if it is
 * the host's.
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
 * The page to continue at after a run that failed at `page` of a list: the same, because what it
 * holds would be missed; but if it failed in the run before as well, the next one.
 */
export function pageAfter(faults: ItemFaults, page: number, { reason }: UpstreamFailure): number {
  const key = `page ${page}`
  const failedBefore = faults.isPutOff(key)
  faults.note(key, reason)
  return failedBefore ? page + 1 : page
}
