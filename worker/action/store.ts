/** The shop's actions on restocks in D1: each is one transaction with its log entry. */
import { OUTBOX_LEASE_MS } from '../limits.ts'
import type { LogKind } from '../log/store.ts'
import { STOPPED } from '../outbox/waits.ts'
import { announceFinished, finished } from '../restock/finished.ts'
import { IS_ACTIVE } from '../restock/start.ts'
import type { RestockAction } from './rules.ts'

// Alerts and reminders. No index finds those in the outbox: it is read, and almost empty on a good day.
const HAS_MESSAGES = `(EXISTS (SELECT 1 FROM outbox o
    WHERE o.restock_id = restock.id AND o.shop_id = restock.shop_id
      AND o.call IN ('notify', 'remind') AND o.state = 'open')
  OR EXISTS (SELECT 1 FROM reminder m
    WHERE m.restock_id = restock.id AND m.shop_id = restock.shop_id))`

const MAY_STOP = `(${IS_ACTIVE} AND state <> 'stopped' OR (state = 'done' AND ${HAS_MESSAGES}))`

// A restock that waited for approval before it was stopped waits for it again.
const GOES_ON = `coalesce(approval, '') <> 'asked'`

const MAY_END = `(state = 'stopped' OR ${MAY_STOP})`

const CHANGES: Record<RestockAction, string> = {
  approve: `approval = 'given', due_at = iif(state = 'awaiting', ?3, due_at),
      state = iif(state = 'awaiting', 'open', state)
    WHERE state IN ('open', 'held', 'awaiting') AND coalesce(approval, '') <> 'given'`,
  hold: `state = 'stopped', due_at = NULL WHERE ${MAY_STOP}`,
  resume: `state = iif(${GOES_ON}, 'open', 'awaiting'), due_at = iif(${GOES_ON}, ?3, NULL)
    WHERE state = 'stopped'`,
  end: `state = 'ended', due_at = NULL, ${finished('?3')} WHERE ${MAY_END}`,
}

/** The log entry of each action. */
export const LOGGED: Record<RestockAction, LogKind> = {
  approve: 'restock_approved',
  hold: 'restock_stopped',
  resume: 'restock_resumed',
  end: 'restock_ended',
}

/** A statement that does an action with a restock, if it may. `now`: milliseconds since 1970. */
export const actStatement = (
  db: D1Database,
  shopId: string,
  id: string,
  action: RestockAction,
  now: number,
): D1PreparedStatement =>
  db
    .prepare(
      `UPDATE restock SET ${CHANGES[action]} AND id = ?2 AND shop_id = ?1 RETURNING id, due_at`,
    )
    .bind(shopId, id, ...(CHANGES[action].includes('?3') ? [now] : []))

const ANNOUNCE_END = announceFinished(
  { shop: '?1', state: `'ended'`, held: 'restock.held', now: '?3', names: '?4' },
  `restock.id = ?2 AND ${MAY_END}`,
)

/** A statement that announces the end of a restock, right before it ends. It returns the rows of the outbox. */
export const announceEnd = (
  db: D1Database,
  shopId: string,
  id: string,
  names: string[],
  now: number,
): D1PreparedStatement => db.prepare(ANNOUNCE_END).bind(shopId, id, now, JSON.stringify(names))

/** A query for what decides about an action, as `BeforeRow`; no row if the shop has no such restock. */
export const beforeStatement = (db: D1Database, shopId: string, id: string): D1PreparedStatement =>
  db
    .prepare(
      `SELECT sku, state, approval, state = 'done' AND ${HAS_MESSAGES} AS hasMessages FROM restock
       WHERE id = ?2 AND shop_id = ?1`,
    )
    .bind(shopId, id)

/**
 * A statement that makes messages due now which a stop put off. `isEnd`: also those that wait for
 * something else, because their people are put back. A message that is being sent is left alone.
 */
export const makeDue = (
  db: D1Database,
  shopId: string,
  id: string,
  isEnd: boolean,
  now: number,
): D1PreparedStatement =>
  db
    .prepare(
      `UPDATE outbox SET due_at = ?3, reason = nullif(reason, '${STOPPED}')
       WHERE shop_id = ?1 AND restock_id = ?2 AND call IN ('notify', 'remind') AND state = 'open'
         AND due_at > ?3 AND (reason = '${STOPPED}' OR (?4 AND due_at > ?3 + ${OUTBOX_LEASE_MS}))
       RETURNING id`,
    )
    .bind(shopId, id, now, isEnd ? 1 : 0)
