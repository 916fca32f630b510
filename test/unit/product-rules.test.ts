/** Which rule counts for a product, field by field. */
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { pointerOf } from '../../shared/problem.ts'
import { chosenFor, rulesFor } from '../../worker/shop/product-rules.ts'
import { Rules } from '../../worker/shop/settings.ts'

const WAVES = { mode: 'waves', perUnit: 2, everyMinutes: 30 } as const

const shop = (...products: unknown[]) => ({
  rules: v.parse(Rules, { threshold: 1, products }),
})

const TEE = {
  price: 20,
  currency: 'EUR',
  brand: 'Acme',
  tags: ['summer', 'sale'],
  collections: ['Shirts', 'gid://7'],
}

const threshold = (match: object, value: number) => ({ match, threshold: value })

describe('the rules for a product', () => {
  it('are the settings of the shop where no rule holds', () => {
    const rules = { offer: true, threshold: 1, pace: { mode: 'everyone' } }
    expect(rulesFor(shop(), 'TEE', TEE)).toMatchObject(rules)
    expect(rulesFor(shop(threshold({ skus: ['CAP'] }, 5)), 'TEE', TEE)).toMatchObject(rules)
    expect(rulesFor(shop(threshold({ tags: ['summer'] }, 5)), 'TEE', undefined)).toMatchObject(
      rules,
    )
  })

  it.each([
    ['a sku', { skus: ['CAP', 'TEE'] }, true],
    ['another sku', { skus: ['tee'] }, false],
    ['one of its tags', { tags: ['winter', 'sale'] }, true],
    ['part of a tag', { tags: ['sum'] }, false],
    ['one of its collections', { collections: ['gid://7'] }, true],
    ['its brand', { brands: ['Other', 'Acme'] }, true],
    ['another brand', { brands: ['acme'] }, false],
    ['a range around its price', { priceFrom: 20, priceTo: 20 }, true],
    ['a higher price', { priceFrom: 20.01 }, false],
    ['a lower price', { priceTo: 19.99 }, false],
    ['its price in its currency', { priceFrom: 10, currency: 'EUR' }, true],
    ['its price in another currency', { priceFrom: 10, currency: 'SEK' }, false],
    ['no kind at all', {}, true],
    ['two kinds that both hold', { tags: ['sale'], brands: ['Acme'] }, true],
    ['two kinds of which one fails', { tags: ['sale'], brands: ['Other'] }, false],
    ['a sku that holds and a price that does not', { skus: ['TEE'], priceTo: 5 }, false],
  ])('hold for %s as they should', (_, match, holds) => {
    expect(rulesFor(shop(threshold(match, 5)), 'TEE', TEE).threshold).toBe(holds ? 5 : 1)
  })

  const KINDS = [
    { skus: ['TEE'] },
    { tags: ['summer'] },
    { collections: ['Shirts'] },
    { brands: ['Acme'] },
    { priceFrom: 5 },
    {},
  ]

  it('are those of the most specific kind, wherever it stands in the list', () => {
    for (const [rank, specific] of KINDS.entries()) {
      for (const general of KINDS.slice(rank + 1)) {
        const pair = [threshold(specific, 10), threshold(general, 20)]
        expect(rulesFor(shop(...pair), 'TEE', TEE).threshold).toBe(10)
        expect(rulesFor(shop(...pair.toReversed()), 'TEE', TEE).threshold).toBe(10)
      }
    }
  })

  it('prefer a match with a further kind, but no number of lesser kinds to a greater one', () => {
    const pair = [
      threshold({ tags: ['sale'] }, 10),
      threshold({ tags: ['sale'], priceFrom: 5 }, 20),
    ]
    expect(rulesFor(shop(...pair), 'TEE', TEE).threshold).toBe(20)
    const all = { tags: ['sale'], collections: ['Shirts'], brands: ['Acme'], priceFrom: 5 }
    const sku = threshold({ skus: ['TEE'] }, 10)
    expect(rulesFor(shop(threshold(all, 20), sku), 'TEE', TEE).threshold).toBe(10)
  })

  it('are those of the first of two that are equally specific', () => {
    const tags = [threshold({ tags: ['sale'] }, 10), threshold({ tags: ['summer'] }, 20)]
    expect(rulesFor(shop(...tags), 'TEE', TEE).threshold).toBe(10)
    expect(rulesFor(shop(...tags.toReversed()), 'TEE', TEE).threshold).toBe(20)
  })

  it('are decided field by field', () => {
    const some = shop(
      { match: { skus: ['TEE'] }, threshold: 9 },
      { match: { tags: ['sale'] }, threshold: 8, pace: WAVES },
      { match: { brands: ['Acme'] }, offer: false, pace: { mode: 'everyone' } },
    )
    expect(rulesFor(some, 'TEE', TEE)).toMatchObject({ offer: false, threshold: 9, pace: WAVES })
    expect(chosenFor(some.rules, 'pace', 'TEE', TEE)).toMatchObject({
      index: 1,
      reasons: [{ kind: 'tag', value: 'sale' }],
    })
  })

  it('let an exception offer what a wider rule leaves out', () => {
    const some = shop(
      { match: { brands: ['Acme'] }, offer: false },
      { match: { skus: ['TEE'] }, offer: true },
    )
    expect(rulesFor(some, 'TEE', TEE).offer).toBe(true)
    expect(rulesFor(some, 'CAP', TEE).offer).toBe(false)
  })

  it.each(['hidden', 'discontinued'] as const)('offer no product that is %s', (state) => {
    const some = shop({ match: { skus: ['TEE'] }, offer: true })
    expect(rulesFor(some, 'TEE', { ...TEE, state }).offer).toBe(false)
    expect(rulesFor(some, 'TEE', { ...TEE, state: 'active' }).offer).toBe(true)
  })

  it('differ between the entries of two locales', () => {
    const some = shop({ match: { priceFrom: 100, currency: 'SEK' }, offer: false })
    expect(rulesFor(some, 'TEE', { ...TEE, price: 229, currency: 'SEK' }).offer).toBe(false)
    expect(rulesFor(some, 'TEE', { ...TEE, price: 229 }).offer).toBe(true)
    expect(rulesFor(some, 'TEE', { ...TEE, price: 229, currency: undefined }).offer).toBe(true)
  })
})

