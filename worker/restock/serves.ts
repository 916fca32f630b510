/**
 * Which level serves which subscription (the table of Voyado Engage): what a level names, the
 * subscription must have; what it leaves out may be anything.
 *
 * | the level names    | it serves subscriptions with                   |
 * | ------------------ | ---------------------------------------------- |
 * | locale             | that locale, whatever their externalId         |
 * | externalId         | that externalId, whatever their locale         |
 * | locale, externalId | both                                           |
 * | neither            | anything                                       |
 *
 * A locale falls back from exact to its language to none: a level for `sv` serves `sv-SE`, and one
 * for `sv-SE` does not serve `sv` or `sv-FI`. The rule is written in both directions, because a
 * level is looked up by its primary key and subscriptions are read in the order of asking.
 */
import { languageSql } from '../homes/sql.ts'

/** SQL expressions; `''` stands for a locale or externalId that is not given. */
export interface LevelKey {
  locale: string
  externalId: string
}

/** Whether the level `l` serves a subscription with this locale and externalId. */
export const levelServes = ({ locale, externalId }: LevelKey): string =>
  `l.locale IN ('', ${locale}, ${languageSql(locale)}) AND l.external_id IN ('', ${externalId})`

/** Whether the subscription `s` is served by a level with this locale and externalId. */
export const isServedBy = ({ locale, externalId }: LevelKey): string =>
  `(${locale} IN ('', s.locale) OR ${locale} = ${languageSql('s.locale')})
   AND ${externalId} IN ('', s.external_id)`
