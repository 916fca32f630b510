/** Which numbers a shop may write to. The samples are from the numbering plans of the countries. */
import { describe, expect, it } from 'vitest'
import { e164, rangeOf, senderNumber, writableNumber } from '../../worker/address/phone.ts'

const OFFERED = ['SE', 'GB', 'US', 'DE', 'MX', 'AR', 'BR', 'BJ']
const NOT_MOBILE = 'phone_not_mobile'
const NOT_OFFERED = 'phone_country_not_offered'

describe('a number for SMS', () => {
  it.each([
    ['070-123 45 67', 'SE', '+46701234567'],
    ['+46 70 123 45 67', undefined, '+46701234567'],
    ['07400 123456', 'GB', '+447400123456'],
    // A landline or a mobile phone: the plan of the United States does not say which.
    ['(212) 555-0123', 'US', '+12125550123'],
    ['0151 23456789', 'DE', '+4915123456789'],
    // Of a range for personal numbers, but Twilio's test credentials and Klaviyo's examples have it.
    ['+15005550006', 'SE', '+15005550006'],
  ])('%s of %s is written to as %s', (raw, country, number) => {
    expect(writableNumber(raw, country, OFFERED)).toEqual({ ok: true, value: number })
  })

  it.each([
    ['premium rate in the United Kingdom', '+449098790000', NOT_MOBILE],
    ['premium rate in the United States', '+19005550123', NOT_MOBILE],
    ['premium rate in Sweden', '+469001234567', NOT_MOBILE],
    ['a personal number in the United States', '+15005550007', NOT_MOBILE],
    ['a pager in the United Kingdom', '+447640123456', NOT_MOBILE],
    ['a landline in Sweden', '+468123456', NOT_MOBILE],
    ['shared cost in the United Kingdom', '+448431234567', NOT_MOBILE],
    ['toll-free in the United States', '+18002345678', NOT_MOBILE],
    ['toll-free in Germany', '+498001234567', NOT_MOBILE],
    ['international premium rate', '+979123456789', NOT_OFFERED],
    ['Iridium', '+881612345678', NOT_OFFERED],
    ['an international network', '+882161234567', NOT_OFFERED],
    ['Cuba', '+5351234567', NOT_OFFERED],
    ['Somalia', '+252612345678', NOT_OFFERED],
    ['Jamaica, behind the country code of the United States', '+18762345678', NOT_OFFERED],
    ['Jersey, behind the country code of the United Kingdom', '+447797712345', NOT_OFFERED],
    ['no number', '12', 'phone_invalid'],
    ['no number, with a country code', '+4670', 'phone_invalid'],
  ])('of %s (%s) is refused: %s', (_what, raw, error) => {
    expect(writableNumber(raw, 'SE', OFFERED)).toEqual({ ok: false, error })
  })

  it('is refused where no country is offered', () => {
    expect(writableNumber('+46701234567', 'SE', [])).toEqual({ ok: false, error: NOT_OFFERED })
  })

  it.each([
    ['+46701234567', '+467012'],
    ['+12125550123', '+12125'],
    ['+3545551234', '+3545551'],
  ])('%s is of the range %s', (number, range) => expect(rangeOf(number)).toBe(range))
})

describe('a number in a form that its country has given up', () => {
  it.each([
    ['+52 1 55 1234 5678', undefined, '+525512345678'],
    ['+521 55 1234 5678', 'SE', '+525512345678'],
    ['52 1 55 1234 5678', 'MX', '+525512345678'],
    ['1 55 1234 5678', 'MX', '+525512345678'],
    ['044 55 1234 5678', 'MX', '+525512345678'],
    ['045 999 123 4567', 'MX', '+529991234567'],
    ['01 55 1234 5678', 'MX', '+525512345678'],
    ['55 1234 5678', 'MX', '+525512345678'],
    ['+54 9 11 2345 6789', undefined, '+5491123456789'],
    ['+54 11 15 2345 6789', undefined, '+5491123456789'],
    ['+54 9 11 15 2345 6789', undefined, '+5491123456789'],
    ['011 15-2345-6789', 'AR', '+5491123456789'],
    ['+54 9 351 15 234 5678', undefined, '+5493512345678'],
    ['+54 9 3543 15 45 6789', undefined, '+5493543456789'],
    ['+55 11 8765-4321', undefined, '+5511987654321'],
    ['(11) 8765-4321', 'BR', '+5511987654321'],
    ['+55 11 98765-4321', undefined, '+5511987654321'],
    ['+229 97 12 34 56', undefined, '+2290197123456'],
    ['97 12 34 56', 'BJ', '+2290197123456'],
    ['＋４６ ７０ １２３ ４５ ６７', undefined, '+46701234567'],
  ])('%s (%s) is the number of today: %s', (raw, country, number) => {
    expect(e164(raw, country)).toBe(number)
    expect(writableNumber(raw, country, OFFERED)).toEqual({ ok: true, value: number })
    expect(e164(number, undefined)).toBe(number)
  })

  it.each([
    ['+52 1 55 1234 567', undefined],
    ['+52 2 55 1234 5678', undefined],
    ['+54 9 11 15 2345 678', undefined],
    ['15 2345 6789', 'AR'],
    ['+55 11 1765 4321', undefined],
    ['+229 97 12 34 5', undefined],
  ])('%s (%s) is none, so it stays refused', (raw, country) => {
    expect(e164(raw, country)).toBeUndefined()
  })

  it('does not make a landline of Argentina a mobile phone', () => {
    const refused = { ok: false, error: NOT_MOBILE }
    expect(writableNumber('+54 11 2345 6789', undefined, OFFERED)).toEqual(refused)
  })

  it.each([
    ['+5215512345678', '+525512345678'],
    ['+541123456789', '+5491123456789'],
    ['+5491123456789', '+5491123456789'],
    ['+551187654321', '+5511987654321'],
    ['+46701234567', '+46701234567'],
    ['+999', '+999'],
  ])('as the sender of a message, %s is %s', (from, number) => {
    expect(senderNumber(from)).toBe(number)
  })
})
