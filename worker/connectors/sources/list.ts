/** The sources of all.ts as one list: their union schema, and the look-up by type. */
import * as v from 'valibot'
import { connectorByType, faultTextsOf, schemasOf } from '../contract.ts'
import * as all from './all.ts'
import type { AnySource } from './contract.ts'

export const SOURCES = Object.values(all)

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
