/** The state of destinations, and the subscriptions that they do not have yet. SQL. */
import { aboutSubscription, insertRows, PROVEN_CHANNELS } from '../outbox/row.ts'
import { idsOf, rows } from '../homes/d1.ts'
import { isRule } from '../outbox/waits.ts'

/** The state of a destination, as the API shows it. */
export interface Gate {
  /** `disabled`: it asked not to be called any more. `resting`: too many calls failed in a row. */
  state: 'open' | 'resting' | 'disabled'
  /** Until when it gets no calls; ISO 8601. */
  until?: string
  /** How many calls are due or will be tried again. */
  waiting: number
  /** How many calls were given up, by reason. */
  dead: Record<string, number>
  /** How many calls failed and will be tried again, by reason. */
  failing: Record<string, number>
  /**
   * How many calls wait because of a rule (quiet hours, a ceiling) and not of a failure, by reason.
   */
  held: Record<string, number>
}

interface GateRow {
  destination: string
  closed_until: number
  disabled: string | null
}

interface CountRow {
  destination: string
  state: 'open' | 'dead'
  reason: string | null
  n: number
}

/** Reads the state of a shop's destinations, for a look-up by name. Reads all its outbox rows. */
export async function gatesOf(
  db: D1Database,
  shopId: string,
  now: number,
): Promise<(name: string) => Gate> {
  const [gates, counts] = await db.batch<Record<string, unknown>>([
    db
      .prepare('SELECT destination, closed_until, disabled FROM gate WHERE shop_id = ?1')
      .bind(shopId),
    db
      .prepare(
        `SELECT destination, state, reason, count(*) AS n FROM outbox
         WHERE shop_id = ?1 GROUP BY destination, state, reason`,
      )
      .bind(shopId),
  ])
  return (name) => {
    const gate = rows<GateRow>(gates).find((row) => row.destination === name)
    const own = rows<CountRow>(counts).filter((row) => row.destination === name)
    const byReason = (state: CountRow['state'], byRule = false) =>
      Object.fromEntries(
        own.flatMap(({ reason, n, ...row }) =>
          row.state === state && reason && isRule(reason) === byRule ? [[reason, n]] : [],
        ),
      )
    const resting = gate !== undefined && gate.closed_until > now
    return {
      state: gate?.disabled ? 'disabled' : resting ? 'resting' : 'open',
      ...(resting && { until: new Date(gate.closed_until).toISOString() }),
      waiting: own.reduce((sum, row) => sum + (row.state === 'open' ? row.n : 0), 0),
      failing: byReason('open'),
      held: byReason('open', true),
      dead: byReason('dead'),
    }
  }
}

const INSERT_REPLAY_ROWS = insertRows(
  'subscribe',
  {
    ...aboutSubscription('?3'),
    id: `s.request_id || ':' || ?2`,
    destination: '?2',
    due_at: '?5',
  },
  `FROM subscription s
   WHERE s.shop_id = ?1 AND s.status = 'waiting' AND (${PROVEN_CHANNELS} & ?3) <> 0
     AND s.relays ->> ('$."' || ?2 || '"') IS NULL
     AND (?6 IS NULL OR s.relays ->> ('$."' || ?6 || '"') IS NULL)
     AND NOT EXISTS (
       SELECT 1 FROM outbox o
       WHERE o.id IN (s.request_id || ':' || ?2, s.id || ':' || ?2) AND o.shop_id = ?1)
   ORDER BY s.id LIMIT ?4`,
)

/**
 * Writes `subscribe` rows for waiting subscriptions that a destination does not have yet: at most
 * `limit`, oldest first. A repetition continues with the next ones. It skips subscriptions that the
 * fallback took over, and those with a row that is open or dead: its id begins with the id of the
 * request or of the subscription. Gives the ids of the rows, sorted; the caller queues them.
 */
export async function replay(
  db: D1Database,
  shopId: string,
  { name, fallback, channels }: { name: string; fallback?: string | undefined; channels: number },
  limit: number,
  now: number,
): Promise<string[]> {
  const written = await db
    .prepare(INSERT_REPLAY_ROWS)
    .bind(shopId, name, channels, limit, now, fallback ?? null)
    .all()
  return idsOf([written]).toSorted()
}
