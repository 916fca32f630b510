import { describe, expect, it } from 'vitest'
import {
  wholeQuantity,
  type AvailabilityFacts,
  stockQuantity,
} from '../../worker/connectors/sources/availability.ts'
import { nextPoll } from '../../worker/source/rules.ts'

const MINUTE = 60_000

describe('the quantity in stock', () => {
  it.each<[AvailabilityFacts, number | undefined, number | undefined]>([
    // The facts; the quantity with `by_quantity`; the quantity with `in_stock`.
    [{ quantity: 3 }, 3, 3],
    [{ quantity: -2 }, 0, 0],
    [{ quantity: 2.7 }, 2, 2],
    [{ available: true }, 1, 1],
    [{ available: false }, 0, 0],
    [{ quantity: 5, available: false }, 0, 0],
    [{ quantity: 0, available: true }, 0, 0],
    [{ oversells: true }, 0, 1],
    [{ quantity: -4, oversells: true }, 0, 1],
    [{ quantity: 4, oversells: true }, 4, 4],
    [{ quantity: 0, available: true, oversells: true }, 0, 1],
    [{ quantity: 4, published: false }, 0, 0],
    [{ oversells: true, published: false }, 0, 0],
    [{}, undefined, undefined],
  ])('is read from %j', (said, byQuantity, inStock) => {
    expect(stockQuantity(said, 'by_quantity')).toBe(byQuantity)
    expect(stockQuantity(said, 'in_stock')).toBe(inStock)
  })

  it('is never more than the largest safe integer', () => {
    expect(wholeQuantity(1e300)).toBe(Number.MAX_SAFE_INTEGER)
  })
})

describe('a source is polled again', () => {
  const rhythm = (minutes: number, failures = 0) => ({ everyMs: minutes * MINUTE, failures })
  const failed = { kind: 'failed' as const, reason: 'timeout' }
  const delay = (minutes: number, failures: number, random = 1) =>
    nextPoll(failed, rhythm(minutes, failures), 0, random).dueAt / MINUTE

  it('at its interval after a success or a held result', () => {
    expect(nextPoll({ kind: 'done' }, rhythm(20, 5), 7, 1)).toEqual({
      dueAt: 7 + 20 * MINUTE,
      failures: 0,
    })
    const held = { kind: 'held' as const, reason: 'feed_shrunk' as const, items: 0 }
    expect(nextPoll(held, rhythm(20), 0, 1).dueAt).toBe(20 * MINUTE)
  })

  it('later after each failure, up to a quarter of an hour or its interval', () => {
    const delays = [0, 1, 2, 3, 4, 5, 20].map((failures) => delay(1, failures))
    expect(delays).toEqual([0.5, 1, 2, 4, 8, 15, 15])
    expect(delay(60, 20)).toBe(60)
    expect(delay(1, 3, 0)).toBe(2)
  })

  it('no sooner than the other side asks', () => {
    const polled = { ...failed, afterSeconds: 3600 }
    expect(nextPoll(polled, rhythm(1), 0, 0).dueAt).toBe(60 * MINUTE)
  })
})
