/** Bad calls of a dialect's route, generated from its good one. */
import {
  BACKEND_BODY_BYTES,
  CLIENT_BODY_BYTES,
  KLAVIYO_JOB_BYTES,
  UPSERT_BYTES,
} from '../../../worker/limits.ts'
import { brokenFields, changedTexts, retypedFields } from '../../contract/broken.ts'
import { LONG } from '../../fuzz/run.ts'
import { isPublic } from './callers.ts'
import type { DialectRoute } from './routes.ts'

/** Stands in many bad texts: no answer may repeat it. */
const MARK = 'canary'

export interface BadCase {
  name: string
  body?: string | Uint8Array
  /** The type in place of the right one; null sends none. */
  type?: string | null
  /** What the parameters of the path and of the query are. */
  values?: string
  /** The only parameter of the query with that value, where the path is right. Without it, all have it. */
  query?: string
  /** Whether the case can only be refused. */
  refused?: boolean
}

const deep = (depth: number, open: string, close: string) =>
  `${open.repeat(depth)}1${close.repeat(depth)}`

/** Bodies that no route accepts. */
const REFUSED = [
  '',
  'null',
  '7',
  'true',
  '"canary"',
  '{',
  '{"data":',
  '[',
  'NaN',
  "{'a':1}",
  '\u0000',
].concat(deep(1500, '[', ']'), deep(500, '{"data":', '}'))
/** Bodies that some routes may accept. */
const ODD = [
  '{}',
  '[]',
  '[null]',
  '[[]]',
  '[{}]',
  '{"data":null}',
  '{"data":[]}',
  '{"data":{}}',
].concat('{"__proto__":{"data":{"type":"canary"}},"constructor":1}')

const BODIES: BadCase[] = [
  ...REFUSED.map((body) => ({ name: `the body ${body.slice(0, 20)}`, body, refused: true })),
  ...ODD.map((body) => ({ name: `the body ${body}`, body })),
  { name: 'no UTF-8', body: new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]), refused: true },
  { name: 'an overlong NUL', body: new Uint8Array([0x22, 0xc0, 0x80, 0x22]), refused: true },
]

const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  null,
]

/** Values for paths and queries. */
const VALUES = [
  MARK,
  '%00',
  '%ff',
  ' ',
  '..%2f..%2fetc',
  '%22%3E%3Cscript%3E',
  'x'.repeat(2000),
  '__proto__',
  'constructor',
  '00000000-0000-0000-0000-000000000000',
  '$custom:::$default:::canary',
  "'%20OR%201=1",
  '%F0%9F%91%95',
  '-1',
  '1e999',
]

/** Parameters of queries that some route reads. */
export const QUERIES = [
  'filter',
  'sort',
  'include',
  'page[cursor]',
  'page[size]',
  'fields[catalog-item]',
]

/** Changes of a text that a shape of texts alone would let pass. */
const HOSTILE = [
  (text: string) => `${text}\u0000${MARK}`,
  (text: string) => `${text}\r\nBcc: ${MARK}@example.com`,
  () => `${MARK}"><script>`,
  () => '__proto__',
  () => 'x'.repeat(5000),
]

/** More bytes than the route takes. */
const tooMany = ({ path }: DialectRoute): number => {
  if (isPublic(path)) return CLIENT_BODY_BYTES
  return /-jobs$|v1\/products/.test(path)
    ? Math.max(KLAVIYO_JOB_BYTES, UPSERT_BYTES)
    : BACKEND_BODY_BYTES
}

/** At most so many of a list, evenly over it; all of them in a long run. */
function some<T>(list: T[], most: number): T[] {
  const step = LONG ? 1 : Math.ceil(list.length / most)
  return list.filter((_, at) => at % step === 0)
}

/** The parameters of a path and a query with bad values. */
function withValues({ path, method, isAlike }: DialectRoute): BadCase[] {
  const isNamed = path.includes(':') && !isPublic(path)
  if (!isNamed && method !== 'GET') return []
  const everywhere = some(VALUES, isAlike ? 4 : VALUES.length)
  const single = method === 'GET' && !isAlike ? QUERIES : []
  return [
    ...everywhere.map((values) => ({ name: `the value ${values.slice(0, 40)}`, values })),
    ...single.flatMap((query) =>
      VALUES.slice(0, 3).map((values) => ({ name: `${query}=${values}`, values, query })),
    ),
  ]
}

/** The good body with one change, for each of many changes. */
function withChanges({ good, decides = [] }: DialectRoute): BadCase[] {
  const isDeciding = (path: string) =>
    decides.some((one) => one === path || one.startsWith(`${path}.`))
  const broken = [...brokenFields(good, [])].map((one) => ({
    ...one,
    refused: isDeciding(one.path),
  }))
  const others = [
    ...retypedFields(good),
    ...changedTexts(good),
    ...changedTexts(good, HOSTILE),
  ].map((one) => ({ ...one, refused: false }))
  return [...broken, ...others].map(({ path, instead, payload, refused }) => ({
    name: `${path}: ${instead.slice(0, 40)}`,
    body: JSON.stringify(payload),
    refused,
  }))
}

/** Bad calls of a route: in an ordinary run a part of what is generated, in a long run all of it. */
export function casesOf(route: DialectRoute): BadCase[] {
  const { good, isAlike } = route
  if (good === undefined) return withValues(route)
  const whole = JSON.stringify(good)
  const sure = withChanges(route).filter(({ refused }) => refused)
  const others = withChanges(route).filter(({ refused }) => !refused)
  return [
    ...withValues(route),
    ...BODIES,
    ...TYPES.map((type) => ({ name: `the type ${type}`, body: whole, type, refused: true })),
    { name: 'a byte order mark', body: `\ufeff${whole}` },
    ...(isAlike
      ? []
      : [{ name: 'too much', body: whole + ' '.repeat(tooMany(route)), refused: true }]),
    ...some(sure, isAlike ? 4 : 12),
    ...some(others, isAlike ? 6 : 22),
  ]
}
