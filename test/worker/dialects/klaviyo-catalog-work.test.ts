/** What the catalogue of Klaviyo's dialect costs, and what becomes of it when a process ends. */
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../worker/limits.ts'
import { meteredDatabase, takeUsed } from '../../bench/workers/meter.ts'
import { withFault } from '../faults.ts'
import { table, tick, world } from '../harness.ts'
import {
  type Answer,
  call,
  catalogShop,
  change,
  entries,
  id,
  item,
  job,
  levels,
  stocked,
  variant,
} from './klaviyo-catalog.ts'

describe('the work behind the catalogue', () => {
  it('may end at any step: a request that is repeated has its whole effect', async () => {
    const shop = await stocked()
    const V = 'catalog-variants'
    const fresh = (name: string) =>
      variant({ external_id: `V-${name}`, sku: name, inventory_quantity: 5 }).data
    await job(
      shop,
      'variant',
      'create',
      Array.from({ length: 15 }, (_, n) => fresh(`S${n}`)),
    )
    /** A request for each n, and what it leaves: the levels of N, S, R and J, and who has an entry. */
    const kinds: [send: (n: number) => Promise<Answer>, left: unknown[]][] = [
      [(n) => call(shop, 'POST', V, { data: fresh(`N${n}`) }), [5, 5, undefined, undefined, 'NS']],
      [
        (n) => call(shop, 'PATCH', `${V}/${id(`V-S${n}`)}`, change(`V-S${n}`, { sku: `R${n}` })),
        [5, 0, 5, undefined, 'NR'],
      ],
      [(n) => call(shop, 'DELETE', `${V}/${id(`V-S${n}`)}`), [5, 0, 0, undefined, 'N']],
      [(n) => job(shop, 'variant', 'create', [fresh(`J${n}`)]), [5, 0, 0, 5, 'NJ']],
      [
        (n) =>
          call(
            shop,
            'PATCH',
            `${V}/${id(`V-N${n}`)}`,
            change(`V-N${n}`, { inventory_quantity: 7 }),
          ),
        [7, 0, 0, 5, 'NJ'],
      ],
    ]
    const whole = world.env
    for (const [kind, [send, left]] of kinds.entries()) {
      const sound = withFault(0, undefined)
      await send(0)
      world.env = whole
      const steps = sound.steps.length
      expect([kind, steps > 3 && steps < 12]).toEqual([kind, true])
      for (let at = 0; at < steps; at += 1) {
        withFault(at, 'killed after')
        const { status } = await send(at + 1)
        world.env = whole
        const again = await send(at + 1)
        expect([kind, at, status, again.status < 500]).toEqual([kind, at, 500, true])
      }
      const all = await levels()
      const known = Object.keys(await entries())
      for (let n = 0; n <= 4; n += 1) {
        const names = ['N', 'S', 'R', 'J']
        const named = names.filter((name) => known.includes(`${name}${n}`)).join('')
        const is = [...names.map((name) => all[`${name}${n}`]), named]
        expect([kind, n, ...is]).toEqual([kind, n, ...left])
      }
    }
  })

  it('costs few rows: a quantity, and a job of a hundred of which ten change', async () => {
    const shop = await catalogShop()
    await call(shop, 'POST', 'catalog-items', item())
    const all = Array.from({ length: 100 }, (_, n) => ({
      external_id: `V${n}`,
      sku: `S${n}`,
      title: `Tee, ${n}`,
    }))
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const cost = async (work: () => Promise<Answer>) => {
      takeUsed()
      await work()
      const { read, written } = takeUsed()
      return { read, written }
    }
    const created = await cost(() =>
      job(
        shop,
        'variant',
        'create',
        all.map((one) => variant(one).data),
      ),
    )
    const quantities = (many: number) => () =>
      job(
        shop,
        'variant',
        'update',
        all.map((_, n) => change(`V${n}`, { inventory_quantity: n < 10 ? many : 0 }).data),
      )
    const changed = await cost(quantities(7))
    const same = await cost(quantities(7))
    const one = await cost(() =>
      call(
        shop,
        'PATCH',
        `catalog-variants/${id('V50')}`,
        change('V50', { inventory_quantity: 5 }),
      ),
    )
    // For each new variant: its row with three entries in indexes, the catalogue's with two, the level and
    // its history.
    expect(created).toEqual({ read: 1414, written: 902 })
    // For each change: the variant, its level and the history. For the request: the job, and a log entry.
    expect(changed).toEqual({ read: 1037, written: 32 })
    expect(same).toEqual({ read: 1018, written: 1 })
    expect(one).toEqual({ read: 20, written: 4 })
  })

  it('takes a job of nearly five megabytes in parts that D1 accepts', async () => {
    const shop = await stocked()
    const description = '\u00e9'.repeat(150_000)
    const big = Array.from(
      { length: 16 },
      (_, n) => variant({ external_id: `V${n}`, sku: `S${n}`, description }).data,
    )
    const { json } = await job(shop, 'variant', 'create', big)
    expect(json.data.attributes).toMatchObject({ completed_count: 16, failed_count: 0 })
    const list = await call(shop, 'GET', 'catalog-variants?page[size]=17')
    expect(list.json.data.at(-1).attributes.description).toBe(description)
    expect((await call(shop, 'DELETE', `catalog-items/${id('TEE')}`)).status).toBe(204)
    expect(await table('klaviyo_variant')).toEqual([])
  })

  it('keeps a job for seven days', async () => {
    const shop = await stocked()
    const made = await job(shop, 'variant', 'delete', [{ type: 'catalog-variant', id: id('V-M') }])
    const path = 'catalog-variant-bulk-delete-jobs'
    const listed = async (filter = '') => (await call(shop, 'GET', path + filter)).json.data
    expect(
      await listed(`?filter=equals(status,"complete")&fields[${path.slice(0, -1)}]=status`),
    ).toMatchObject([{ id: made.json.data.id, attributes: { status: 'complete' } }])
    expect(await listed('?filter=equals(status,"processing")')).toEqual([])
    expect(await (await call(shop, 'GET', 'catalog-variant-bulk-update-jobs')).json.data).toEqual(
      [],
    )
    expect(
      (await call(shop, 'GET', `catalog-variant-bulk-update-jobs/${made.json.data.id}`)).status,
    ).toBe(404)
    const night = (days: number) => Math.floor(Date.now() / DAY_MS + days) * DAY_MS + 3 * HOUR_MS
    await tick(night(6))
    expect((await listed()).length).toBe(1)
    await tick(night(9))
    expect(await table('klaviyo_job')).toEqual([])
  })
})
