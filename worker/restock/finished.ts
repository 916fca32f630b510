/**
 * SQL that announces the end of restocks. It runs in the transaction that ends them, right before the
 * statement that does, and that statement sets `FINISHED`: so each restock is announced once, whatever
 * happens to it later.
 */
import { insertNews } from '../outbox/news.ts'

/** SQL: marks a restock as finished, in SET. `now`: SQL, milliseconds since 1970. */
export const finished = (now: string): string => `finished_at = coalesce(finished_at, ${now})`

/** Each field is a SQL expression. */
interface EndSql {
  shop: string
  /** Its state from here on. */
  state: string
  /** JSON of how many people it holds, by reason. */
  held: string
  /** Milliseconds since 1970. */
  now: string
  /** A JSON list of the destinations that want the event. */
  names: string
}

/**
 * SQL that writes `restock.finished` for each `restock` that meets `where` and is not finished yet, and
 * returns the ids of the outbox rows. How many people still wait comes from the counters of demand.
 */
export const announceFinished = (
  { shop, state, held, now, names }: EndSql,
  where: string,
): string =>
  insertNews({
    type: 'restock.finished',
    key: `restock.id || ':finished'`,
    shop,
    at: now,
    names,
    data: `'restock', restock.id, 'sku', restock.sku, 'locale', nullif(restock.locale, ''),
      'externalId', nullif(restock.external_id, ''), 'state', ${state}, 'served', restock.matched,
      'held', (SELECT coalesce(sum(h.value), 0) FROM json_each(${held}) h),
      'waiting', (SELECT coalesce(sum(d.people), 0) FROM demand d
        WHERE d.shop_id = ${shop} AND d.sku = restock.sku)`,
    from: 'restock',
    where: `restock.shop_id = ${shop} AND restock.finished_at IS NULL AND ${where}`,
  })
