/** Ids in Centra's answers. */
import * as v from 'valibot'
import { Id } from '../../../lenient.ts'
import { GRAPHQL_INT_MAX } from './limits.ts'

/** An id, at most `GRAPHQL_INT_MAX`; else undefined. GraphQL refuses a whole request with a larger id. */
export const CentraId = v.pipe(
  Id,
  v.transform((id) => (id !== undefined && id <= GRAPHQL_INT_MAX ? id : undefined)),
)
