/** When a variant is expected back: what the edge answers, and what forms and mails say. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { dayIn, expectedDay } from '../../shared/expected.ts'
import { itemReader } from '../../worker/connectors/sources/feed/read-item.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { drain, makeShop, type TestShop, world } from './harness.ts'

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
      expect(takeUsed()).toMatchObject({ read: 21, written: 0 })
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
      expect(takeUsed()).toMatchObject({ read: 0, written: 0 })
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a mail to somebody who may not have asked', () => {
  const entries = [
    { sku: 'TEE-M', title: 'Tee', url: 'https://acme.example/p/tee', restockAt: '2026-12-24' },
    { sku: 'VASE', title: 'Vase', url: 'https://acme.example/p/vase', restockAt: '2026-11-24' },
  ]

  it.each([
    ['confirms', { doubleOptIn: true }],
    ['acknowledges', { acknowledge: true }],
  ])('that %s a request says when the variant is expected, in one line', async (_, settings) => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
    try {
      const shop = await makeShop(settings)
      await shop.api('PUT', '/v1/products', entries)
      await shop.subscribe({ locale: 'de', email: 'ada@example.com' })
      await shop.subscribe({ sku: 'VASE', email: 'bo@example.com' })
      const both = { locale: 'en', email: 'cy@example.com' }
      await shop.subscribe(both)
      await shop.subscribe({ ...both, sku: 'VASE' })
      await drain()
      const said = (to: string) => world.mails.filter((mail) => mail.to === to)
      const [ada, bo, cy] = ['ada', 'bo', 'cy'].map((who) => said(`${who}@example.com`)[0])
      expect(ada?.text.split('\n')).toContain('Erwartet: 24. Dezember')
      expect(ada?.html).toContain('Erwartet: 24. Dezember')
      expect(bo?.text).not.toContain('Expected')
      expect(cy?.text).toContain('- Tee – Expected: December 24\n')
      expect(cy?.text).toContain('- Vase\n')
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a feed', () => {
  it.each([
    ['availability_date', '2026-12-24T13:00-0800', '2026-12-24T13:00-0800'],
    ['g:availability_date', '2026-12-24', '2026-12-24'],
    ['Available date', '2026-12-24', '2026-12-24'],
    ['available_date', '0000-00-00', undefined],
    ['availability_date', 'in two weeks', undefined],
    ['availability_date', '2026-02-30', undefined],
  ])('with %s "%s" gives the date %s', (name, text, restockAt) => {
    const options = { fields: {}, locale: undefined, oversell: 'by_quantity' as const }
    const facts = { isTable: false, origins: ['https://acme.example'], now: NOW }
    const item = { sku: 'A', title: 'Tee', link: 'https://acme.example/p/tee', [name]: text }
    const read = itemReader(options, facts).read(item)
    expect(read.kind === 'read' && read.entry()?.restockAt).toBe(restockAt)
  })
})
