import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { LoosePage, LooseProduct, usableProduct } from '../../worker/loose-product.ts'
import { CatalogEntry, Product } from '../../shared/product.ts'

const URL_OF_TEE = 'https://acme.example/p/tee'
const KNOWN = { title: 'TEE-M', url: 'https://acme.example/' }

describe('a product as a stranger’s page describes it', () => {
  it.each([
    ['text', 7, {}],
    ['list', [{ title: 'Tee' }], {}],
    ['nothing', null, {}],
    ['title of 200 units', { title: 'x'.repeat(200) }, { title: 'x'.repeat(200) }],
    ['title of 201', { title: 'x'.repeat(201) }, { title: `${'x'.repeat(199)}…` }],
    [
      'title cut in a character',
      { title: `${'x'.repeat(198)}😀 tee` },
      { title: `${'x'.repeat(198)}…` },
    ],
    [
      'title with entities and tags',
      { title: 'Tom &amp; <b>Jerry</b> <3' },
      { title: 'Tom & Jerry <3' },
    ],
    ['title with half a character', { title: 'Tee \udc4d' }, { title: 'Tee' }],
    ['title of lines', { title: '\u0000Harbour\r\n\ttee\u0085' }, { title: 'Harbour tee' }],
    ['title of spaces', { title: ' \u00a0\n' }, {}],
    ['script as an address', { url: 'javascript:alert(1)' }, {}],
    ['relative address', { url: '/p/tee' }, {}],
    ['address with a password', { url: 'https://a:b@acme.example/' }, {}],
    ['long address', { url: `${URL_OF_TEE}?${'q'.repeat(2000)}` }, {}],
    ['address with half a character', { url: `${URL_OF_TEE}?q=\ud83d` }, {}],
    ['picture in the text', { image: 'data:image/png;base64,AAAA' }, {}],
    ['price as text', { price: '19.90' }, {}],
    ['price below zero', { price: -1 }, {}],
    ['price without end', { price: Infinity }, {}],
    ['price that is none', { price: Number.NaN }, {}],
    ['currency in small letters', { currency: 'sek' }, { currency: 'SEK' }],
    ['currency as a sign', { currency: 'kr' }, {}],
    ['long id', { id: 'x'.repeat(201), variantId: 'V' }, { variantId: 'V' }],
    ['number as an id', { variantId: 42 }, {}],
    ['field of its own', { secret: 'x', title: 'Tee' }, { title: 'Tee' }],
  ])('loses only what is refused: %s', (_what, said, kept) => {
    const loose = v.parse(LooseProduct, said)
    expect(
      Object.fromEntries(Object.entries(loose).filter(([, value]) => value !== undefined)),
    ).toEqual(kept)
    const usable = usableProduct(loose, KNOWN)
    expect(usable).toEqual({ ...KNOWN, ...kept })
    expect(v.is(Product, usable)).toBe(true)
  })

  it.each([
    ['address', `${URL_OF_TEE}?v=1#a`, `${URL_OF_TEE}?v=1#a`],
    ['address with a long query', `${URL_OF_TEE}?${'q'.repeat(2000)}`, URL_OF_TEE],
    ['address with a long fragment', `${URL_OF_TEE}#${'q'.repeat(2000)}`, URL_OF_TEE],
    ['address with a long path', `${URL_OF_TEE}/${'q'.repeat(2000)}`, undefined],
    ['page without an address', 'about:srcdoc', undefined],
    ['number', 7, undefined],
    ['nothing', undefined, undefined],
  ])('has a page, if it is one: %s', (_what, page, kept) => {
    expect(v.parse(LoosePage, page)).toBe(kept)
  })
})

describe('the expected date of a catalogue entry', () => {
  const entry = (restockAt: unknown) => v.is(CatalogEntry, { ...KNOWN, sku: 'TEE-M', restockAt })

  it.each(['2026-12-24', '2028-02-29', '2026-12-24T10:00Z', '2026-12-24T10:00:00.5+01:00'])(
    'may be %s',
    (text) => expect(entry(text)).toBe(true),
  )

  it.each([
    '',
    '24.12.2026',
    '2026-02-30',
    '2026-13-01',
    '2026-12-24T25:00Z',
    'tomorrow',
    2026,
    null,
  ])('may not be %s', (text) => expect(entry(text)).toBe(false))
})
