/**
 * `PUT …/inventory/stock-levels`: one level or a list, as an absolute quantity. Engage's documents name no
 * limits, so a list of any length that fits into the body is stored, and of equal levels the last counts.
 */
import type { Context } from 'hono'
import * as v from 'valibot'
import { objectFault } from '../../../../shared/text.ts'
import { StockLevel } from '../../../../shared/stock.ts'
import { chunks } from '../../../chunks.ts'
import { SOURCE_CHUNK } from '../../../limits.ts'
import { parse } from '../../../parse.ts'
import { logReceived, receiveLevels } from '../../../stock/receive.ts'
import { invalidArgument, voyadoError } from './errors.ts'
import type { DialectApp } from '../caller.ts'
import { absentOr, Culture, ItemSku, Reference } from './values.ts'

/** A whole number, also as a text: Newtonsoft's reader takes `"15"` for 15. */
const Quantity = v.pipe(
  v.unknown(),
  v.transform((input) =>
    typeof input === 'string' && /^\s*[-+]?\d{1,15}\s*$/.test(input) ? Number(input) : input,
  ),
  StockLevel.entries.quantity,
)

const Level = v.object(
  {
    sku: ItemSku,
    quantity: Quantity,
    locale: absentOr(Culture),
    externalId: absentOr(Reference),
  },
  objectFault,
)
type Level = v.InferOutput<typeof Level>

/** A list of levels, as v3 takes it at `stock-levels`, and v2 at `stock-levels/batch`. */
export const LevelList = v.array(Level, 'not_a_list')

/** One level, as v2 takes it at `stock-levels`. */
export const OneLevel = v.pipe(
  Level,
  v.transform((level) => [level]),
)

/** The levels in their order, each key once: of equal ones the last. */
function lastOfEach(levels: Level[]): Level[] {
  const byKey = new Map(
    levels.map((level) => [JSON.stringify([level.sku, level.locale, level.externalId]), level]),
  )
  return [...byKey.values()]
}

/** Stores the levels of a body that has the shape. If one is at fault, none is stored. */
export const putLevels =
  (shape: typeof LevelList | typeof OneLevel) =>
  async (c: Context<DialectApp>): Promise<Response> => {
    const parsed = parse(shape, c.var.body)
    if (!parsed.ok) return voyadoError(c, invalidArgument(parsed.error))
    const { shop } = c.var
    const levels = lastOfEach(parsed.value)
    const now = Date.now()
    const counts = { written: 0, restocks: 0 }
    for (const some of chunks(levels, SOURCE_CHUNK)) {
      const { written, restocks } = await receiveLevels(c.env, shop, some, now)
      counts.written += written
      counts.restocks += restocks.length
    }
    const sku = levels.length === 1 ? levels[0]?.sku : undefined
    await logReceived(c.env, shop, { source: 'voyado', levels: levels.length, ...counts, sku })
    return c.body(null, 202)
  }
