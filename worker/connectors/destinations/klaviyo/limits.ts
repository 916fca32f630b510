/**
 * Klaviyo's limits, by endpoint: `x-klaviyo-ratelimit` in its OpenAPI description of 2026-07-15. They
 * have been the same since 2026-01-15. Klaviyo counts each endpoint by itself.
 */
import type { Rate } from '../../contract.ts'

/** "Create Back In Stock Subscription", server and client, and "Create Event". */
export const SUBSCRIPTIONS: Rate = { perSecond: 350, perMinute: 3500 }
/** "Bulk Subscribe Profiles": consent, with a private key. */
export const SERVER_CONSENT: Rate = { perSecond: 75, perMinute: 750 }
/** "Create Client Subscription": consent, with a company id alone. */
export const CLIENT_CONSENT: Rate = { perSecond: 350, perMinute: 750 }
/** "Update Catalog Variant". */
export const VARIANT: Rate = { perSecond: 75, perMinute: 750 }
/**
 * "Bulk Update Catalog Variants" takes 75 a second and 750 a minute, but at most 500 jobs may be in
 * progress. Klaviyo does not say how long a job takes; with 500 a minute, at most 500 are in progress if
 * each ends within a minute.
 */
export const JOBS: Rate = { perSecond: 75, perMinute: 500 }
/** Variants in one job. */
export const JOB_VARIANTS = 100
