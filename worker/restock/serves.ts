/**
 * Which level serves which subscription; the same table as Voyado Engage's. If a level names a
 * locale or an externalId, the subscription must have it. If not, any value will do.
 *
 * | the level names    | it serves subscriptions with                   |
 * | ------------------ | ---------------------------------------------- |
 * | locale             | that locale, whatever their externalId         |
 * | externalId         | that externalId, whatever their locale         |
 * | locale, externalId | both                                           |
 * | neither            | any locale and any externalId                  |
 *
 * A level for another locale that fits (homes/language.ts: `sv` and `sv-SE` fit each other, `sv-SE`
 * and `sv-FI` do not) serves the subscription only if the variant has no level for exactly the
 * subscription's locale. So of levels for `fr` and `fr-FR` the second alone says whether people in
 * France get their message, and nobody is served by both.
 *
 * The rule is written in both directions, because a level is found by its primary key, and
 * subscriptions are read in the order in which people subscribed.
 */
import { fitsSql, languageSql } from '../homes/language.ts'

/** Two SQL expressions; `''` means that no locale or externalId is given. */
export interface LevelKey {
  locale: string
  externalId: string
}

/** SQL: whether the variant of `row` has a level for exactly this locale, and this externalId or all. */
const hasOwnLevel = (row: 'l' | 's', { locale, externalId }: LevelKey): string =>
  `EXISTS (SELECT 1 FROM stock_level x WHERE x.shop_id = ${row}.shop_id AND x.sku = ${row}.sku
     AND x.locale = ${locale} AND x.external_id IN ('', ${externalId}))`

/** SQL: whether the level `l` serves a subscription with this locale and externalId. */
export const levelServes = (key: LevelKey): string =>
  `l.external_id IN ('', ${key.externalId}) AND (l.locale IN ('', ${key.locale})
   OR (${fitsSql('l.locale', key.locale)} AND NOT ${hasOwnLevel('l', key)}))`

/**
 * SQL: the levels `l` of a variant that may serve a subscription with this locale, as the FROM of a
 * query, in which `levelServes` then decides. It reads those without a locale and those of the
 * locale's language, each by a range of the primary key: a join, because SQLite finds no two ranges
 * for an OR. The arguments may not name a table of the same FROM.
 */
export const levelsFor = ({ shop, sku, locale }: Record<'shop' | 'sku' | 'locale', string>) =>
  `(SELECT '' AS low, '' AS high UNION ALL
     SELECT ${languageSql(locale)}, ${languageSql(locale)} || '.' WHERE ${locale} <> '') g
   CROSS JOIN stock_level l ON l.shop_id = ${shop} AND l.sku = ${sku}
     AND l.locale BETWEEN g.low AND g.high`

/** A level as SQL expressions. `since`: when it became sellable. */
export interface SellableLevel extends LevelKey {
  since: string
}

/**
 * SQL: whether a sellable level serves the subscription `s`. A person who asked while the variant was in
 * stock (`not_before`) waits for a level that becomes sellable later.
 */
export const isServedBy = ({ locale, externalId, since }: SellableLevel): string =>
  `s.not_before <= ${since} AND ${isNamedBy({ locale, externalId })}`

/** SQL: whether a level is for the locale and the externalId of the subscription `s`. */
export const isNamedBy = ({ locale, externalId }: LevelKey): string =>
  `${externalId} IN ('', s.external_id) AND (${locale} IN ('', s.locale)
   OR (${fitsSql(locale, 's.locale')}
     AND NOT ${hasOwnLevel('s', { locale: 's.locale', externalId: 's.external_id' })}))`
