import * as fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { contrastOf, EDGE_CONTRAST, isDark, TEXT_CONTRAST } from '../../worker/message/colour.ts'
import { lookFaults, lookOf, LookSettings, type Palette } from '../../worker/message/look.ts'

const shop = { name: 'Acme', origins: ['https://acme.example'], imageHosts: ['cdn.example'] }
const faultsOf = (look: unknown) => lookFaults(v.parse(LookSettings, look), shop)
const logo = (url: string) => ({ logo: { url, width: 140 } })

describe('the contrast of two colours', () => {
  // As WCAG 2.2 defines it; #767676 is the palest grey that text on white may have.
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
    ['#777777', '#ffffff', 4.48],
    ['#ff0000', '#0000ff', 2.15],
  ])('of %s and %s is %s', (one, other, contrast) => {
    expect(contrastOf(one, other)).toBeCloseTo(contrast, 2)
    expect(contrastOf(other, one)).toBeCloseTo(contrast, 2)
  })
})

describe('the setting look', () => {
  it.each([
    [{}, []],
    [{ colors: { accent: '#ffd400', background: '#101820' } }, []],
    [{ colors: { text: '#777777' } }, [['/look/colors/text', 'contrast_low']]],
    [{ colors: { text: '#ffffff', background: '#000000' } }, []],
    [
      { colors: { text: '#ffffff', background: '#000000', surface: '#eeeeee' } },
      [['/look/colors/text', 'contrast_low']],
    ],
    [
      { colors: { background: '#000000', surface: '#ffffff' } },
      [['/look/colors/surface', 'contrast_low']],
    ],
    [
      { colors: { accent: '#ffd400', onAccent: '#ffffff' } },
      [['/look/colors/onAccent', 'contrast_low']],
    ],
    [{ colors: { onAccent: '#222222' } }, [['/look/colors/onAccent', 'contrast_low']]],
    [logo('https://acme.example/logo.png'), []],
    [logo('https://cdn.example/logo?v=2'), []],
    [logo('http://cdn.example/logo.png'), [['/look/logo/url', 'host_not_listed']]],
    [logo('https://acme.example.evil.example/a.png'), [['/look/logo/url', 'host_not_listed']]],
    [logo('https://acme.example:444/a.png'), [['/look/logo/url', 'host_not_listed']]],
    [logo('https://acme.example/logo.svg?a'), [['/look/logo/url', 'picture_unsupported']]],
    [logo('https://acme.example/logo.WEBP'), [['/look/logo/url', 'picture_unsupported']]],
  ])('%j has the faults %j', (look, faults) => expect(faultsOf(look)).toEqual(faults))

  it.each([
    [null],
    ['dark'],
    [{ colors: { accent: 'red' } }],
    [{ colors: { accent: '#fff' } }],
    [{ colors: { accent: '#12345g' } }],
    [{ colors: { accent: '#ffffff;background:url(https://evil.example)' } }],
    [{ colors: { accent: 0x123456 } }],
    [{ colors: null }],
    [{ colors: { primary: '#123456' } }],
    [{ logo: 'https://acme.example/logo.png' }],
    [{ logo: { url: 'https://acme.example/logo.png' } }],
    [{ logo: { url: 'javascript:alert(1)', width: 100 } }],
    [{ logo: { url: 'https://acme.example/logo.png', width: 15 } }],
    [{ logo: { url: 'https://acme.example/logo.png', width: 100, alt: 'a\u0000b' } }],
    [{ corner: 33 }],
    [{ corner: 1.5 }],
    [{ font: 'Comic Sans' }],
    [{ font: 'toString' }],
    [{ picture: 'no' }],
    [JSON.parse('{"__proto__":{"corner":1}}')],
  ])('refuses %j', (look) => expect(v.safeParse(LookSettings, look).success).toBe(false))

  it('has colours that can be read in both modes, whatever a shop names', () => {
    const colour = fc
      .integer({ min: 0, max: 0xffffff })
      .map((n) => `#${n.toString(16).padStart(6, '0')}`)
    const names = ['accent', 'onAccent', 'background', 'surface', 'text'] as const
    const colours = fc.record(Object.fromEntries(names.map((name) => [name, colour])), {
      requiredKeys: [],
    })
    let accepted = 0
    fc.assert(
      fc.property(colours, (colors) => {
        const settings = v.parse(LookSettings, { colors })
        if (lookFaults(settings, shop).length > 0) return
        accepted += 1
        const { light, dark } = lookOf({ ...shop, look: settings })
        expect(light).toMatchObject(colors)
        for (const palette of [light, dark]) expectReadable(palette)
        expect(isDark(dark.surface)).toBe(true)
      }),
      { numRuns: 1500 },
    )
    expect(accepted).toBeGreaterThan(50)
  })

  it('refuses no single colour of a card, a background or a button', () => {
    for (const grey of ['00', '40', '6a', '75', '77', '80', 'c0', 'ff']) {
      for (const name of ['accent', 'background', 'surface']) {
        expect(faultsOf({ colors: { [name]: `#${grey.repeat(3)}` } })).toEqual([])
      }
    }
  })

  it('turns a black button white in dark mode, and keeps the hue of another one', () => {
    const darkOf = (accent: string) =>
      lookOf({ ...shop, look: v.parse(LookSettings, { colors: { accent } }) }).dark
    expect(isDark(darkOf('#1d1d1f').accent)).toBe(false)
    expect(isDark(darkOf('#1d1d1f').onAccent)).toBe(true)
    expect(darkOf('#ffd400').accent).toBe('#ffd400')
    const [, red = '', , blue = ''] = /#(..)(..)(..)/.exec(darkOf('#00005c').accent) ?? []
    expect(Number.parseInt(blue, 16)).toBeGreaterThan(Number.parseInt(red, 16))
  })

  it('names its logo after the shop, and draws a border around a button that the card would hide', () => {
    const look = v.parse(LookSettings, {
      ...logo('https://acme.example/logo.png'),
      colors: { accent: '#FFFFFF' },
    })
    const { logo: drawn, light } = lookOf({ ...shop, look })
    expect(drawn?.alt).toBe('Acme')
    expect(light.accent).toBe('#ffffff')
    expect(contrastOf(light.accentEdge, light.surface)).toBeGreaterThanOrEqual(EDGE_CONTRAST)
    expect(lookOf(shop).light.accentEdge).toBe(lookOf(shop).light.accent)
  })
})

function expectReadable(palette: Palette) {
  const { accent, onAccent, background, surface, text, quiet, edge } = palette
  for (const words of [text, quiet]) {
    for (const ground of [background, surface]) {
      expect(contrastOf(words, ground)).toBeGreaterThanOrEqual(TEXT_CONTRAST)
    }
  }
  expect(contrastOf(onAccent, accent)).toBeGreaterThanOrEqual(TEXT_CONTRAST)
  expect(contrastOf(edge, surface)).toBeGreaterThanOrEqual(EDGE_CONTRAST)
}
