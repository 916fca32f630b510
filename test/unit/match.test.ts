import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../../worker/ids.ts'
import { choose, type Criteria, waveSize } from '../../worker/match/rules.ts'
import type { WaitingSubscription } from '../../worker/match/waiting.ts'

const NOW = 1_800_000_000_000
const HOUR = 3_600_000

const person = (
  contact_id: string,
  changes: Partial<WaitingSubscription> = {},
): WaitingSubscription => ({
  id: newId(NOW - 5 * HOUR),
  contact_id,
  sku: 'TEE-M',
  locale: '',
  external_id: '',
  channels: 1,
  data: null,
  hold: null,
  wanted: 1,
  offered: 1,
  relays: null,
  product_data: '{"title":"Tee","brand":"Acme"}',
  attributes: null,
  bought_at: null,
  notified_at: null,
  messages_today: 0,
  joinable: 0,
  ...changes,
})

const rule = (changes: Partial<Criteria> = {}): Criteria => ({
  reach: { own: 1, senders: [{ bits: 1, joins: false }], platforms: [] },
  messagesPerPersonPerDay: 3,
  coolDownHours: 0,
  keepUnmatched: false,
  quantity: 5,
  ...changes,
})

const names = (some: WaitingSubscription[]) => some.map((one) => one.contact_id)

describe('a restock', () => {
  it('serves each person once, in the order of subscribing', () => {
    const { served, last } = choose([person('a'), person('b'), person('a')], rule(), 9, NOW)
    expect(names(served)).toEqual(['a', 'b'])
    expect(last?.contact_id).toBe('a')
  })

  it('serves no more people than the allowance, and does not look at the next', () => {
    const { served, last } = choose([person('a'), person('b'), person('c')], rule(), 2, NOW)
    expect(names(served)).toEqual(['a', 'b'])
    expect(last?.contact_id).toBe('b')
    expect(choose([person('a')], rule(), 0, NOW)).toEqual({
      served: [],
      units: 0,
      unmatched: [],
      kept: [],
      held: {},
      lifts: [],
    })
  })

  it('serves the first people, whatever their quantity, while any unit is left', () => {
    const wishes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 20 })
    fc.assert(
      fc.property(wishes, fc.nat(40), (wants, allowance) => {
        const waiting = wants.map((wanted, index) => person(`p${index}`, { wanted }))
        const { served, units, last } = choose(waiting, rule(), allowance, NOW)
        expect(served).toEqual(waiting.slice(0, served.length))
        expect(last).toBe(served.at(-1))
        // It uses up the allowance while people wait. Only the last one may want more than is left.
        const all = served.reduce((sum, { wanted }) => sum + wanted, 0)
        expect(units).toBe(all)
        expect(served.length === waiting.length || all >= allowance).toBe(true)
        expect(served.length === 0 || all - (last?.wanted ?? 0) < allowance).toBe(true)
      }),
    )
  })

  it('counts a person with two requests once', () => {
    const waiting = [
      person('a', { wanted: 3 }),
      person('a', { wanted: 2 }),
      person('b', { wanted: 1 }),
      person('c', { wanted: 1 }),
    ]
    expect(names(choose(waiting, rule(), 4, NOW).served)).toEqual(['a', 'b'])
  })

  it('holds people whom no destination reaches, or whose product is unknown', () => {
    const waiting = [
      person('a', { channels: 2 }),
      person('b', { product_data: null }),
      person('c', { channels: 3 }),
    ]
    const { served, held } = choose(waiting, rule(), 9, NOW)
    expect(names(served)).toEqual(['c'])
    expect(held).toEqual({ unreachable: 1, product_unknown: 1 })
  })

  it('serves people without product data if a platform sends', () => {
    const relay = rule({
      reach: { own: 0, senders: [], platforms: [{ name: 'klaviyo', bits: 1 }] },
    })
    const taken = person('a', { product_data: null, relays: '{"klaviyo":{"at":1}}' })
    expect(choose([taken], relay, 9, NOW).served).toHaveLength(1)
  })

  it('holds people whom the sending platform has not taken over yet', () => {
    const relay = rule({
      reach: { own: 0, senders: [], platforms: [{ name: 'klaviyo', bits: 1 }] },
    })
    const waiting = [person('a'), person('b', { relays: '{"webhook":{"at":1}}' })]
    expect(choose(waiting, relay, 9, NOW).held).toEqual({ not_handed_on: 2 })
  })

  it('holds people who were notified recently, until the cool-down is over', () => {
    const waiting = [
      person('a', { notified_at: NOW - HOUR }),
      person('b', { notified_at: NOW - 3 * HOUR }),
    ]
    const choice = choose(waiting, rule({ coolDownHours: 3 }), 9, NOW)
    expect(names(choice.served)).toEqual(['b'])
    expect(choice.held).toEqual({ cooling_down: 1 })
    expect(choice.lifts).toEqual([NOW + 2 * HOUR])
  })

  it('serves people who fulfil the shop’s conditions, and completes or keeps the others', () => {
    const conditions = {
      all: [
        { field: 'product.brand', op: 'eq' as const, value: 'Acme' },
        { field: 'waitingHours', op: 'gte' as const, value: 4 },
        { field: 'purchased', op: 'eq' as const, value: false },
        { not: { field: 'contact.tier', op: 'eq' as const, value: 'banned' } },
        { field: 'wanted', op: 'lt' as const, value: 5 },
      ],
    }
    const waiting = [
      person('ok'),
      person('other brand', { product_data: '{"brand":"Other"}' }),
      person('new', { id: newId(NOW - HOUR) }),
      person('bought', { bought_at: NOW - HOUR }),
      person('bought before asking', { bought_at: NOW - 9 * HOUR }),
      person('banned', { attributes: '{"tier":"banned"}' }),
      person('many', { wanted: 5 }),
    ]
    const choice = choose(waiting, rule({ conditions }), 9, NOW)
    expect(names(choice.served)).toEqual(['ok', 'bought before asking'])
    expect(names(choice.unmatched)).toEqual(['other brand', 'new', 'bought', 'banned', 'many'])
    const kept = choose(waiting, rule({ conditions, keepUnmatched: true }), 9, NOW)
    expect(kept.unmatched).toEqual([])
    expect(kept.held).toEqual({ conditions: 5 })
  })
})

describe('a wave', () => {
  const pace = { mode: 'waves' as const, perUnit: 2, everyMinutes: 30 }

  it.each([
    [3, 0, 6],
    [3, 4, 2],
    [3, 6, 0],
    [1, 6, 0],
    [0, 0, 0],
  ])('for %i units, with %i announced recently, has room for %i', (quantity, lately, size) => {
    expect(waveSize(pace, quantity, lately)).toBe(size)
  })

  it('has no limit if everyone is notified at once', () => {
    expect(waveSize({ mode: 'everyone' }, 1, 100)).toBe(Number.MAX_SAFE_INTEGER)
  })
})
