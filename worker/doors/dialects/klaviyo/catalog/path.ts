/** Addresses of the Catalog API, and the ids in them. */
import type { Context } from 'hono'
import { done, failed } from '../../../../result.ts'
import { inQuery, missing } from './faults.ts'
import { externalIdIn } from './ids.ts'
import type { Read } from './query.ts'

/** The external id that the path names. An id of another catalogue names nothing here. */
export function idInPath(c: Context): Read<string> {
  const externalId = externalIdIn(c.req.param('id') ?? '')
  if (typeof externalId === 'string') return done(externalId)
  return externalId.fault === 'foreign'
    ? failed(missing())
    : failed(inQuery('id', 'Use an id such as $custom:::$default:::EXTERNAL-ID in the path.'))
}
