/** The counters of `GET /v1/demand`: as a fresh count gives them, and as the triggers keep them. SQL. */

export const COUNTED = `
  SELECT sku, locale, external_id, sum(people) AS people, sum(units) AS units, sum(pending) AS unconfirmed,
    (SELECT json_group_object(day, n) FROM (
       SELECT x.asked_day AS day, count(*) AS n FROM subscription x
       WHERE x.status = 'waiting' AND (x.sku, x.locale, x.external_id) = (s.sku, s.locale, s.external_id)
       GROUP BY 1 ORDER BY 1)) AS days
  FROM (SELECT sku, locale, external_id, status = 'waiting' AS people,
      iif(status = 'waiting', wanted, 0) AS units, status = 'pending' AS pending
    FROM subscription) s
  GROUP BY sku, locale, external_id ORDER BY sku, locale, external_id`

export const KEPT = `
  SELECT sku, locale, external_id, people, units, unconfirmed,
    (SELECT json_group_object(key, value) FROM (SELECT key, value FROM json_each(days) ORDER BY 1)) AS days
  FROM demand WHERE people <> 0 OR units <> 0 OR unconfirmed <> 0 OR days <> '{}'
  ORDER BY sku, locale, external_id`
