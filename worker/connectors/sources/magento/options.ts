/** Magento 2 and Adobe Commerce: salable quantities of a stock, asked for sku by sku. */
import * as v from 'valibot'
import { line, Name, objectFault, whole } from '../../../../shared/text.ts'
import { everyMinutes, oversell, SourceUrl } from '../options.ts'

export const MagentoOptions = v.strictObject(
  {
    type: v.literal('magento'),
    name: v.optional(Name, 'magento'),
    everyMinutes: everyMinutes(5),
    /** The shop's address: `/rest/V1/…` is added. */
    baseUrl: SourceUrl,
    /** Of an integration, or an admin's. */
    token: line(500),
    /** The stock that the website sells from; 1 is the default stock. */
    stockId: v.optional(whole(1, 2 ** 31 - 1), 1),
    /** How many skus one run reads: of those that people wait for, and of the rest, each. */
    skusPerRun: v.optional(whole(1, 200), 50),
    /** What the shop's own pushes have in their header `X-Hook-Secret`; without it none are taken. */
    hookSecret: v.optional(v.pipe(line(500), v.minLength(16, 'too_short'))),
    oversell,
  },
  objectFault,
)
export type MagentoOptions = v.InferOutput<typeof MagentoOptions>
