/** Which numbers a shop may write to. The samples are from the numbering plans of the countries. */
import { describe, expect, it } from 'vitest'
import { rangeOf, writableNumber } from '../../worker/address/phone.ts'

const OFFERED = ['SE', 'GB', 'US', 'DE']
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
  ])('%s of %s is written to as %s', (raw, country, number) => {
    expect(writableNumber(raw, country, OFFERED)).toEqual({ ok: true, value: number })
  })

  it.each([
    ['premium rate in the United Kingdom', '+449098790000', NOT_MOBILE],
    ['premium rate in the United States', '+19005550123', NOT_MOBILE],
    ['premium rate in Sweden', '+469001234567', NOT_MOBILE],
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
