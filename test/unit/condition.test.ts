import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Condition, type Facts, holds } from '../../shared/condition.ts'
import { pointerOf } from '../../shared/problem.ts'
import { canHold } from '../../worker/settings/satisfiable.ts'

const facts: Facts = {
  sku: 'TEE-M',
  locale: 'sv-SE',
  quantity: 5,
  waitingHours: 12,
  purchased: false,
  wanted: 3,
  product: { brand: 'Acme', price: 19.9, tags: ['new', 'cotton'], spec: { weight: 180 } },
  data: { engraving: 'For Ada' },
  contact: { tier: 'gold' },
}

const c = (field: string, op: string, value?: unknown) => ({ field, op, value }) as Condition

describe('a condition', () => {
  it.each([
    [c('sku', 'eq', 'TEE-M'), true],
    [c('sku', 'ne', 'TEE-M'), false],
    [c('locale', 'in', ['sv-SE', 'da-DK']), true],
    [c('locale', 'contains', 'sv'), true],
    [c('externalId', 'exists', true), false],
    [c('externalId', 'exists', false), true],
    [c('externalId', 'eq', '4'), false],
    [c('externalId', 'ne', '4'), true],
    [c('quantity', 'gt', 5), false],
    [c('quantity', 'gte', 5), true],
    [c('quantity', 'lt', 6), true],
    [c('quantity', 'lte', 4), false],
    [c('waitingHours', 'gt', 10), true],
    [c('purchased', 'eq', false), true],
    [c('wanted', 'gte', 3), true],
    [c('wanted', 'in', [1, 2]), false],
    [c('product.brand', 'eq', 'Acme'), true],
    [c('product.price', 'lt', 20), true],
    [c('product.tags', 'contains', 'cotton'), true],
    [c('product.spec.weight', 'gte', 180), true],
    [c('product.nothing.here', 'exists', false), true],
    [c('product.constructor', 'exists', true), false],
    [c('data.engraving', 'contains', 'Ada'), true],
    [c('data.engraving', 'eq', 'For Bo'), false],
    [c('data.constructor', 'exists', true), false],
    [c('contact.tier', 'in', ['gold', 'silver']), true],
    [c('contact.age', 'gt', 3), false],
    [{ all: [c('sku', 'eq', 'TEE-M'), c('quantity', 'gt', 9)] }, false],
    [{ any: [c('sku', 'eq', 'X'), c('quantity', 'gt', 1)] }, true],
    [{ not: { any: [c('sku', 'eq', 'X'), c('quantity', 'gt', 9)] } }, true],
  ])('%j holds: %s', (condition, result) => {
    const parsed = v.parse(Condition, condition)
    expect(holds(parsed, facts)).toBe(result)
  })

  it.each([
    [c('locale', 'eq', 'no'), c('locale', 'eq', 'nb')],
    [c('locale', 'ne', 'sv_se'), c('locale', 'ne', 'sv-SE')],
    [c('locale', 'in', ['nn-NO', 'da']), c('locale', 'in', ['nb-NO', 'da'])],
    [c('locale', 'contains', 'no'), c('locale', 'contains', 'nb')],
    [c('locale', 'contains', 'SE'), c('locale', 'contains', 'SE')],
    [c('locale', 'contains', 'north'), c('locale', 'contains', 'north')],
    [c('locale', 'eq', 'any text'), c('locale', 'eq', 'any text')],
    [c('locale', 'exists', true), c('locale', 'exists', true)],
    [c('sku', 'eq', 'no'), c('sku', 'eq', 'no')],
  ])('%j compares as locales are stored: %j', (condition, stored) => {
    expect(v.parse(Condition, condition)).toEqual(stored)
  })

  it.each([
    [c('colour', 'eq', 'red'), '/field', 'field_unknown'],
    [c('product', 'eq', 'red'), '/field', 'field_unknown'],
    [c('product.a b', 'eq', 'red'), '/field', 'field_unknown'],
    [c('data', 'eq', 'red'), '/field', 'field_unknown'],
    [c('data.Engraving', 'eq', 'red'), '/field', 'field_unknown'],
    [c('data.a.b', 'eq', 'red'), '/field', 'field_unknown'],
    [c('data.size', 'gt', 3), '/value', 'value_invalid'],
    [c('quantity', 'eq', '3'), '/value', 'value_invalid'],
    [c('quantity', 'contains', '3'), '/value', 'value_invalid'],
    [c('sku', 'gt', 3), '/value', 'value_invalid'],
    [c('wanted', 'eq', '3'), '/value', 'value_invalid'],
    [c('sku', 'in', 'TEE'), '/value', 'value_invalid'],
    [c('sku', 'eq'), '/value', 'value_invalid'],
    [c('purchased', 'exists', 'yes'), '/value', 'value_invalid'],
    [c('sku', 'like', 'T%'), '/op', 'choice_unknown'],
    [{ all: [] }, '/all', 'empty'],
    [{ all: [c('colour', 'eq', 1)] }, '/all/0/field', 'field_unknown'],
    [
      { not: { any: [c('sku', 'eq', 'X'), c('nope', 'eq', 1)] } },
      '/not/any/1/field',
      'field_unknown',
    ],
    [{ some: [] }, '/field', 'missing'],
  ])('%j is refused with an error at %s', (condition, pointer, code) => {
    const parsed = v.safeParse(Condition, condition, { abortPipeEarly: true })
    const faults = parsed.issues?.map((issue) => `${pointerOf(issue)} ${issue.message}`)
    expect(faults).toContain(`${pointer} ${code}`)
  })
})

