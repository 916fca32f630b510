/** When a variant is expected back: what the edge answers, and what forms and mails say. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { dayIn, expectedDay } from '../../shared/expected.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { makeShop, type TestShop, world } from './harness.ts'

const NOW = Date.parse('2026-12-01T12:00:00Z')

describe('an expected day', () => {
  it.each([
    ['2026-12-24', '2026-12-24'],
    ['2026-12-24T23:30:00-08:00', '2026-12-24'],
    ['2026-12-01', '2026-12-01'],
    ['2026-11-30', undefined],
    ['2026-11-30T23:59:00-11:00', undefined],
    ['2028-11-29', '2028-11-29'],
    ['2099-12-31', undefined],
    [undefined, undefined],
  ])('of %s is %s', (restockAt, day) => {
    expect(expectedDay(restockAt, NOW)).toBe(day)
  })

  it.each([
    ['2026-12-24', 'en-GB', '24 December'],
    ['2026-12-24', 'de', '24. Dezember'],
    ['2027-01-05', 'sv', '5 januari 2027'],
    ['2026-12-24', 'ja', '12月24日'],
  ])('%s is in %s "%s"', (day, locale, words) => {
    expect(dayIn(day, locale, NOW)).toBe(words)
  })
})

describe('the answer about availability', () => {
  beforeEach(() => {
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
  })

  const entry = (sku: string, changes: object) => ({
    sku,
    title: 'Tee',
    url: 'https://acme.example/p/tee',
    ...changes,
  })
  const ask = async (shop: TestShop, more = '') => {
    const query = `shop=${shop.publicKey}&sku=A&sku=B&sku=C${more}`
    return (await shop.page('GET', `/v1/client/availability?${query}`)).json()
  }

  it('names the days of variants that are not in stock, and reads little for it', async () => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
    try {
      const shop = await makeShop()
      await shop.setStock({ sku: 'A', quantity: 0 }, { sku: 'B', quantity: 2 })
      const availability = { A: 'sold_out', B: 'in_stock', C: 'unknown' }
      expect(await ask(shop)).toEqual({ availability })
      await shop.api('PUT', '/v1/products', [
        entry('A', { restockAt: '2026-12-03T08:00:00Z' }),
        entry('A', { locale: 'sv', restockAt: '2026-12-05' }),
        entry('B', { restockAt: '2026-12-03' }),
        entry('C', { restockAt: '2026-11-03' }),
      ])
      takeUsed()
      expect(await ask(shop)).toEqual({ availability, restockAt: { A: '2026-12-03' } })
      expect(takeUsed()).toEqual({ read: 16, written: 0 })
      expect(await ask(shop, '&locale=sv-SE')).toEqual({
        availability,
        restockAt: { A: '2026-12-05' },
      })
      // From the cache: the day is over since then.
      vi.setSystemTime(Date.parse('2026-12-03T23:59:58Z'))
      expect(await ask(shop)).toMatchObject({ restockAt: { A: '2026-12-03' } })
      takeUsed()
      vi.setSystemTime(Date.parse('2026-12-04T00:00:01Z'))
      expect(await ask(shop)).toEqual({ availability })
      expect(takeUsed()).toEqual({ read: 0, written: 0 })
    } finally {
      vi.useRealTimers()
    }
  })
})
