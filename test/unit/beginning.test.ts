/** Where texts are cut: between letters as people see them (UAX 29), within their units. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { beginning } from '../../shared/beginning.ts'
import { lineOf } from '../../shared/page/text.ts'
import { cut, cutUnits, withoutLinks } from '../../worker/message/plain-text.ts'
import { renderConfirmSms, renderListSms, renderSms, segmentsOf } from '../../worker/message/sms.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const FAMILY = '👩‍👩‍👧'
const KISS = '👩🏽‍❤️‍💋‍👨🏿'
const LETTERS: [string, string][] = [
  ['an emoji outside the first plane', '🧸'],
  ['an emoji of several', FAMILY],
  ['an emoji of fifteen units', KISS],
  ['a skin tone', '👍🏽'],
  ['a flag', '🇸🇪'],
  ['a keycap', '1️⃣'],
  ['a letter with its mark', 'e\u0301'],
  ['a letter with two marks', 'a\u0323\u0302'],
  ['a syllable of Devanagari', 'कि'],
  ['a conjunct of Devanagari', 'क्षि'],
  ['a letter of Tamil', 'நி'],
  ['a letter of Thai', 'กำ'],
  ['a Hangul syllable of three jamo', '\u1112\u1161\u11ab'],
  ['a Hebrew letter with its points', 'שּׁ'],
  ['a line break of two', '\r\n'],
]

const lettersOf = (text: string) =>
  [...new Intl.Segmenter().segment(text)].map((one) => one.segment)

/** Whether a text consists of whole letters and, if it was cut, the dots. */
const isWhole = (text: string, letter: string, end = '') =>
  text.endsWith(end) &&
  lettersOf(text.slice(0, text.length - end.length)).every((one) =>
    [letter, 'x', ' '].includes(one),
  )

describe.each(LETTERS)('a text of %s', (_, letter) => {
  it('is cut between two of them, wherever the limit is', () => {
    for (const before of ['', 'x', 'xx', 'xxx']) {
      const text = before + letter.repeat(60)
      for (let units = 0; units <= 4 * letter.length; units += 1) {
        const begun = beginning(text, units)
        expect(begun.length).toBeLessThanOrEqual(units)
        expect(units - begun.length).toBeLessThan(letter.length)
        expect(isWhole(begun, letter)).toBe(true)
      }
    }
  })

  it('is cut in the same way in an SMS, in the name of a mail and in the data of a page', () => {
    for (const before of ['', 'x', 'xx', 'xxx', 'xxxx']) {
      const text = before + letter.repeat(300)
      expect(isWhole(cutUnits(text, 40), letter, '...')).toBe(true)
      expect(isWhole(cut(text, 40), letter, '...')).toBe(true)
      if (letter === '\r\n') continue
      const others = lettersOf(lineOf(text)).filter((one) => !['x', '…'].includes(one))
      expect(new Set(others).size).toBe(1)
      expect(withoutLinks(text)).not.toMatch(/\p{Cs}/u)
    }
  })
})

describe('a text that is cut', () => {
  it('stays as it is if it fits', () => {
    expect(beginning(FAMILY, FAMILY.length)).toBe(FAMILY)
    expect(beginning('', 0)).toBe('')
  })

  it('is empty if its first letter alone is too long', () => {
    expect(beginning(`a${'\u0301'.repeat(400)}`, 100)).toBe('')
  })

  it('does not end in half a letter if letters take more than twelve units', () => {
    const name = withoutLinks(KISS.repeat(85))
    expect(new Set(lettersOf(name))).toEqual(new Set([KISS]))
  })

  it('ends between two code points in a browser without a segmenter', () => {
    vi.stubGlobal('Intl', {})
    expect(beginning('🧸🧸', 3)).toBe('🧸')
    expect(beginning('abc', 2)).toBe('ab')
  })
})

describe('an SMS with a title and a shop of any letters', () => {
  const link = `https://shelfbell.example.workers.dev/r/${'x'.repeat(44)}`
  const stop = link.replace('/r/', '/u/')
  it.each([...LETTERS.slice(0, -1), ['a letter of plain ASCII', 'x'] as [string, string]])(
    'takes at most four segments, and has whole letters: %s',
    (_, letter) => {
      const title = letter.repeat(200)
      const shop = letter.repeat(100)
      const alert = { shop, locale: 'en', product: { title, url: link }, link }
      const texts = [
        renderSms('alert', alert),
        renderSms('alert', { ...alert, stop }),
        renderConfirmSms({ shop, locale: 'en', link }),
        renderListSms({ shop, locale: 'en', link }),
      ]
      const segments = texts.map(segmentsOf)
      expect(Math.max(...segments)).toBeLessThanOrEqual(letter === 'x' ? 2 : 4)
      expect(segments[0]).toBeLessThanOrEqual(letter === 'x' ? 2 : 3)
      for (const text of texts) {
        const foreign = lettersOf(text).filter((one) => !/^[\x20-\x7e]$/.test(one))
        expect(new Set(foreign).size).toBe(letter === 'x' ? 0 : 1)
      }
    },
  )
})
