/** What a shop's own system may push to a Magento source, as a table of bodies and skus. */
import { describe, expect, it } from 'vitest'
import { readPush } from '../../worker/connectors/sources/magento/push.ts'
import { brokenFields, retypedFields } from '../contract/broken.ts'

/** The items of a push broken in turn, and the fields within them. */
const brokenItems = (body: unknown) =>
  [...brokenFields(body, [])].filter(({ path }) => path.startsWith('skus.'))

describe('a push', () => {
  const read = (body: unknown) =>
    readPush({
      body: JSON.stringify(body),
      headers: new Headers(),
      query: new URLSearchParams(),
      now: 0,
    })

  const MANY = Array.from({ length: 1_001 }, (_, n) => `S${n}`)
  it.each<[string, unknown, string[], number | undefined]>([
    ['a list', { skus: ['A1', 'B2'] }, ['A1', 'B2'], undefined],
    ['a number among texts', { skus: ['A1', 123] }, ['A1', '123'], undefined],
    ['a sku with spaces around it', { skus: [' A1 '] }, ['A1'], undefined],
    ['null and other nonsense', { skus: ['A1', null, {}, [], false, ''] }, ['A1'], 5],
    ['a number that JSON cannot keep', { skus: ['A1', 2 ** 53] }, ['A1'], 1],
    [
      'objects with a sku',
      { skus: [{ sku: 'A1', qty: 4 }, { sku: 7 }, { id: 1 }] },
      ['A1', '7'],
      1,
    ],
    ['a sku that is too long', { skus: ['A1', 'x'.repeat(201)] }, ['A1'], 1],
    ['a sku with a line break', { skus: ['A1', 'B\n2'] }, ['A1'], 1],
    ['the same sku twice', { skus: ['A1', 'B2', 'A1'] }, ['A1', 'B2'], undefined],
    ['one text instead of a list', { skus: 'A1' }, ['A1'], undefined],
    ['one number instead of a list', { skus: 42 }, ['42'], undefined],
    ['one object instead of a list', { skus: { sku: 'A1' } }, ['A1'], undefined],
    ['a list that PHP wrote as an object', { skus: { 0: 'A1', 2: 'B2' } }, ['A1', 'B2'], undefined],
    ['one sku', { sku: 'A1' }, ['A1'], undefined],
    ['one sku and its quantity', { sku: 'A1', quantity: 4 }, ['A1'], undefined],
    ['a bare list', ['A1', { sku: 'B2' }], ['A1', 'B2'], undefined],
    ['further fields', { skus: ['A1'], event: 'stock', at: null }, ['A1'], undefined],
    ['more skus than are read', { skus: MANY }, MANY.slice(0, 1_000), 1],
  ])('is read: %s', (_what, body, hints, leftOut) => {
    expect(read(body)).toEqual({ hints, ...(leftOut !== undefined && { leftOut }) })
  })

  it.each([
    {},
    [],
    null,
    'A1',
    7,
    { skus: [] },
    { skus: null },
    { skus: [null] },
    { hello: 'there' },
  ])('names no sku: %j', (body) => {
    expect(read(body)).toBeUndefined()
  })

  it('has all other skus if any one item or field is broken', () => {
    const body = { skus: ['A1', { sku: 'B2', qty: 4 }, 123], source: 'erp', at: 1_764_000_000 }
    const broken = [...brokenFields(body, ['skus']), ...brokenItems(body), ...retypedFields(body)]
    for (const { path, instead, payload } of broken) {
      const lost = /^skus\.(\d)(\.sku)?$/.exec(path)?.[1]
      const hints = ['A1', 'B2', '123'].filter((_, n) => String(n) !== lost)
      expect({ path, instead, hints: read(payload)?.hints }).toEqual({
        path,
        instead,
        hints: expect.arrayContaining(hints),
      })
    }
    expect(broken).toHaveLength(183)
  })
})
