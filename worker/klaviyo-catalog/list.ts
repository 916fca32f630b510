/** Pages of items and variants, in the order in which they were created. New rows move none. */
import {
  ITEM_COLUMNS,
  itemIn,
  type ItemRow,
  KEY_COLUMNS,
  variantIn,
  type VariantRow,
  WITH_ITEM,
} from './rows.ts'
import type { Item, Variant } from './rules.ts'

/** Conditions on a list, which all have to hold. */
export interface Filter {
  /** External ids. */
  ids?: string[]
  /** The external id of the item: of variants only. */
  itemId?: string
  /** Of variants only. */
  sku?: string
  /** A part of the title; upper and lower case of Latin letters are the same. */
  title?: string
  published?: boolean
}

/** A place in a list: the next page is after the row, the one before it is `back`. */
export interface Cursor {
  id: string
  back: boolean
}

export interface Asked {
  filter: Filter
  cursor: Cursor | undefined
  /** Rows, at most. */
  size: number
  newestFirst: boolean
}

/** Some rows, and whether there are others before and after them. */
export interface Page<T> {
  rows: T[]
  before: Cursor | undefined
  after: Cursor | undefined
}

/** A condition of SQL on the rows `r`, with the value that it compares; `?` stands for that. */
type Condition = [sql: string, value: unknown]

function conditionsOf({ ids, itemId, sku, title, published }: Filter): Condition[] {
  const all: [boolean, Condition][] = [
    [ids !== undefined, [`r.external_id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids)]],
    [itemId !== undefined, ['r.item_id = ?', itemId]],
    [sku !== undefined, ['r.sku = ?', sku]],
    [title !== undefined, [`instr(lower(r.data ->> 'title'), lower(?)) > 0`, title]],
    [published !== undefined, [`coalesce(r.data ->> 'published', 1) = ?`, published ? 1 : 0]],
  ]
  return all.flatMap(([isAsked, condition]) => (isAsked ? [condition] : []))
}

/** Reads a page of rows `r`. `select`: up to the end of FROM; ?1 is the shop. */
async function pageOf<Row extends { id: string }>(
  db: D1Database,
  shopId: string,
  select: string,
  { filter, cursor, size, newestFirst }: Asked,
): Promise<Page<Row>> {
  const isBack = cursor?.back ?? false
  const isDown = newestFirst !== isBack
  const conditions: Condition[] = [
    ...conditionsOf(filter),
    ...(cursor ? [[`r.id ${isDown ? '<' : '>'} ?`, cursor.id] satisfies Condition] : []),
  ]
  const { results } = await db
    .prepare(
      `${select} WHERE r.shop_id = ?1
       ${conditions.map(([sql], n) => `AND ${sql.replace('?', `?${n + 3}`)}`).join(' ')}
       ORDER BY r.id ${isDown ? 'DESC' : 'ASC'} LIMIT ?2`,
    )
    .bind(shopId, size + 1, ...conditions.map(([, value]) => value))
    .all<Row>()
  const some = results.slice(0, size)
  const rows = isBack ? some.toReversed() : some
  const first = rows[0]?.id
  const last = rows.at(-1)?.id
  const isMore = results.length > size
  return {
    rows,
    before:
      first !== undefined && (isBack ? isMore : cursor) ? { id: first, back: true } : undefined,
    after: last !== undefined && (isBack || isMore) ? { id: last, back: false } : undefined,
  }
}

/** A page of the items of a shop. */
export async function listItems(db: D1Database, shopId: string, asked: Asked): Promise<Page<Item>> {
  const columns = ITEM_COLUMNS.replaceAll('i.', 'r.')
  const page = await pageOf<ItemRow>(db, shopId, `SELECT ${columns} FROM klaviyo_item r`, asked)
  return { ...page, rows: page.rows.map(itemIn) }
}

/** A page of the variants of a shop. */
export async function listVariants(
  db: D1Database,
  shopId: string,
  asked: Asked,
): Promise<Page<Variant>> {
  const columns = KEY_COLUMNS.replaceAll('v.', 'r.')
  const from = `FROM klaviyo_variant r ${WITH_ITEM.replaceAll('v.', 'r.')}`
  const page = await pageOf<VariantRow>(db, shopId, `SELECT ${columns}, r.data ${from}`, asked)
  return { ...page, rows: page.rows.map(variantIn) }
}
