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
 * The pace of a call. People who need a consent recorded take a second request, with a limit of its
 * own; they do not slow down those who need none. Levels go to endpoints of their own, so they wait for
 * no subscription, and no subscription waits for them.
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
