import { describe, expect, it } from 'vitest'
import { folded, normalizeEmail, smtpForm } from '../../shared/email.ts'

describe('an e-mail address', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    ['  Ada.Lovelace@Example.COM ', 'ada.lovelace@example.com'],
    ['ada+shop@example.co.uk', 'ada+shop@example.co.uk'],
    ["o'brien@example.ie", "o'brien@example.ie"],
    ['åsa@example.se', undefined],
    ['asa@räksmörgås.se', 'asa@xn--rksmrgs-5wao1o.se'],
    ['ａｄａ@example.com', 'ada@example.com'],
    ['1@2.example', '1@2.example'],
    ['not an email <script>', undefined],
    ['', undefined],
    ['@', undefined],
    ['ada', undefined],
    ['ada@', undefined],
    ['@example.com', undefined],
    ['ada@example', undefined],
    ['ada@localhost', undefined],
    ['ada@@example.com', undefined],
    ['ada@bob@example.com', undefined],
    ['.ada@example.com', undefined],
    ['ada.@example.com', undefined],
    ['a..da@example.com', undefined],
    ['ada@example..com', undefined],
    ['ada@.example.com', undefined],
    ['ada@-example.com', undefined],
    ['ada@example.com.', undefined],
    ['ada@example.com/path', undefined],
    ['ada@example.com:25', undefined],
    ['ada@example.com?x', undefined],
    ['ada@127.0.0.1', undefined],
    ['ada@[127.0.0.1]', undefined],
    ['ada@example.c', undefined],
    ['ada@example.123', undefined],
    ['"ada love"@example.com', undefined],
    ['ada\n@example.com', undefined],
    ['ada@exa\tmple.com', undefined],
    ['ada@example.com\u0000', undefined],
    ['\u0000ada@example.com', undefined],
    ['ada@\u001fexample.com', undefined],
    ['ada@example.com\r\nBcc: bob@example.com', undefined],
    ['ada@example.com, bob@example.com', undefined],
    ['<ada@example.com>', undefined],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
    [`${'a'.repeat(65)}@example.com`, undefined],
    [`ada@${'a'.repeat(64)}.com`, undefined],
  ])('%j is kept as %j', (raw, kept) => {
    expect(normalizeEmail(raw)).toBe(kept)
  })

  it('stays the same when it is normalized again', () => {
    expect(normalizeEmail(normalizeEmail('Asa@Räksmörgås.SE') ?? '')).toBe(
      'asa@xn--rksmrgs-5wao1o.se',
    )
  })
})

describe('an e-mail address, for counting,', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    ['Ada@Example.COM', 'ada@example.com'],
    ['ada+1@example.com', 'ada@example.com'],
    ['ada+1+2@example.com', 'ada@example.com'],
    ['+ada@example.com', '+ada@example.com'],
    ['a.d.a@example.com', 'a.d.a@example.com'],
    ['a.d.a+news@gmail.com', 'ada@gmail.com'],
    ['a.d.a@googlemail.com', 'ada@gmail.com'],
    ['a_d-a@pm.me', 'ada@proton.me'],
    ['a.d.a+x@protonmail.com', 'ada@proton.me'],
    ['a.da@mac.com', 'a.da@icloud.com'],
    ['ada@constructor', 'ada@constructor'],
    ['+46701234567', '+46701234567'],
    ['', ''],
  ])('%j is %j', (address, counted) => expect(folded(address)).toBe(counted))
})

describe('an address with dots that only two Japanese carriers gave out', () => {
  it.each([
    ['a..b@docomo.ne.jp', 'a..b@docomo.ne.jp', '"a..b"@docomo.ne.jp'],
    ['A.@EZWEB.ne.jp', 'a.@ezweb.ne.jp', '"a."@ezweb.ne.jp'],
    ['.a@docomo.ne.jp', '.a@docomo.ne.jp', '".a"@docomo.ne.jp'],
    ['a...b-c_1.@docomo.ne.jp', 'a...b-c_1.@docomo.ne.jp', '"a...b-c_1."@docomo.ne.jp'],
    ['"a..b"@docomo.ne.jp', 'a..b@docomo.ne.jp', '"a..b"@docomo.ne.jp'],
    ['ａ．．ｂ＠ｄｏｃｏｍｏ．ｎｅ．ｊｐ', 'a..b@docomo.ne.jp', '"a..b"@docomo.ne.jp'],
    ['a.b@docomo.ne.jp', 'a.b@docomo.ne.jp', 'a.b@docomo.ne.jp'],
    ['"ada"@example.com', 'ada@example.com', 'ada@example.com'],
  ])('%s is kept as %s, and sent as %s', (raw, kept, sent) => {
    expect(normalizeEmail(raw)).toBe(kept)
    expect(normalizeEmail(sent)).toBe(kept)
    expect(smtpForm(kept)).toBe(sent)
  })

  it.each([
    'a..b@example.com',
    'a.@softbank.ne.jp',
    'a..b@mail.docomo.ne.jp',
    'a..b@docomo.ne.jp.example.com',
    'a..b@notdocomo.ne.jp',
    '"a..b"@example.com',
    '..@docomo.ne.jp',
    '""@docomo.ne.jp',
    'a b..c@docomo.ne.jp',
    '"a"b..c"@docomo.ne.jp',
    'a..b@docomo.ne.jp\r\nBcc: eve@example.com',
    `${'a.'.repeat(33)}@docomo.ne.jp`,
  ])('is refused elsewhere, or if no mail could reach it: %j', (raw) => {
    expect(normalizeEmail(raw)).toBeUndefined()
  })
})