describe('the schema of rules by product', () => {
  const faults = (rule: unknown) => {
    const parsed = v.safeParse(Rules, { products: rule })
    return parsed.success ? [] : parsed.issues.map((one) => `${pointerOf(one)} ${one.message}`)
  }
  it.each([
    [null, '/products not_a_list'],
    [{}, '/products not_a_list'],
    [['TEE'], '/products/0 not_an_object'],
    [[{}], '/products/0/match missing'],
    [[{ match: [] }], '/products/0/match not_an_object'],
    [[{ match: { sku: 'TEE' } }], '/products/0/match/sku unknown_field'],
    [[{ match: { skus: [] } }], '/products/0/match/skus empty'],
    [[{ match: { tags: [7] } }], '/products/0/match/tags/0 not_text'],
    [[{ match: { tags: ['a\u0000'] } }], '/products/0/match/tags/0 control_character'],
    [[{ match: { brands: 'Acme' } }], '/products/0/match/brands not_a_list'],
    [[{ match: { priceFrom: '5' } }], '/products/0/match/priceFrom price_invalid'],
    [[{ match: { priceFrom: 5, priceTo: 4 } }], '/products/0/match/priceTo price_range_empty'],
    [[{ match: { currency: 'EUR' } }], '/products/0/match/currency price_missing'],
    [[{ match: {}, offer: 'no' }], '/products/0/offer not_a_boolean'],
    [[{ match: {}, threshold: -1 }], '/products/0/threshold quantity_invalid'],
    [[{ match: {}, pace: { mode: 'slow' } }], '/products/0/pace/mode choice_unknown'],
    [Array.from({ length: 101 }, () => ({ match: {} })), '/products too_many'],
  ])('refuses %j with a pointer', (rules, fault) => {
    expect(faults(rules)).toEqual([fault])
  })

  it('refuses more than 2,000 names in all rules together', () => {
    const skus = (length: number) => ({
      match: { skus: Array.from({ length }, (_, n) => `S${n}`) },
    })
    const four = [skus(500), skus(500), skus(500), skus(499)]
    expect(faults([...four, skus(1)])).toEqual([])
    expect(faults([...four, skus(2)])).toEqual(['/products too_many'])
    expect(faults([skus(501)])).toEqual(['/products/0/match/skus too_many'])
  })
})
