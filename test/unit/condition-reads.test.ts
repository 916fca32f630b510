import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Condition, holds, type Op } from '../../shared/condition.ts'
import { quantityCuts, reads, waitingCuts } from '../../shared/condition-reads.ts'

const compare = (op: Op, value: number | number[], field = 'quantity'): Condition => ({
  field,
  op,
  value,
})

describe('the cuts of a condition', () => {
  it.each<[Op, number | number[], number[]]>([
    ['gte', 10, [10]],
    ['gt', 10, [11]],
    ['lt', 10, [10]],
    ['lte', 10, [11]],
    ['eq', 10, [10, 11]],
    ['ne', 10, [10, 11]],
    ['in', [3, 4, 10], [3, 4, 5, 10, 11]],
    ['gte', 2.5, [3]],
    ['gt', 2.5, [3]],
    ['lte', 2.5, [3]],
    ['eq', 2.5, []],
  ])('for quantity %s %j are %j', (op, value, cuts) => {
    expect(quantityCuts(compare(op, value))).toEqual(cuts)
  })

  const numbers = fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constantFrom(0.5, 2.5, 7.25))
  const comparison = fc.oneof(
    fc
      .tuple(fc.constantFrom<Op[]>('eq', 'ne', 'gt', 'gte', 'lt', 'lte'), numbers)
      .map(([op, value]) => compare(op, value)),
    fc.array(numbers, { minLength: 1, maxLength: 3 }).map((value) => compare('in', value)),
  )
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      comparison,
      tie('condition').map((not) => ({ not })),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    ),
  }))
  const facts = {
    sku: 'A',
    waitingHours: 0,
    purchased: false,
    wanted: 1,
    product: {},
    data: {},
    contact: {},
  }

  it('lie wherever a condition changes between two quantities', () => {
    const quantity = fc.integer({ min: 0, max: 14 })
    fc.assert(
      fc.property(condition, quantity, quantity, (one, from, to) => {
        const changes =
          holds(one, { ...facts, quantity: from }) !== holds(one, { ...facts, quantity: to })
        const crosses = quantityCuts(one).some((cut) => from < cut !== to < cut)
        expect(changes && !crosses).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  it('for the time that somebody waits are that time and the moment after it', () => {
    const hour = 3_600_000
    const one: Condition = {
      any: [
        compare('gt', 24, 'waitingHours'),
        { not: compare('in', [1, 0.1], 'waitingHours') },
        compare('gte', 7),
      ],
    }
    const ages = [0.1 * hour, hour, 24 * hour]
    expect(waitingCuts(one)).toEqual(ages.flatMap((age) => [age, age + 1]))
    expect([waitingCuts(undefined), quantityCuts(undefined)]).toEqual([[], []])
  })

  it('are none for a field that only looks alike', () => {
    const one = { all: [{ field: 'contact.vip', op: 'eq' as const, value: true }] }
    expect(
      ['contact', 'contact.vip', 'product', 'quantity'].map((name) => reads(one, name)),
    ).toEqual([true, true, false, false])
    expect(reads({ not: { field: 'contacts', op: 'exists', value: true } }, 'contact')).toBe(false)
    expect(reads(undefined, 'contact')).toBe(false)
  })
})
