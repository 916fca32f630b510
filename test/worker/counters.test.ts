/**
 * Triggers keep counters. After any sequence of changes each counter equals a fresh count of the rows.
 */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { DAY_MS } from '../../worker/limits.ts'
import { runRetention } from '../../worker/retention/run.ts'
import { COUNTED, KEPT } from './counted.ts'
import { drain, makeShop, startOver, table, type TestShop, tick, world } from './harness.ts'

const all = async (sql: string) => (await world.env.DB.prepare(sql).all()).results

type Step =
  | { do: 'ask'; who: string; sku: string; locale: string; wants: number; country: string }
  | { do: 'confirm' | 'leave' | 'erase' | 'age'; who: string }
  | { do: 'stock'; sku: string; quantity: number }
  | { do: 'deliver' | 'sellOut' | 'expire' }
  | { do: 'change'; who: string; sku: string }

const who = fc.constantFrom('a', 'b', 'c', 'd')
const sku = fc.constantFrom('A', 'B')
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      who,
      sku,
      locale: fc.constantFrom('en', 'sv'),
      wants: fc.integer({ min: 1, max: 4 }),
      country: fc.constantFrom('SE', 'SE', 'DE'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(...(['confirm', 'leave', 'erase', 'age'] as const)),
      who,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('stock' as const),
      sku,
      quantity: fc.constantFrom(0, 5),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom(...(['deliver', 'sellOut', 'expire'] as const)) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('change' as const), who, sku }) },
)

async function play(shop: TestShop, one: Step, before: number): Promise<void> {
  const { DB } = world.env
  switch (one.do) {
    case 'ask': {
      const { sku: what, locale, wants, country } = one
      const email = `${one.who}@example.com`
      const asked = { email, sku: what, locale, quantity: wants, country }
      await shop.page('POST', '/v1/client/subscriptions', shop.request(asked))
      return
    }
    case 'confirm':
      await DB.prepare('UPDATE subscription SET unconfirmed = 0 WHERE unconfirmed <> 0').run()
      return
    case 'leave':
    case 'erase': {
      const found = await shop.api('POST', '/v1/contacts/lookup', {
        email: `${one.who}@example.com`,
      })
      const { id } = await found.json<{ id?: string }>()
      if (id === undefined) return
      if (one.do === 'erase') await shop.api('DELETE', `/v1/contacts/${id}`)
      else
        await shop.api('PUT', '/v1/suppressions', {
          email: `${one.who}@example.com`,
          reason: 'other',
        })
      return
    }
    case 'age': {
      // The oldest subscription is from long ago: its id has another day.
      const id = newId(Date.now() - ((before * 37) % 500) * DAY_MS)
      await DB.batch([
        DB.prepare(
          `INSERT INTO subscription (id, shop_id, contact_id, sku, locale, external_id, channels, addresses,
             wanted, request_id)
           SELECT ?1, shop_id, contact_id, sku, locale, 'old', channels, addresses, 2, ?1
           FROM subscription WHERE shop_id = ?2 LIMIT 1 ON CONFLICT DO NOTHING`,
        ).bind(id, shop.id),
      ])
      return
    }
    case 'stock':
      await shop.setStock({ sku: one.sku, quantity: one.quantity })
      return
    case 'deliver':
      await drain()
      return
    case 'sellOut': {
      // The match claims; the level falls before the messages go out, so people are put back.
      await shop.setStock({ sku: 'A', quantity: 3 })
      await tick(Date.now() + 60_000)
      await shop.setStock({ sku: 'A', quantity: 0 })
      await drain()
      return
    }
    case 'expire':
      await runRetention(DB, [{ shopId: shop.id, days: 300 }], Date.now(), async () => [])
      return
    case 'change':
      // A person moves to another variant.
      await DB.prepare(
        `UPDATE OR IGNORE subscription SET sku = ?1, wanted = wanted + 1
         WHERE id = (SELECT min(id) FROM subscription WHERE shop_id = ?2)`,
      )
        .bind(one.sku, shop.id)
        .run()
      return
  }
}

it('are what a fresh count gives, after any story of people who come and go', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 18, size: 'max' }),
      async (steps) => {
        await startOver()
        const shop = await makeShop({ maxQuantity: 5 })
        for (const [n, one] of steps.entries()) {
          await play(shop, one, n)
          expect([one, await all(KEPT)]).toEqual([one, await all(COUNTED)])
        }
        // The changes of today add up to the people of today.
        for (const { people, net } of await table<{ people: number; net: string }>('demand')) {
          const changes = Object.values(JSON.parse(net) as Record<string, number>)
          expect(changes.reduce((sum, change) => sum + change, 0)).toBe(people)
        }
      },
    ),
    { numRuns: 8, seed: 20_261_129, endOnFailure: true },
  )
}, 60_000)

it('are kept by triggers in the one form that the remote D1 does not cut in pieces', () => {
  const triggers = world.env.TEST_MIGRATIONS.flatMap(({ queries }) =>
    queries.filter((sql) => /CREATE\s+TRIGGER/i.test(sql)),
  )
  expect(triggers.length).toBeGreaterThan(5)
  for (const sql of triggers) {
    const [own = ''] = sql.split('\n').slice(-1)
    expect(own).toMatch(/^CREATE TRIGGER \w+ .* BEGIN (?:INSERT INTO|UPDATE) .*; END$/)
    expect(own.match(/\b(?:CASE|BEGIN|END)\b/gi)).toEqual(['BEGIN', 'END'])
  }
})
