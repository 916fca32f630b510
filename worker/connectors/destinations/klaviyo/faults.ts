/** Combinations of Klaviyo's options that cannot work. Pure. */
import type { ConnectedSettings, Faults } from '../../contract.ts'
import { byPhone, CUSTOM, type KlaviyoOptions, OLDEST_REVISION } from './options.ts'
import { ownSmsWords } from './words.ts'

/** Options of the right shape that still cannot work. */
export function faultsOf(options: KlaviyoOptions, settings: ConnectedSettings): Faults {
  const { mode, privateKey, companyId, listId, catalog, feed, variantBy, smsConsent } = options
  const faults: Faults = []
  if (mode === 'deferred' && !privateKey) faults.push(['/privateKey', 'missing'])
  else if (!privateKey && !companyId) faults.push(['', 'key_required'])
  if (mode === 'relay' && !catalog) faults.push(['/catalog', 'missing'])
  if (!privateKey && companyId && byPhone(options) && !listId) faults.push(['/listId', 'missing'])
  if (feed && catalog === CUSTOM && variantBy === 'variantId') {
    faults.push(['/variantBy', 'feed_by_sku'])
  }
  if (smsConsent === 'marketing' && ownSmsWords(settings).size === 0) {
    faults.push(['/smsConsent', 'sms_words_missing'])
  }
  if (options.updateStock) {
    if (catalog !== CUSTOM) faults.push(['/updateStock', 'custom_catalog_only'])
    if (!privateKey) faults.push(['/updateStock', 'private_key_required'])
    if (feed) faults.push(['/updateStock', 'feed_or_updates'])
  }
  return faults
}

/** What to do about the codes of Klaviyo alone. */
export const faultTexts = {
  catalog_invalid: 'Write $integration:::catalogId, for example $shopify:::$default.',
  custom_catalog_only: 'Stock can be written to the catalogue $custom:::$default only.',
  feed_by_sku: 'The feed names each variant by its sku. Leave variantBy out, or set feed to false.',
  feed_or_updates:
    'Klaviyo takes a feed or stock updates, not both. Set feed or updateStock to false.',
  key_required: 'Give a privateKey, or a companyId for the client endpoints.',
  private_key_required: 'This needs a privateKey.',
  revision_invalid: 'Use a date such as 2026-07-15.',
  revision_too_old: `Use ${OLDEST_REVISION} or a later revision: older ones lack what Shelfbell sends. Leave revision out for 2026-07-15.`,
  sms_words_missing:
    'The standard words for SMS promise one message. To record marketing, publish words of your own that say so: consent.texts with sms in each language, defaultLocale included. Or set smsConsent to transactional.',
}
