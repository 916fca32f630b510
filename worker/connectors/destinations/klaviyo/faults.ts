/** Combinations of Klaviyo's options that cannot work. Pure. */
import type { Faults } from '../../contract.ts'
import { byPhone, CUSTOM, type KlaviyoOptions } from './options.ts'

/** Options of the right shape that still cannot work. */
export function faultsOf(options: KlaviyoOptions): Faults {
  const { mode, privateKey, companyId, listId, catalog, feed } = options
  const faults: Faults = []
  if (mode === 'deferred' && !privateKey) faults.push(['/privateKey', 'missing'])
  else if (!privateKey && !companyId) faults.push(['', 'key_required'])
  if (mode === 'relay' && !catalog) faults.push(['/catalog', 'missing'])
  if (!privateKey && companyId && byPhone(options) && !listId) faults.push(['/listId', 'missing'])
  if (options.updateStock) {
    if (catalog !== CUSTOM) faults.push(['/updateStock', 'custom_catalog_only'])
    if (!privateKey) faults.push(['/updateStock', 'private_key_required'])
    if (feed) faults.push(['/updateStock', 'feed_or_updates'])
  }
  return faults
}

/** What to do about the codes of Klaviyo alone. */
export const faultTexts = {
  catalog_invalid: 'Write integrationType:::catalogId, for example $shopify:::$default.',
  custom_catalog_only: 'Stock can be written to the catalogue $custom:::$default only.',
  feed_or_updates:
    'Klaviyo takes a feed or stock updates, not both. Set feed or updateStock to false.',
  key_required: 'Give a privateKey, or a companyId for the client endpoints.',
  private_key_required: 'This needs a privateKey.',
  revision_invalid: 'Use a date such as 2026-07-15.',
}
