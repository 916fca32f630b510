/** The ids of Klaviyo's catalogue: `$custom:::$default:::EXTERNAL-ID`. Its API knows no other catalogue. */

const CATALOG = '$custom:::$default:::'
const COMPOSITE = /^\$[a-z0-9_]+:::[^:]+:::./i

/** The id of an item or a variant. */
export const catalogId = (externalId: string): string => CATALOG + externalId

/** The id as a part of a path. */
export const inPath = (externalId: string): string => CATALOG + encodeURIComponent(externalId)

/** The external id; or why there is none: another catalogue, or no id of this kind. */
export function externalIdIn(id: string): string | { fault: 'foreign' | 'malformed' } {
  if (id.startsWith(CATALOG) && id.length > CATALOG.length) return id.slice(CATALOG.length)
  return { fault: COMPOSITE.test(id) ? 'foreign' : 'malformed' }
}
