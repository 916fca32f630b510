/** Records in D1 that consents are withdrawn. */
import { copyConsents } from '../consent/rows.ts'
import { UNDO_OF_QUEUED } from './undo-sql.ts'

/**
 * How the person or the shop cancelled: by one click in a mail client, on a page of ours, in the form
 * that had just sent the request, over the API; or what a mail or SMS service reported about a message.
 */
export type CancelMethod = 'one_click' | 'link' | 'form' | 'api' | 'bounce' | 'complaint' | 'stop'

// A subscription whose message is queued, or followed by a reminder, has no row of its own any more: the row of
// the message or of the reminder names it.
const QUEUED_MESSAGES = `(SELECT subscription_id AS id, shop_id, contact_id, sku, locale,
    external_id, addresses, call, ${UNDO_OF_QUEUED} FROM outbox WHERE call IN ('notify', 'remind')) s`
const PLANNED_REMINDERS = `(SELECT subscription_id AS id, shop_id, contact_id, sku, locale,
    external_id, addresses, 'remind' AS call, ${UNDO_OF_QUEUED} FROM reminder) s`

/**
 * Statements that record withdrawn consents: of subscriptions that wait, and of those whose message is
 * queued or will be followed by a reminder. `which` is a condition on the subscription `s` and the consent
 * `c`; `whichQueued` replaces it for those. Of the values, ?1 is the shop, ?3 the method and ?4 the time.
 */
export function withdrawConsents(
  db: D1Database,
  which: string,
  values: (string | number)[],
  whichQueued = which,
): D1PreparedStatement[] {
  const withdraw = (from: string, where: string) =>
    db
      .prepare(
        copyConsents(
          { action: 'withdrawn', method: '?3', at: '?4' },
          from,
          `s.shop_id = ?1 AND (${where})`,
        ),
      )
      .bind(...values)
  return [
    withdraw('subscription s', which),
    withdraw(QUEUED_MESSAGES, whichQueued),
    withdraw(PLANNED_REMINDERS, whichQueued),
  ]
}
