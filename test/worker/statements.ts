/**
 * Every statement of the Worker names the shop of each table that it reads or writes, so that an id of
 * another shop finds nothing. The harness checks the statements of all tests. A statement that is
 * about all shops says so in its text: ALL_SHOPS of worker/homes/sql.ts.
 */
import { env } from 'cloudflare:workers'
import { ALL_SHOPS } from '../../worker/homes/sql.ts'

/** The tables with a column `shop_id`, by the migrations. */
export const TABLES_OF_SHOPS = env.TEST_MIGRATIONS.flatMap(({ queries }) =>
  queries.flatMap((sql) => {
    const [, name] = /CREATE TABLE (\w+)/.exec(sql) ?? []
    return name && /\bshop_id TEXT\b/.test(sql) ? name : []
  }),
)

const any = TABLES_OF_SHOPS.join('|')
// After a comma a table has an alias; a column of the same name has none.
const NAMES_TABLE = new RegExp(
  `\\b(?:FROM|JOIN|UPDATE|INTO)\\s+(?:${any})\\b|,\\s+(?:${any})\\s+[a-z]\\b`,
  'g',
)
const checked = new Map<string, boolean>()

/** Whether a statement names a shop at least as often as tables that hold rows of shops. */
export function namesShops(sql: string): boolean {
  const known = checked.get(sql)
  if (known !== undefined) return known
  const count = (what: RegExp) => [...sql.matchAll(what)].length
  const names = sql.includes(ALL_SHOPS) || count(/\bshop_id\b/g) >= count(NAMES_TABLE)
  checked.set(sql, names)
  return names
}

/** The database, but it throws when it is asked to prepare a statement that does not name its shop. */
export function tenantDatabase(db: D1Database): D1Database {
  return new Proxy(db, {
    get(target, name) {
      if (name === 'prepare')
        return (sql: string) => {
          if (!namesShops(sql)) throw new Error(`a statement does not name its shop: ${sql}`)
          return target.prepare(sql)
        }
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
