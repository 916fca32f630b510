/** Shapes that all answers of Centra have in common. */
import * as v from 'valibot'
import { Id, List } from '../../../lenient.ts'
import { GRAPHQL_INT_MAX } from './limits.ts'

/** An id. GraphQL refuses a whole request that names a larger one, so a larger one is nothing. */
export const CentraId = v.pipe(
  Id,
  v.transform((id) => (id !== undefined && id <= GRAPHQL_INT_MAX ? id : undefined)),
)

/** A list that an answer has to have; each item is read alone. */
export const Items = v.pipe(v.unknown(), v.check(isList), List)

/** Whether it is a list, also one that PHP wrote as an object. */
function isList(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false
  return Array.isArray(input) || Object.keys(input).every((key) => /^\d+$/.test(key))
}
