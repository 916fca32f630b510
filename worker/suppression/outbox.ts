/** SQL about outbox rows to suppressed addresses. A delivery runs it when it leases rows. */
import { isSuppressed, suppressedBits } from '../address/suppressed.ts'

/** A condition: the call reaches a person, or hands the address to a platform. */
export const REACHES_PERSON = `call IN ('subscribe', 'notify', 'remind', 'confirm', 'acknowledge', 'list', 'move', 'close',
  'consent')`

/** The bits of an outbox row's channels whose address is suppressed. */
export const SUPPRESSED_BITS = suppressedBits('outbox.shop_id', 'outbox.addresses')

/**
 * A statement that deletes outbox rows to suppressed contacts, and rows whose channels are all
 * suppressed. It returns `call` and `destination` of each.
 */
export const dropSuppressedRows = (
  db: D1Database,
  shopId: string,
  ids: string[],
): D1PreparedStatement =>
  db
    .prepare(
      `DELETE FROM outbox
       WHERE id IN (SELECT value FROM json_each(?2)) AND shop_id = ?1 AND ${REACHES_PERSON}
         AND (${isSuppressed('outbox.shop_id', 'outbox.contact_id')}
           OR (channels & ~${SUPPRESSED_BITS}) = 0)
       RETURNING call, destination`,
    )
    .bind(shopId, JSON.stringify(ids))
