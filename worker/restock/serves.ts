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
 * A level for the language `sv` serves `sv-SE` too; a level for `sv-SE` serves neither `sv` nor
 * `sv-FI`. The rule is written in both directions, because a level is found by its primary key, and
 * subscriptions are read in the order in which people subscribed.
 */
import { languageSql } from '../homes/sql.ts'

/** Two SQL expressions; `''` means that no locale or externalId is given. */
export interface LevelKey {
  locale: string
  externalId: string
}

/** SQL: whether the level `l` serves a subscription with this locale and externalId. */
export const levelServes = ({ locale, externalId }: LevelKey): string =>
  `l.locale IN ('', ${locale}, ${languageSql(locale)}) AND l.external_id IN ('', ${externalId})`

/** SQL: whether a level with this locale and externalId serves the subscription `s`. */
export const isServedBy = ({ locale, externalId }: LevelKey): string =>
  `(${locale} IN ('', s.locale) OR ${locale} = ${languageSql('s.locale')})
   AND ${externalId} IN ('', s.external_id)`
