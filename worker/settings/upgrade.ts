/**
 * After an upgrade of Shelfbell that changes standard consent texts: stores the new ones for each shop,
 * and ends the time of those before. Until then a page may show the new ones, too: requests bring the
 * words along.
 */
import { STANDARD_VERSION } from '../../shared/languages/consent-texts.ts'
import { publishTexts } from '../consent/published.ts'
import { homeOf } from '../homes/home.ts'
import { PUBLISHED_SHOPS } from '../limits.ts'
import { markStandardTexts, shopsBefore } from '../shop/store.ts'

/** Brings at most PUBLISHED_SHOPS shops up to date. `now` is in milliseconds since 1970. */
export async function publishNewStandard(env: Env, now: number): Promise<void> {
  for (const shop of await shopsBefore(env, STANDARD_VERSION, PUBLISHED_SHOPS)) {
    await publishTexts(homeOf(env, shop), shop.id, shop.settings, now)
    await markStandardTexts(env, shop.id, STANDARD_VERSION)
  }
}
