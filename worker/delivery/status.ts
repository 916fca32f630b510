/** Destinations in D1: how they are doing, and whom they do not have. */
import { aboutSubscription, idsOf, insertRows } from '../outbox/row.ts'
import { rows } from '../homes/d1.ts'

/** How a destination is doing. */
export interface Gate {
  /** `disabled`: it asked never to be called again. `resting`: it failed too often just now. */
  state: 'open' | 'resting' | 'disabled'
  /** ISO 8601; until when it is left alone. */
  until?: string
  /** Calls that are due or tried again, and calls that were given up, by why. */
  waiting: number
  dead: Record<string, number>
  /** Why those are tried again that are. */
  failing: Record<string, number>
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

/** How each destination of a shop is doing. Reads what is in its outbox. */
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
    const byReason = (state: CountRow['state']) =>
      Object.fromEntries(
        own.flatMap((row) => (row.state === state && row.reason ? [[row.reason, row.n]] : [])),
      )
    const resting = gate !== undefined && gate.closed_until > now
    return {
      state: gate?.disabled ? 'disabled' : resting ? 'resting' : 'open',
      ...(resting && { until: new Date(gate.closed_until).toISOString() }),
      waiting: own.reduce((sum, row) => sum + (row.state === 'open' ? row.n : 0), 0),
      failing: byReason('open'),
      dead: byReason('dead'),
    }
  }
}

const REPLAY = insertRows(
  'subscribe',
  {
    ...aboutSubscription('?3'),
    id: `s.request_id || ':' || ?2`,
    destination: '?2',
    due_at: '?5',
  },
  `FROM subscription s
   WHERE s.shop_id = ?1 AND s.status = 'waiting' AND (s.channels & ?3) <> 0
     AND s.relays ->> ('$."' || ?2 || '"') IS NULL
     AND (?6 IS NULL OR s.relays ->> ('$."' || ?6 || '"') IS NULL)
     AND NOT EXISTS (
       SELECT 1 FROM outbox o WHERE o.id IN (s.request_id || ':' || ?2, s.id || ':' || ?2))
   ORDER BY s.id LIMIT ?4`,
)

/**
 * Writes the calls that hand waiting people to a destination that does not have them, at most
 * `limit`, first asked first. Once more, it goes on where it was. Whom the destination that stands
 * in took over is left there, and so is a call that is under way or was given up: its id is that of
 * the request, or of the subscription.
 */
export async function replay(
  db: D1Database,
  shopId: string,
  { name, fallback, channels }: { name: string; fallback?: string | undefined; channels: number },
  limit: number,
  now: number,
): Promise<string[]> {
  const written = await db
    .prepare(REPLAY)
    .bind(shopId, name, channels, limit, now, fallback ?? null)
    .all()
  return idsOf([written]).toSorted()
}
