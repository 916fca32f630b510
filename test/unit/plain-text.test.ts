import { array, assert, constantFrom, property } from 'fast-check'
import { type CountryCode, findPhoneNumbersInText } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { withoutLinks } from '../../worker/message/plain-text.ts'

// What mail clients and phones make links of, more eagerly than any of them: every word after a dot
// is a top-level domain. (`.js` is none, and cannot become one: two letters are for countries.)
const LINKS = [
  /\w:\/\//,
  /\bwww\.[^\s.]/i,
  /[\p{L}\p{N}][.。．｡․﹒](?!js\b)(?=[\p{L}-]*\p{L}{2}|xn--)\p{L}/iu,
  /\S@\S+[.。．｡]\p{L}/u,
  /\p{L}:[^\s]/u,
  /(?<!\d)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d)/,
  /\\\\/,
]
const COUNTRIES: CountryCode[] = ['US', 'GB', 'SE', 'DE', 'DK', 'FR', 'JP']

function linksIn(text: string): string[] {
  const addresses = LINKS.flatMap((link) => link.exec(text)?.[0] ?? [])
  const numbers = COUNTRIES.flatMap((country) => findPhoneNumbersInText(text, country))
    .map(({ startsAt, endsAt }) => text.slice(startsAt, endsAt))
    // Jeans ("501 32/34") and calendars ("2026/2027").
    .filter((number) => !/^(\d{3} \d\d\/\d\d|20\d\d[-/]20\d\d)$/.test(number))
    // Six digits are a number in some towns, and a size or a year and a month everywhere.
    .filter((number) => /^[+(]*0/.test(number) || (number.match(/\p{Nd}/gu) ?? []).length > 6)
  return [...addresses, ...numbers]
}

describe('the name that a stranger gives a product', () => {
  it.each([
    'Nike Air Max 90',
    'T-shirt S/M',
    'Node.js mug',
    'No.5',
    'A.P.C. Petit New Standard',
    'U.S.A. flag 3.5 x 2.25 m',
    "Levi's 501 32/34",
    '24/7 socks, 100 % wool',
    'AC/DC: Back in Black (1980)',
    'Calendar 2026/2027',
    'Calendar 2026–27',
    'Monitor 16:9, 1920x1080, USB 3.2',
    'Canon EF 70-200 mm f/2.8',
    'LEGO 75192 Millennium Falcon',
    'Räksmörgås & Søn Ø 12 cm™',
    'قميص قطني أبيض',
    'می‌خواهم',
    '白いTシャツ',
    '하얀 티셔츠',
    'Family 👩‍👩‍👧 mug ❤️',
    '½ liter',
  ])('%s stays as it is', (name) => {
    expect(withoutLinks(name)).toBe(name)
  })

  it.each([
    ['Dr.Martens 1460', 'Dr. Martens 1460'],
    ['J.Crew', 'J. Crew'],
    ['Booking.com mug', 'Booking. com mug'],
    ['Mission:Impossible', 'Mission: Impossible'],
    ['  Two\n lines\t', 'Two lines'],
    ['Ｗｉｄｅ', 'Wide'],
    ['白いシャツ。新色', '白いシャツ。 新色'],
  ])('%s stays readable', (name, shown) => {
    expect(withoutLinks(name)).toBe(shown)
  })

  it.each([
    ['Bank: verify at evil.example/xyz', 'Bank: verify at evil. example/xyz'],
    ['https://evil.example/xyz', ''],
    ['Go to HTTPS://evil.example now', 'Go to now'],
    ['hxxp:／／evil.example', ''],
    ['WWW.evil.example wins', 'wins'],
    ['Win (www.evil.example)', 'Win'],
    ['mail prize@evil.example today', 'mail today'],
    ['mailto:prize tel:112', 'mailto: prize tel: 112'],
    ['bücher.example 例え。テスト пример.рф', 'bücher. example 例え。 テスト пример. рф'],
    ['evil.xn--p1ai', 'evil. xn--p1ai'],
    ['evil．ｅｘａｍｐｌｅ', 'evil. example'],
    ['e\u200Bvil\u2060.\u200Dexam\u00ADple', 'evil. example'],
    ['\u202Eelpmaxe.live', 'elpmaxe. live'],
    ['a.b.co', 'a.b. co'],
    ['evil.js.com', 'evil.js. com'],
    ['Call +44 20 7946 0958 now', 'Call ... now'],
    ['Call 0909 (879) 1234', 'Call ...'],
    ['Call 555-0123', 'Call ...'],
    ['Ring ٠٩٠٩٨٧٩١٢٣٤', 'Ring ...'],
    ['http 192.168.10.1', 'http'],
    [String.raw`\\evil\share`, ''],
    ['\u200B\u202E\u2800', ''],
    ['...', ''],
  ])('%s becomes no link', (name, shown) => {
    const harmless = withoutLinks(name)
    expect(harmless).toBe(shown)
    expect(linksIn(harmless)).toEqual([])
  })

  it('becomes no link, however it is put together', () => {
    const pieces = constantFrom(
      ...'evil example com x js www http tel xn--p1ai 例え рф 👩'.split(' '),
      ...'. 。 ． : / // @ - \\ + ( ) ? # * 0 7 46 555 2025 ٠٩'.split(' '),
      ' ',
      '\u200B',
      '\u200D',
      '\u202E',
      '\u0301',
      '\uD800',
    )
    const names = array(pieces, { maxLength: 14 }).map((some) => some.join(''))
    assert(
      property(names, (name) => {
        expect(linksIn(withoutLinks(name))).toEqual([])
      }),
      { seed: 6, numRuns: 4000 },
    )
  })

  it('is cut after a number of letters, however many marks each has', () => {
    expect(withoutLinks('x'.repeat(500))).toBe(`${'x'.repeat(97)}...`)
    expect(withoutLinks('word '.repeat(50), 12)).toBe('word word...')
    expect(withoutLinks(`a${'\u0301'.repeat(500)}`)).toBe('a\u0301\u0301\u0301\u0301')
    expect(withoutLinks('👩‍👩‍👧'.repeat(500)).length).toBeLessThan(1200)
  })
})
