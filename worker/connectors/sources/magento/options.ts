/** Magento 2 and Adobe Commerce: salable quantities of a stock, requested SKU by SKU. */
import * as v from 'valibot'
import { line, strictObject, whole } from '../../../../shared/text.ts'
import { hookSecret } from '../../options.ts'
import type { WithOversell } from '../availability.ts'
import { common, SourceBaseUrl } from '../options.ts'

export const MagentoOptions = strictObject({
  type: v.literal('magento'),
  ...common('magento', 5),
  /** The shop's address; `/rest/V1/…` is appended. */
  baseUrl: SourceBaseUrl,
  /** The access token of an integration or of an admin. */
  token: line(500),
  /** The stock that the website sells from; 1 is the default stock. */
  stockId: v.optional(whole(1, 2 ** 31 - 1), 1),
  /** The store view in which a product must be enabled. Default: the default store view. */
  storeCode: v.optional(v.pipe(line(32), v.regex(/^[a-z]\w*$/i, 'name_invalid'))),
  /** How many SKUs one run reads: so many with waiting subscribers, and so many others. */
  skusPerRun: v.optional(whole(1, 200), 50),
  /** The header `X-Hook-Secret` of the shop's own pushes. Without it, none are accepted. */
  hookSecret,
})
/** The options, and the shop's choice about variants that are sold while out of stock. */
export type MagentoOptions = WithOversell<v.InferOutput<typeof MagentoOptions>>
