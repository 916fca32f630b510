import { expect, it } from 'vitest'
import { decodedPage } from '../../worker/connectors/sources/page/charset.ts'

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const UTF8 = [...new TextEncoder().encode('ö')].map((byte) => String.fromCharCode(byte)).join('')

it.each([
  ['UTF-8 without a word about it', UTF8, null],
  [
    'UTF-8 by its header, whatever its meta',
    `<meta charset=latin1>${UTF8}`,
    'text/html; charset=UTF-8',
  ],
  [
    'UTF-8 by its mark, whatever its header',
    `\xef\xbb\xbf${UTF8}`,
    'text/html; charset=iso-8859-1',
  ],
  ['Latin by its header', '\xf6', 'text/html;charset="ISO-8859-1"'],
  ['Latin by its meta', '<meta charset="windows-1252">\xf6', 'text/html'],
  [
    'Latin by an older meta',
    `<META HTTP-EQUIV=content-type CONTENT='text/html; charset=iso-8859-15'>\xf6`,
    null,
  ],
  ['Cyrillic', '<meta charset=koi8-r>\xc1', null, 'а'],
  ['Japanese', '<meta charset=Shift_JIS>\x83e', null, 'テ'],
  ['Chinese', '<meta charset=gb2312>\xd6\xd0', null, '中'],
  ['UTF-16 by its mark', '\xff\xfe\xf6\x00', null],
  ['a meta within a comment', `<!-- <meta charset=koi8-r> -->${UTF8}`, null],
  ['a meta that cannot be true', `<meta charset=utf-16>${UTF8}`, null],
  ['a name that nobody knows', `<meta charset=klingon>${UTF8}`, null],
  ['a header that nobody knows', UTF8, 'text/html; charset=none'],
  ['a meta too far into the page', `${' '.repeat(1024)}<meta charset=koi8-r>${UTF8}`, null],
])('a page is read in its own encoding: %s', (_what, page, header, letter = 'ö') => {
  const text = decodedPage(bytesOf(page), header)
  expect(text.at(-1)).toBe(letter)
})

it('bytes that are wrong in their encoding become signs, and nothing is thrown', () => {
  expect(decodedPage(bytesOf('<h1>\xf6\xc1</h1>'), 'text/html; charset=utf-8')).toBe(
    '<h1>\ufffd\ufffd</h1>',
  )
})
