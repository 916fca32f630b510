/** How fast each kind of call may be made. Pure. */
import type { Pace, Planned } from '../contract.ts'
import { mayRecord } from './consent.ts'
import {
  CLIENT_CONSENT,
  JOB_VARIANTS,
  JOBS,
  SERVER_CONSENT,
  SUBSCRIPTIONS,
  VARIANT,
} from './limits.ts'
import type { KlaviyoOptions } from './options.ts'

/**
 * The pace of a call. A person whose consent has to be recorded takes a second request, which has a limit
 * of its own; other people are not slowed down by it. Levels go to endpoints of their own, so levels and
 * subscriptions do not wait for each other.
 */
export function paceOf(options: KlaviyoOptions, planned: Planned): Pace {
  if (planned.call === 'updateStock') {
    const { skus } = planned
    if (skus <= 1) return { rate: VARIANT, apart: true }
    return { rate: JOBS, requests: Math.ceil(skus / JOB_VARIANTS), apart: true }
  }
  if (!mayRecord(options, planned)) return { rate: SUBSCRIPTIONS }
  return { rate: options.privateKey ? SERVER_CONSENT : CLIENT_CONSENT }
}
