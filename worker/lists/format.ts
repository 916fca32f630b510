/**
 * The open line format of lists (docs/list-format.md): one JSON object a line, between a header and a
 * trailer. Each kind of line has its fields in one order, which is also the order of its CSV columns. Pure.
 */

/** The name of the format, and its version: a reader refuses a later one. */
export const FORMAT = 'shelfbell-list'
export const FORMAT_VERSION = 1

/** The lists that a shop exports, each with the kind of its lines. */
export const LISTS = {
  waiting: 'subscription',
  consents: 'consent',
  suppressions: 'suppression',
  demand: 'demand',
  restocks: 'restock',
} as const
export type ListName = keyof typeof LISTS
export type LineKind = (typeof LISTS)[ListName]

/** The fields of a consent within a line of a subscription. */
export const CONSENT_FIELDS = [
  'purpose',
  'channel',
  'action',
  'at',
  'version',
  'messages',
  'text',
  'words',
  'method',
  'page',
  'ip',
  'userAgent',
  'importedFrom',
] as const

/** The fields of each kind, in their order. A field without a value is left out. */
export const FIELDS = {
  subscription: [
    'email',
    'phone',
    'customerId',
    'sku',
    'locale',
    'externalId',
    'channels',
    'state',
    'askedAt',
    'quantity',
    'attributes',
    'data',
    'consents',
  ],
  consent: [
    'person',
    'shop',
    'email',
    'subscription',
    'open',
    'sku',
    'locale',
    'externalId',
    ...CONSENT_FIELDS,
  ],
  suppression: ['email', 'phone', 'index', 'shop', 'channel', 'reason', 'at'],
  demand: ['sku', 'locale', 'externalId', 'people', 'units'],
  restock: [
    'id',
    'sku',
    'locale',
    'externalId',
    'at',
    'state',
    'matched',
    'held',
    'holds',
    'clicked',
    'orders',
    'units',
    'revenue',
  ],
} as const satisfies Record<LineKind, readonly string[]>

/** A line as an object: a kind, and fields. */
export type Line = { kind: string } & Record<string, unknown>

/** Whether a value counts as left out. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/** The fields that have a value, in the order of `names`. */
export const ordered = (
  names: readonly string[],
  values: Record<string, unknown>,
): Record<string, unknown> =>
  Object.fromEntries(
    names.flatMap((name) => (isNothing(values[name]) ? [] : [[name, values[name]]])),
  )

/** A line of a kind, as the text of one line without its end. */
export const lineText = (kind: LineKind, values: Record<string, unknown>): string =>
  JSON.stringify({ kind, ...ordered(FIELDS[kind], values) })

/** The first line of a file. `madeAt`: ISO 8601. */
export const headerText = (
  list: ListName | 'everything',
  shop: { id: string; name: string },
  madeAt: string,
): string =>
  JSON.stringify({ kind: 'header', format: FORMAT, version: FORMAT_VERSION, list, shop, madeAt })

/** The last line: how many lines of each kind stand before it, and the SHA-256 of all bytes before it. */
export const trailerText = (counts: Record<string, number>, sha256: string): string =>
  JSON.stringify({
    kind: 'trailer',
    lines: Object.values(counts).reduce((sum, n) => sum + n, 0),
    counts,
    sha256,
  })
