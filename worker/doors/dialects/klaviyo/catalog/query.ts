/** Reads the queries of the Catalog API: filters, pages, sorting, sparse fields, related resources. */
import type { Context } from 'hono'
import type { Asked, Cursor, Filter } from '../../../../klaviyo-catalog/list.ts'
import { KLAVIYO_PAGE } from '../../../../limits.ts'
import { done, failed, type Result } from '../../../../result.ts'
import type { KlaviyoError } from '../errors.ts'
import { inQuery } from './faults.ts'
import { type Condition, conditionsIn } from './filter.ts'
import { externalIdIn } from './ids.ts'

/** The value of a parameter, or what is wrong with it. */
export type Read<T> = Result<T, KlaviyoError>

const wrong = (parameter: string, detail: string) => failed(inQuery(parameter, detail))

/** Ids that `any(ids,[…])` may name: as many as a page has. */
const MOST_IDS = KLAVIYO_PAGE

/** The external ids in composite ids. An id of another integration's catalogue is left out. */
const known = (ids: string[]): string[] =>
  ids.map(externalIdIn).filter((one): one is string => typeof one === 'string')

/** What each condition on a list of items or variants means; undefined if it means nothing. */
function conditionIn(
  of: 'items' | 'variants',
  { operator, field, value }: Condition,
): Filter | undefined {
  const isVariants = of === 'variants'
  switch (`${operator}(${field})`) {
    case 'any(ids)':
      return Array.isArray(value) && value.length <= MOST_IDS ? { ids: known(value) } : undefined
    case 'equals(item.id)':
      if (!isVariants || typeof value !== 'string') return undefined
      return { itemId: known([value])[0] ?? '' }
    case 'equals(sku)':
      return isVariants && typeof value === 'string' ? { sku: value } : undefined
    case 'contains(title)':
      return typeof value === 'string' && value !== '' ? { title: value } : undefined
    case 'equals(published)':
      return typeof value === 'boolean' ? { published: value } : undefined
    default:
      return undefined
  }
}

/** The filter of a list. A field that is named twice is refused: no row could have two values. */
function filterIn(c: Context, of: 'items' | 'variants'): Read<Filter> {
  const text = c.req.query('filter')
  if (!text) return done({})
  const conditions = conditionsIn(text)
  if (!conditions.ok) return wrong('filter', 'This filter cannot be read.')
  const filter: Filter = {}
  for (const one of conditions.value) {
    const part = conditionIn(of, one)
    if (!part || Object.keys(part).some((name) => name in filter)) {
      const fields = of === 'items' ? '' : 'equals(item.id,"…"), equals(sku,"…"), '
      return wrong(
        'filter',
        `Use each of any(ids,[…]) with at most ${MOST_IDS} ids, ${fields}contains(title,"…") and equals(published,true) at most once.`,
      )
    }
    Object.assign(filter, part)
  }
  return done(filter)
}

/** A cursor as text. Callers send it back as they got it. */
export const cursorText = ({ id, back }: Cursor): string =>
  btoa(`${back ? 'prev' : 'next'}:${id}`).replace(/=+$/, '')

/** The cursor of a request; undefined for the first page. */
export function cursorIn(c: Context): Read<Cursor | undefined> {
  const text = c.req.query('page[cursor]')
  if (!text) return done(undefined)
  try {
    const [, where, id] = /^(next|prev):([0-9a-f-]{36})$/.exec(atob(text)) ?? []
    if (id) return done({ id, back: where === 'prev' })
  } catch {
    // Not base64: the same as another text that is no cursor.
  }
  return wrong('page[cursor]', 'Use a cursor from the links of an answer.')
}

function sizeIn(c: Context): Read<number> {
  const text = c.req.query('page[size]') ?? String(KLAVIYO_PAGE)
  const size = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return size >= 1 && size <= KLAVIYO_PAGE
    ? done(size)
    : wrong('page[size]', `Use a whole number from 1 to ${KLAVIYO_PAGE}.`)
}

/** Reads the query of a list of items or variants. */
export function listIn(c: Context, of: 'items' | 'variants'): Read<Asked> {
  const sort = c.req.query('sort') || 'created'
  if (sort !== 'created' && sort !== '-created') return wrong('sort', 'Use created or -created.')
  const filter = filterIn(c, of)
  if (!filter.ok) return filter
  const cursor = cursorIn(c)
  if (!cursor.ok) return cursor
  const size = sizeIn(c)
  if (!size.ok) return size
  return done({
    filter: filter.value,
    cursor: cursor.value,
    size: size.value,
    newestFirst: sort === '-created',
  })
}

/** Which attributes are shown; undefined for all. */
export type Shown = ReadonlySet<string> | undefined

/** The words of a parameter that is a list; also given as several parameters. */
const wordsIn = (c: Context, parameter: string): string[] | undefined =>
  c.req
    .queries(parameter)
    ?.flatMap((text) => text.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '')

/** The sparse fields of a type, out of those that it has. */
export function shownIn(c: Context, type: string, attributes: readonly string[]): Read<Shown> {
  const parameter = `fields[${type}]`
  const words = wordsIn(c, parameter)
  if (!words) return done(undefined)
  return words.every((word) => word === 'id' || attributes.includes(word))
    ? done(new Set(words))
    : wrong(parameter, `Use some of ${attributes.join(', ')}.`)
}

/** Whether related resources are to be in the answer. `name`: the only ones that there are. */
export function includeIn(c: Context, name: 'items' | 'variants'): Read<boolean> {
  const words = wordsIn(c, 'include') ?? []
  return words.every((word) => word === name)
    ? done(words.length > 0)
    : wrong('include', `Use ${name}.`)
}

/** The status in a filter of jobs: `equals(status,"complete")`. */
export function statusIn(c: Context): Read<string | undefined> {
  const text = c.req.query('filter')
  if (!text) return done(undefined)
  const conditions = conditionsIn(text)
  const [one, ...more] = conditions.ok ? conditions.value : []
  const isKnown =
    one?.operator === 'equals' &&
    one.field === 'status' &&
    typeof one.value === 'string' &&
    ['cancelled', 'complete', 'processing', 'queued'].includes(one.value)
  return isKnown && more.length === 0
    ? done(String(one.value))
    : wrong('filter', 'Use equals(status,"…") with cancelled, complete, processing or queued.')
}
