/** The schemas for what other systems answer, as a table of inputs and results. */
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import {
  Amount,
  each,
  Flag,
  Id,
  List,
  ListOrOne,
  needed,
  NeededList,
  orNothing,
  State,
  Word,
  WordOrNone,
  WordOrNull,
} from '../../worker/lenient.ts'
import { brokenFields, retypedFields } from '../contract/broken.ts'

const NOTHING = [undefined, null, '', '  ', [], {}, [1], { a: 1 }]

describe.each<[name: string, schema: v.GenericSchema, read: [unknown, unknown][], none: unknown[]]>(
  [
    [
      'Word',
      Word,
      [
        ['A', 'A'],
        [' A 1 ', 'A 1'],
        [123, '123'],
        ['0', '0'],
      ],
      [0, false, true, 2 ** 53, 1e300],
    ],
    [
      'Amount',
      Amount,
      [
        [12, 12],
        ['12', 12],
        [' 12.0000 ', 12],
        ['-3', -3],
        ['.5', 0.5],
        [0, 0],
        ['0', 0],
      ],
      [false, true, 'many', '12 pieces', '1,299', '0x10', '1e3', Infinity, NaN],
    ],
    [
      'Flag',
      Flag,
      [
        [true, true],
        [1, true],
        ['1', true],
        ['Yes', true],
        [false, false],
        [0, false],
        ['no', false],
      ],
      ['parent', 2, '2'],
    ],
    [
      'Id',
      Id,
      [
        [7, 7],
        ['7', 7],
        [' 42 ', 42],
      ],
      [0, '0', -1, 7.5, '7.5', true, 'seven', 2 ** 53, '9007199254740993'],
    ],
  ],
)('%s', (_, schema, read, none) => {
  it.each(read)('reads %j as %j', (input, output) => {
    expect(v.parse(schema, input)).toBe(output)
  })

  it.each([...NOTHING, ...none])('reads nothing of %j', (input) => {
    expect(v.parse(schema, input)).toBeUndefined()
  })
})

describe('State', () => {
  it('is a text in lower case, and nothing else', () => {
    expect(v.parse(State, ' InStock ')).toBe('instock')
    for (const odd of [...NOTHING, 1, true]) expect(v.parse(State, odd)).toBeUndefined()
  })
})

describe('WordOrNone', () => {
  it('reads text and numbers, and takes what PHP writes for nothing as nothing', () => {
    expect([' A ', 123, '0'].map((one) => v.parse(WordOrNone, one))).toEqual(['A', '123', '0'])
    for (const none of [undefined, null, '', ' ', 0, false]) {
      expect(v.parse(WordOrNone, none)).toBeUndefined()
    }
  })

  it.each([true, {}, [], ['A'], { is: 'A' }, 1e300])('refuses %j', (odd) => {
    expect(v.is(WordOrNone, odd)).toBe(false)
  })
})

describe('NeededList', () => {
  it('reads a list and PHP’s object of one, and refuses anything else', () => {
    expect(v.parse(NeededList, [1])).toEqual([1])
    expect(v.parse(NeededList, { 0: 'a', 2: 'b' })).toEqual(['a', 'b'])
    for (const odd of [undefined, null, {}, { code: 'x' }, 'text', false]) {
      expect(v.is(NeededList, odd)).toBe(false)
    }
  })
})

describe('a list', () => {
  it.each([
    [
      [1, null],
      [1, null],
    ],
    [{ 0: 'a', 2: 'b' }, ['a', 'b']],
    [{ a: 1 }, []],
    [{}, []],
    [null, []],
    [false, []],
    ['text', []],
    [undefined, []],
  ])('of %j is %j', (input, output) => {
    expect(v.parse(List, input)).toEqual(output)
  })

  it.each<[unknown, unknown[]]>([
    [
      [1, 2],
      [1, 2],
    ],
    [[], []],
    [{ 0: 'a', 2: 'b' }, ['a', 'b']],
    [{ code: 'x' }, [{ code: 'x' }]],
    [{}, [{}]],
    ['x', ['x']],
    [7, []],
    [null, []],
    [undefined, []],
  ])('or one item: %j is %j', (input, output) => {
    expect(v.parse(ListOrOne, input)).toEqual(output)
  })

  it('has only the items that fit, if each is read by a schema', () => {
    const Items = v.object({ items: each(v.object({ id: needed(Id), name: Word })) })
    const items = [{ id: '7', name: 5 }, null, { name: 'no id' }, { id: 8, name: {} }, 'odd']
    expect(v.parse(Items, { items })).toEqual({
      items: [
        { id: 7, name: '5' },
        { id: 8, name: undefined },
      ],
    })
    expect(v.parse(Items, {})).toEqual({ items: [] })
  })
})

describe('a field', () => {
  it('that decides refuses an item without it', () => {
    const Item = v.object({ sku: needed(Word) })
    expect(v.parse(Item, { sku: 123 })).toEqual({ sku: '123' })
    for (const odd of [{}, { sku: null }, { sku: {} }, { sku: '' }]) {
      expect(v.is(Item, odd)).toBe(false)
    }
  })

  it('that decides can tell an absent value from an unreadable one', () => {
    const Item = v.object({ sku: WordOrNull })
    const read = (...skus: unknown[]) => skus.map((sku) => v.parse(Item, { sku }).sku)
    expect(read('A', 42, '0', ' A ')).toEqual(['A', '42', '0', 'A'])
    expect(read(null, '', '  ', 0, false)).toEqual([null, null, null, null, null])
    expect(read({}, [], ['A'], true, 2 ** 53, undefined)).toEqual(Array.from({ length: 6 }))
    expect(v.parse(Item, {}).sku).toBeUndefined()
  })

  it('of another shape is left out, if it may be absent', () => {
    const Item = v.object({ image: orNothing(v.object({ src: needed(Word) })) })
    expect(v.parse(Item, { image: { src: 'a' } })).toEqual({ image: { src: 'a' } })
    for (const image of [false, '', [], 7, null]) {
      expect(v.parse(Item, { image })).toEqual({ image: undefined })
    }
  })
})

describe('the generated payloads', () => {
  it('break each field but the deciding ones, one at a time', () => {
    const payload = { id: 7, list: [{ sku: 'A', price: 1 }] }
    const broken = [...brokenFields(payload, ['list.*.sku'])]
    expect(new Set(broken.map(({ path }) => path))).toEqual(new Set(['id', 'list.0.price']))
    expect(broken[0]).toEqual({
      path: 'id',
      instead: 'missing',
      payload: { list: [{ sku: 'A', price: 1 }] },
    })
    expect(broken.filter(({ path }) => path === 'id')).toHaveLength(15)
    expect(payload).toEqual({ id: 7, list: [{ sku: 'A', price: 1 }] })
  })

  it('write each number as text, and each text of digits as a number', () => {
    const changed = [...retypedFields({ id: 7, sku: '42', old: '007', name: 'Tee' })]
    expect(changed.map(({ payload }) => payload)).toEqual([
      { id: '7', sku: '42', old: '007', name: 'Tee' },
      { id: 7, sku: 42, old: '007', name: 'Tee' },
    ])
  })
})
