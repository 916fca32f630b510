/** Which of a shop's rules count for a variant, and why. Pure. */
import type { Condition } from '../../shared/condition.ts'
import type { LastAnswer } from '../connectors/last-word/options.ts'
import { waveSize } from '../match/rules.ts'
import {
  chosenFor,
  isWithdrawn,
  namesPrice,
  type ProductFacts,
  type Reason,
  type RuleField,
  rulesFor,
} from '../shop/product-rules.ts'
import type { ProductMatch } from '../shop/product-match.ts'
import { restocksOnUpdates } from '../shop/rules.ts'
import type { Approval, Pace, ShopSettings } from '../shop/settings.ts'

/**
 * What counts for a field, and why. `rule`: a rule by product; `index` is its place in `rules.products`,
 * and `reasons` are the kinds of its match with the name or the price that held. `state`: of the catalogue.
 * `shop`: the setting of the shop, or its default. `dialect`: the dialect `voyado`.
 */
export type Because<T> = { value: T } & (
  | { because: 'rule'; index: number; match: ProductMatch; reasons: Reason[] }
  | { because: 'state'; state: string }
  | { because: 'shop' | 'dialect' }
)

/** The catalogue entry that decides, and its facts. */
export interface Entry {
  /** Of the entry; missing if it is for all locales. */
  locale?: string
  /** When the catalogue last changed it; ISO 8601. */
  updatedAt: string
  facts: ProductFacts
}

/** What counts for a variant. */
export interface Explanation {
  offer: Because<boolean>
  threshold: Because<number>
  pace: Because<Pace>
  approval: Because<Approval>
  /** What counts if the shop's own system gives no last word; null if it is not asked. For every product. */
  lastWord: { onSilence: LastAnswer } | null
  restockOn: Because<'change' | 'every_update'>
  /** The conditions of the shop; null if there are none. They count for every product. */
  conditions: Condition | null
  keepUnmatched: boolean
  /** The facts that some rule compares and that the catalogue does not say. */
  unknown: (keyof ProductFacts)[]
}

/** Explains the rules for a sku. `facts`: of its catalogue entry; undefined if there is none. */
export function explain(
  settings: ShopSettings,
  sku: string,
  facts: ProductFacts | undefined,
): Explanation {
  const { rules, lastWord } = settings
  const counts = rulesFor(settings, sku, facts)
  const why = <F extends RuleField>(field: F): Because<(typeof counts)[F]> => {
    const value = counts[field]
    const chosen = chosenFor(rules, field, sku, facts)
    if (!chosen) return { value, because: 'shop' }
    const { index, rule, reasons } = chosen
    return { value, because: 'rule', index, match: rule.match, reasons }
  }
  return {
    offer: isWithdrawn(facts)
      ? { value: false, because: 'state', state: facts?.state ?? '' }
      : why('offer'),
    threshold: why('threshold'),
    pace: why('pace'),
    approval: why('approval'),
    lastWord: lastWord ? { onSilence: lastWord.onSilence } : null,
    restockOn: {
      value: restocksOnUpdates(settings) ? 'every_update' : 'change',
      because: rules.restockOn === undefined && settings.dialects.voyado ? 'dialect' : 'shop',
    },
    conditions: rules.conditions ?? null,
    keepUnmatched: rules.keepUnmatched,
    unknown: unknownIn(settings, facts),
  }
}

/** What a level of this quantity would do: whether it is sellable, and how many units its first wave notifies of. */
export function whatIf(
  { offer, threshold, pace }: Pick<Explanation, 'offer' | 'threshold' | 'pace'>,
  quantity: number,
): { quantity: number; sellable: boolean; notifies: 'nobody' | 'everyone' | number } {
  const sellable = quantity > threshold.value
  const units = waveSize(pace.value, quantity, 0)
  const most = pace.value.mode === 'everyone' ? 'everyone' : units
  return { quantity, sellable, notifies: sellable && offer.value ? most : 'nobody' }
}

function unknownIn({ rules }: ShopSettings, facts: ProductFacts = {}): (keyof ProductFacts)[] {
  const compared = new Set(
    rules.products.flatMap(({ match }): (keyof ProductFacts)[] => [
      ...(match.tags ? ['tags' as const] : []),
      ...(match.collections ? ['collections' as const] : []),
      ...(match.brands ? ['brand' as const] : []),
      ...(namesPrice(match) ? ['price' as const] : []),
      ...(match.currency ? ['currency' as const] : []),
    ]),
  )
  return [...compared].filter((fact) => facts[fact] === undefined)
}
