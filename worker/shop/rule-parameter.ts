/** The parameters with which SQL knows a shop's rules by product: see product/rule-sql.ts. Pure. */
import { inOrder, readsFacts, type RuleField } from './product-rules.ts'
import type { ShopSettings } from './settings.ts'

type Settings = Pick<ShopSettings, 'rules' | 'defaultLocale'>

/** The fields that SQL has to know. */
type SqlField = Extract<RuleField, 'offer' | 'threshold'>

/**
 * A parameter of a statement: what decides a field. A number is the threshold of all products, and null
 * offers all products. A text is JSON of `{ own, locale, facts, rules }`, the most specific rule first.
 */
export type RuleParameter<T extends number | null> = T | string

/** The parameter for `thresholdSql`. */
export const thresholdsOf = (settings: Settings): RuleParameter<number> =>
  parameterOf(settings, 'threshold') ?? settings.rules.threshold

/** The parameter for `isOfferedSql`. */
export const offersOf = (settings: Settings): RuleParameter<null> =>
  parameterOf(settings, 'offer') ?? null

function parameterOf({ rules, defaultLocale }: Settings, field: SqlField): string | undefined {
  const all = inOrder(rules, field)
  if (all.length === 0) return undefined
  return JSON.stringify({
    own: field === 'threshold' ? rules.threshold : true,
    locale: defaultLocale,
    facts: readsFacts(rules, [field]) ? 1 : 0,
    rules: all.map(({ rule: { match, [field]: value } }) => ({ ...match, value })),
  })
}
