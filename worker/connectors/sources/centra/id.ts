/** Ids in Centra's answers. */
import * as v from 'valibot'
import { Id } from '../../../lenient.ts'
import { GRAPHQL_INT_MAX } from './limits.ts'

/** An id. GraphQL refuses a whole request that names a larger one, so a larger one is nothing. */
export const CentraId = v.pipe(
  Id,
  v.transform((id) => (id !== undefined && id <= GRAPHQL_INT_MAX ? id : undefined)),
)
