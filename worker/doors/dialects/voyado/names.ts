/**
 * Names of properties as Engage reads them: ASP.NET binds a name in any case, so `ContactId` and
 * `contactid` are `contactId`. Pure.
 */

/** Names that have a capital letter inside, by their lower-case spelling. */
const NAMES = new Map(
  [
    'acceptsEmail',
    'acceptsPostal',
    'acceptsSms',
    'birthDay',
    'careOf',
    'contactId',
    'contactType',
    'countryCode',
    'createAsUnapproved',
    'customKey',
    'externalId',
    'firstName',
    'homePhone',
    'lastName',
    'memberNumber',
    'mobilePhone',
    'recruitedByStore',
    'socialSecurityNumber',
    'storeExternalId',
    'workPhone',
    'zipCode',
  ].map((name) => [name.toLowerCase(), name]),
)

/** Names of one word that the dialect reads. */
const WORDS = new Set([
  'any',
  'consents',
  'email',
  'language',
  'locale',
  'preferences',
  'quantity',
  'sku',
])

/** One spelling for all spellings of a name. Of a name that Engage does not have, the first letter is small. */
function nameOf(said: string): string {
  const small = said.toLowerCase()
  const known = NAMES.get(small) ?? (WORDS.has(small) ? small : undefined)
  return known ?? said.charAt(0).toLowerCase() + said.slice(1)
}

/**
 * JSON with one spelling of each name, at every depth. Of a name that comes twice, the last one counts.
 * The caller has made sure that the JSON does not nest too deep.
 */
export function inOurNames(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(inOurNames)
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [nameOf(name), inOurNames(value)]),
  )
}
