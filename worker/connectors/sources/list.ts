/** All sources. A new one is a folder here, an import and an entry in `SOURCES`. */
import * as v from 'valibot'
import { connectorByType, faultTextsOf, schemasOf } from '../contract.ts'
import { bigcommerce } from './bigcommerce/bigcommerce.ts'
import { centra } from './centra/centra.ts'
import type { AnySource, SourceCalls, SourceContext } from './contract.ts'
import { feed } from './feed/feed.ts'
import { magento } from './magento/magento.ts'
import { page } from './page/page.ts'
import { shopify } from './shopify/shopify.ts'
import { woocommerce } from './woocommerce/woocommerce.ts'

export const SOURCES = [bigcommerce, centra, feed, magento, page, shopify, woocommerce] as const

/** One source of a shop: the options of one of the list, by `type`. */
export const Source = v.variant('type', schemasOf(SOURCES), (issue) =>
  issue.received === 'undefined' ? 'missing' : 'source_unknown',
)
export type Source = v.InferOutput<typeof Source>

/** The sources of a shop: at most 10, by default none. */
export const Sources = v.optional(
  v.pipe(v.array(Source, 'not_a_list'), v.maxLength(10, 'too_many')),
  () => [],
)

const byType = connectorByType<AnySource>(SOURCES)

/** The connector of a source. */
export const sourceConnector = ({ type }: Pick<Source, 'type'>): AnySource => byType(type)

/** What to do about a fault code that one source alone has. */
export const SOURCE_FAULT_TEXTS = faultTextsOf(SOURCES)

/** The calls of one source of a shop; its secrets must be in clear. */
export const sourceCalls = (options: Source, context: SourceContext): SourceCalls =>
  sourceConnector(options).create(options, context)
