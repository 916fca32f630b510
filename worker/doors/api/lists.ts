/**
 * `GET /v1/lists/…`: a shop's lists as files. `POST /v1/lists/import`: a list from another system, in pieces,
 * each of which may be judged before it is stored. docs/list-format.md has the format.
 */
import { Hono } from 'hono'
import * as v from 'valibot'
import { line, strictObject } from '../../../shared/text.ts'
import { IMPORT_BYTES, IMPORT_PIECES } from '../../limits.ts'
import { FORMATS, IMPORT_FIELDS } from '../../lists/columns.ts'
import { isTimeZone } from '../../lists/dates.ts'
import { exportList } from '../../lists/export.ts'
import { type ListName, LISTS } from '../../lists/format.ts'
import { importPiece } from '../../lists/import.ts'
import { importState } from '../../lists/store.ts'
import { problem } from '../problem.ts'
import { query, withinBytes } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'

/** A number in a query. */
const number = (most: number) =>
  v.pipe(
    v.string(),
    v.check((text) => /^\d{1,9}$/.test(text) && Number(text) <= most, 'quantity_invalid'),
    v.transform(Number),
  )

/** `true` or `false` in a query. */
const flag = v.optional(
  v.pipe(
    v.picklist(['true', 'false'], 'choice_unknown'),
    v.transform((text) => text === 'true'),
  ),
  'false',
)

/** Which column holds which field, as JSON: `{"email":"E-mail","sku":"Variant SKU"}`. */
const Mapping = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
    try {
      return JSON.parse(dataset.value) as unknown
    } catch {
      addIssue({ message: 'not_an_object' })
      return NEVER
    }
  }),
  strictObject(v.entriesFromList(IMPORT_FIELDS, v.optional(line(200)))),
)

/** The query of `POST /v1/lists/import`. */
const ImportQuery = strictObject({
  /** The caller's own id of the import: the same id is the same import. */
  id: line(100),
  /** The file's name. It is kept with each consent. */
  name: line(100),
  format: v.picklist(FORMATS, 'choice_unknown'),
  piece: v.optional(number(IMPORT_PIECES - 1)),
  line: v.optional(v.pipe(number(999_999_999), v.minValue(1, 'quantity_invalid'))),
  dryRun: flag,
  mapping: v.optional(Mapping, '{}'),
  timeZone: v.optional(v.pipe(line(60), v.check(isTimeZone, 'time_zone_unknown')), 'UTC'),
  dates: v.optional(v.picklist(['dmy', 'mdy'], 'choice_unknown')),
  confirmed: flag,
})

const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' } as const

/** The files that a shop can load, by their names in the address. */
const FILES: [name: ListName | 'everything', as: keyof typeof TYPES][] = [
  ...(Object.keys(LISTS) as ListName[]).flatMap((name): [ListName, keyof typeof TYPES][] => [
    [name, 'csv'],
    [name, 'ndjson'],
  ]),
  ['everything', 'ndjson'],
]

export const listRoutes = new Hono<BackendApp>()
  .post('/import', backend, withinBytes(IMPORT_BYTES), query(ImportQuery), async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer())
    const { shop, by } = c.var
    const { name, ...asked } = c.req.valid('query')
    const imported = await importPiece(c.env, shop, { ...asked, file: name }, body, by, Date.now())
    switch (imported.kind) {
      case 'judged':
      case 'stored':
        return c.json({ status: imported.kind, ...imported.report }, 200)
      case 'refused':
        return problem(c, 'request_invalid', imported.faults)
      case 'piece_differs':
      case 'import_differs':
        return problem(c, imported.kind)
      default:
        return imported satisfies never
    }
  })

  .get('/imports/:id', backend, async (c) => {
    const { shop, db } = c.var
    const state = await importState(db, shop.id, c.req.param('id'))
    return state ? c.json(state, 200) : problem(c, 'import_unknown')
  })

for (const [name, as] of FILES) {
  listRoutes.get(`/${name}.${as}`, backend, async (c) => {
    const body = await exportList(c.env, c.var.shop, name, as, Date.now())
    return c.body(body, 200, {
      'Content-Type': TYPES[as],
      'Content-Disposition': `attachment; filename="${name}.${as}"`,
      'Cache-Control': 'no-store',
    })
  })
}
