import { describe, expect, it } from 'vitest'
import { maskedEmail, maskedPhone } from '../../worker/address/masked.ts'

describe('a masked address', () => {
  it.each([
    ['ada@example.com', 'a•••@e•••.com'],
    ['ada.lovelace+news@mail.example.co.uk', 'a•••@m•••.uk'],
    // One or two letters: all of it would be shown, or half.
    ['a@b.se', '•••@•••.se'],
    ['ab@cd.se', '•••@•••.se'],
    ['abc@def.se', 'a•••@d•••.se'],
    ['a@example.com', '•••@e•••.com'],
    ['ada@localhost', 'a•••@l•••'],
    ['ada@x', 'a•••@•••'],
    ['ada@xn--bcher-kva.example', 'a•••@x•••.example'],
    ['ada@bücher.рф', 'a•••@b•••.рф'],
    ['"a@b"@example.com', '"•••@e•••.com'],
    ['𝒶da@example.com', '𝒶•••@e•••.com'],
    [`${'a'.repeat(64)}@${'b'.repeat(200)}.com`, 'a•••@b•••.com'],
    ['', '•••'],
    ['@', '•••@•••'],
    ['ada', '•••'],
    ['ada@', 'a•••@•••'],
    ['@example.com', '•••@e•••.com'],
  ])('shows %j as %j', (address, shown) => expect(maskedEmail(address)).toBe(shown))

  it.each([
    ['+46701234567', '+46•••67'],
    ['+12025550123', '+1•••23'],
    ['+358401234567', '+358•••67'],
    // Seven digits after the country's code: two of them would leave too few.
    ['+2971234567', '+297•••'],
    ['+29012345', '+290•••'],
    ['112', '•••'],
    ['', '•••'],
    ['no number', '•••'],
  ])('shows the number %j as %j', (number, shown) => expect(maskedPhone(number)).toBe(shown))
})
