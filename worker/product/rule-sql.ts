/**
 * Rules by product in SQL: the same meaning as shop/product-rules.ts. A statement that has to know whether a
 * level is sellable, or whether a variant is offered, binds one parameter, and reads the catalogue only if
 * a rule needs it. So a change of the rules or of the catalogue is in effect at once, and nothing is kept.
 */
import { judgedEntrySql, type VariantKey } from './entry.ts'

/**
 * SQL: the threshold for a variant. `parameter`: SQL of `thresholdsOf` (shop/rule-parameter.ts), a parameter
 * or a field of one.
 */
export const thresholdSql = (key: VariantKey, parameter: string): string =>
  `iif(typeof(${parameter}) <> 'text', ${parameter}, ${ruleSql(key, parameter)})`

/**
 * SQL: whether the shop offers a variant: its catalogue entry has the state `active` or none, and the rules
 * offer it. `parameter`: SQL of `offersOf`. `defaultLocale`: SQL. Without rules it reads no row of a variant
 * that is active in every locale.
 */
export const isOfferedSql = (
  key: VariantKey,
  { parameter, defaultLocale }: { parameter: string; defaultLocale: string },
): string =>
  `(NOT (EXISTS (SELECT 1 FROM product p INDEXED BY product_withdrawn
      WHERE p.shop_id = ${key.shop} AND p.sku = ${key.sku} AND ${IS_WITHDRAWN})
    AND coalesce(${judgedEntrySql(key, defaultLocale)} ->> 'state', '') IN ('hidden', 'discontinued'))
   AND (${parameter} IS NULL OR ${ruleSql(key, parameter)}))`

/** SQL: whether an entry `p` is not sold, as the index product_withdrawn has it. */
export const IS_WITHDRAWN = `p.data ->> 'state' IN ('hidden', 'discontinued')`

/** SQL: the value of the first rule that holds, else the shop's own. LIMIT keeps the entry from being read again. */
const ruleSql = (key: VariantKey, parameter: string): string =>
  `(SELECT coalesce((SELECT r.value ->> 'value' FROM json_each(${parameter}, '$.rules') r
      WHERE ${namesOne('skus', key.sku)} AND ${listsOne('tags')} AND ${listsOne('collections')}
        AND ${namesOne('brands', `e.data ->> 'brand'`)} AND ${IS_PRICED}
      ORDER BY r.key LIMIT 1), ${parameter} ->> 'own')
    FROM (SELECT CASE WHEN ${parameter} ->> 'facts'
      THEN ${judgedEntrySql(key, `(${parameter} ->> 'locale')`)} END AS data LIMIT 1) e)`

const namesOne = (list: string, value: string) =>
  `(r.value -> '${list}' IS NULL OR EXISTS (
     SELECT 1 FROM json_each(r.value, '$.${list}') n WHERE n.value = ${value}))`

const listsOne = (list: string) =>
  `(r.value -> '${list}' IS NULL OR EXISTS (
     SELECT 1 FROM json_each(e.data, '$.${list}') o
     JOIN json_each(r.value, '$.${list}') n ON n.value = o.value))`

const IS_PRICED = `((r.value ->> 'priceFrom' IS NULL AND r.value ->> 'priceTo' IS NULL)
  OR (e.data ->> 'price' >= coalesce(r.value ->> 'priceFrom', 0)
    AND (r.value ->> 'priceTo' IS NULL OR e.data ->> 'price' <= r.value ->> 'priceTo')
    AND (r.value ->> 'currency' IS NULL OR r.value ->> 'currency' = e.data ->> 'currency')))`
