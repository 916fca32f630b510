/** Simulates other rules against a shop's own past. Reads D1, and writes nothing. */
import { homeOf } from '../homes/home.ts'
import { DAY_MS } from '../limits.ts'
import { type ProductFacts, rulesFor } from '../shop/product-rules.ts'
import { restocksOnUpdates } from '../shop/rules.ts'
import type { Rules, ShopSettings } from '../shop/settings.ts'
import type { Shop } from '../shop/shop.ts'
import { type Outcome, outcomeOf, type SkuOutcome, topSkus } from './report.ts'
import { simulate } from './rules.ts'
import { readHistory } from './store.ts'
import type { SkuStory } from './story.ts'

/** Facts that a simulation does not have. The answer lists them. */
export const NOT_SIMULATED = [
  'contact',
  'data',
  'purchased',
  'coolDownHours',
  'messagesPerPersonPerDay',
  'pace.first',
  'approval',
  'lastWord',
  'unchanged_levels',
] as const

/** The answer to `POST /v1/rules/simulate`. */
export interface Simulation {
  /** ISO 8601. */
  from: string
  to: string
  /** The rules of the request, and those of the shop. */
  given: Outcome
  today: Outcome
  /** The skus with the most people. */
  skus: SkuOutcome[]
  notSimulated: readonly string[]
  /** Whether there was more than a simulation reads or follows: it ends there. */
  truncated: boolean
}

/** Simulates `rules` and the shop's own over the last `days`. `now`: milliseconds since 1970. */
export async function simulateRules(
  env: Env,
  shop: Shop,
  { rules, days, skus }: { rules: Rules; days: number; skus?: string[] | undefined },
  now: number,
): Promise<Simulation> {
  const since = now - days * DAY_MS
  const { stories, truncated } = await readHistory(homeOf(env, shop), shop, skus, since)
  const by = (settings: ShopSettings) => stories.map((one) => simulateSku(one, settings, now))
  const given = by({ ...shop.settings, rules })
  const today = by(shop.settings)
  const each = stories.flatMap(({ sku }, index): SkuOutcome[] => {
    const [one, other] = [given[index], today[index]]
    return one && other ? [{ sku, given: outcomeOf([one]), today: outcomeOf([other]) }] : []
  })
  return {
    from: new Date(since).toISOString(),
    to: new Date(now).toISOString(),
    given: outcomeOf(given),
    today: outcomeOf(today),
    skus: topSkus(each),
    notSimulated: NOT_SIMULATED,
    truncated: truncated || [...given, ...today].some((one) => one.truncated),
  }
}

/** One sku under the rules of some settings, until `end`. */
export const simulateSku = (story: SkuStory, settings: ShopSettings, end: number) => {
  const facts = JSON.parse(story.product) as ProductFacts
  const counts = rulesFor(settings, story.sku, facts)
  const onUpdates = restocksOnUpdates(settings)
  return simulate(story, { rules: settings.rules, counts, onUpdates }, end)
}
