import { describe, expect, it } from 'vitest'
import { ALL_SHOPS } from '../../worker/homes/sql.ts'
import { world } from './harness.ts'
import { namesShops, TABLES_OF_SHOPS, tenantDatabase } from './statements.ts'

describe('a statement of the Worker', () => {
  it.each([
    ['DELETE FROM purchase WHERE contact_id = ?1', false],
    ['DELETE FROM purchase WHERE contact_id = ?1 AND shop_id = ?2', true],
    [`${ALL_SHOPS} DELETE FROM purchase WHERE at < ?1`, true],
    [
      `SELECT 1 FROM subscription s WHERE s.shop_id = ?1
         AND EXISTS (SELECT 1 FROM purchase p WHERE p.contact_id = s.contact_id)`,
      false,
    ],
    ['SELECT 1 FROM json_each(?1) j, contact k WHERE k.id = j.value', false],
    ['SELECT id, product FROM subscription WHERE shop_id = ?1', true],
    ['SELECT value FROM json_each(?1)', true],
  ])('is refused by the tests unless it names the shop of each table: %s', (sql, named) => {
    expect(namesShops(sql)).toBe(named)
    let refusal = ''
    try {
      tenantDatabase(world.env.DB).prepare(sql)
    } catch (error) {
      refusal = String(error)
    }
    expect(refusal.includes('does not name its shop')).toBe(!named)
  })

  it('is checked for every table that holds rows of shops', async () => {
    const { results } = await world.env.DB.prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '% shop_id TEXT%'`,
    ).all<{ name: string }>()
    expect(TABLES_OF_SHOPS.length).toBeGreaterThan(15)
    expect(TABLES_OF_SHOPS.toSorted()).toEqual(results.map(({ name }) => name).toSorted())
  })
})