describe('the check whether a condition can hold', () => {
  it.each([
    [c('quantity', 'lt', 1), 0, false],
    [c('quantity', 'lte', 3), 3, false],
    [c('quantity', 'lte', 4), 3, true],
    [{ all: [c('quantity', 'gt', 4), c('quantity', 'lt', 5)] }, 0, false],
    [{ all: [c('quantity', 'gt', 4), c('quantity', 'lt', 6)] }, 0, true],
    [{ all: [c('product.price', 'gt', 4), c('product.price', 'lt', 5)] }, 0, true],
    [{ all: [c('sku', 'eq', 'A'), c('sku', 'eq', 'B')] }, 0, false],
    [{ all: [c('sku', 'in', ['A', 'B']), c('sku', 'in', ['B', 'C'])] }, 0, true],
    [{ all: [c('sku', 'in', ['A', 'B']), c('sku', 'ne', 'A'), c('sku', 'ne', 'B')] }, 0, false],
    [{ any: [c('quantity', 'lt', 1), c('sku', 'eq', 'A')] }, 0, true],
    [{ any: [c('quantity', 'lt', 1), c('waitingHours', 'lt', 0)] }, 0, false],
    [{ not: c('quantity', 'gt', 0) }, 0, false],
    [{ not: { all: [c('quantity', 'gt', 0), c('waitingHours', 'gte', 0)] } }, 0, false],
    [c('sku', 'exists', false), 0, false],
    [c('wanted', 'lt', 1), 0, false],
    [c('wanted', 'gt', 100), 0, false],
    [c('wanted', 'gte', 100), 0, true],
    [c('wanted', 'ne', 1), 0, true],
    [c('wanted', 'exists', false), 0, false],
    [{ all: [c('wanted', 'gt', 4), c('wanted', 'lt', 5)] }, 0, false],
    [c('contact.tier', 'exists', false), 0, true],
    [{ all: [c('contact.tier', 'exists', false), c('contact.tier', 'eq', 'x')] }, 0, false],
    [{ all: [c('contact.tier', 'exists', false), c('contact.tier', 'ne', 'x')] }, 0, true],
    [{ all: [c('purchased', 'eq', true), c('purchased', 'eq', false)] }, 0, false],
    [{ all: [c('product.tags', 'contains', 'a'), c('product.tags', 'contains', 'b')] }, 0, true],
    [{ all: [c('sku', 'contains', 'a'), c('sku', 'eq', 'bbb')] }, 0, false],
    [{ all: [c('sku', 'contains', 'a'), { not: c('sku', 'contains', 'a') }] }, 0, false],
  ])('says for %j above %i: %s', (condition, threshold, possible) => {
    expect(canHold(condition, threshold)).toBe(possible)
  })
})
