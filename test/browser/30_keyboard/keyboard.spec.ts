/** A shopper with only a keyboard, on a page with other elements to reach. */
import type { Page } from '@playwright/test'
import { askForEverything } from '../everything.ts'
import { expect, test } from '../shop.ts'
import { NOTIFY, waitingFor } from '../shopper.ts'

/** The name of the focused element; empty while the browser's own interface has the focus. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    if (!element || element === document.body) return ''
    const { ariaLabel, labels, textContent } = element as HTMLInputElement
    return (ariaLabel ?? labels?.[0]?.textContent ?? textContent).trim()
  })

/** The names of the focused elements after each of `times` presses. */
async function pressed(page: Page, key: string, times: number): Promise<string[]> {
  const names: string[] = []
  for (let time = 0; time < times; time += 1) {
    await page.keyboard.press(key)
    names.push(await focused(page))
  }
  return names
}

/** Moves from the top of the page to the button, past the elements before it. */
async function reachButton(page: Page) {
  const before = ['Acme', 'Search', NOTIFY.name]
  expect(await pressed(page, 'Tab', before.length)).toEqual(before)
}

const FIELDS = [
  'S',
  'M',
  'L',
  'Email address',
  'Country',
  'Mobile number (optional)',
  'How many would you like?',
  'Send me news and offers, too.',
  'Remember my contact details on this device',
  'Notify me',
  'Privacy policy',
  'Close',
]
const FROM_EMAIL = FIELDS.slice(FIELDS.indexOf('Email address') + 1)

for (const key of ['Enter', 'Space']) {
  test(`the Tab key reaches the button, which shows its focus and opens the form with ${key}; Escape returns`, async ({
    calmPage: page,
    shop,
  }) => {
    await askForEverything(page, shop)
    const button = page.getByRole('button', NOTIFY)
    const box = await button.boundingBox()
    if (!box) throw new Error('The button has no place')
    const clip = { x: box.x - 8, y: box.y - 8, width: box.width + 16, height: box.height + 16 }
    const unfocused = await page.screenshot({ clip })
    await reachButton(page)
    expect(unfocused.equals(await page.screenshot({ clip }))).toBe(false)
    await page.keyboard.press(key)
    await expect(page.getByLabel('Email address')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(button).toBeFocused()
    expect(await pressed(page, 'Tab', 1)).toEqual(['How to wash it'])
  })
}

test('the Tab key follows the visual order, in both directions, and never leaves the form', async ({
  calmPage: page,
  shop,
}) => {
  await askForEverything(page, shop)
  await reachButton(page)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Email address')).toBeFocused()
  expect(await pressed(page, 'Tab', FROM_EMAIL.length)).toEqual(FROM_EMAIL)
  const back = FIELDS.toReversed().slice(1)
  expect(await pressed(page, 'Shift+Tab', back.length)).toEqual(back)

  // Each field is below the one before, or after it in the same line.
  const places = await page.getByRole('dialog').evaluate((dialog) =>
    [...dialog.querySelectorAll('input:not(.trap), select, a, .main')].map((each) => {
      const { x, y } = each.getBoundingClientRect()
      return { x, y }
    }),
  )
  expect(places).toHaveLength(FIELDS.length - 1)
  const inOrder = places.toSorted((a, b) => (Math.abs(a.y - b.y) < 8 ? a.x - b.x : a.y - b.y))
  expect(places).toEqual(inOrder)

  // Twice around: nothing behind the form gets the focus.
  const names = await pressed(page, 'Tab', FIELDS.length * 2)
  expect(names.filter((name) => name && !FIELDS.includes(name))).toEqual([])
  expect(names).toContain('S')
})

test('a shopper reads at the field what is missing or wrong, and continues from there', async ({
  page,
  shop,
}) => {
  await askForEverything(page, shop)
  await reachButton(page)
  await page.keyboard.press('Enter')
  const email = page.getByLabel('Email address')
  const number = page.getByLabel('Mobile number')
  await expect(email).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(email).toBeFocused()
  await expect(email).toHaveAccessibleDescription(/Enter your email address or your mobile number/)

  // No size is ticked.
  await pressed(page, 'Shift+Tab', 2)
  expect(await focused(page)).toBe('M')
  await page.keyboard.press('Space')
  await pressed(page, 'Tab', 2)
  await page.keyboard.type('ada')
  await page.keyboard.press('Enter')
  const first = page.getByRole('checkbox', { name: 'S', exact: true })
  await expect(first).toBeFocused()
  await expect(first).toHaveAccessibleDescription('Choose at least one option.')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await expect(email).toBeFocused()
  await expect(email).toHaveAccessibleDescription(/should look like name@example\.com/)

  // A number that is invalid in the chosen country, which is then changed by typing its name.
  await page.keyboard.press('End')
  await page.keyboard.type('-lovelace@example.com')
  await pressed(page, 'Tab', 2)
  await page.keyboard.type('07400 12')
  await page.keyboard.press('Enter')
  await expect(number).toBeFocused()
  await expect(number).toHaveAccessibleDescription(/Check the number/)
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.type('United K')
  await expect(page.getByLabel('Country')).toHaveValue('GB')
  await page.keyboard.press('Tab')
  await page.keyboard.press('End')
  await page.keyboard.type('3456')
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  const end = page.getByRole('dialog').locator('.main')
  await expect(end).toBeFocused()
  await expect(end).toHaveAccessibleName('Close')
  expect(await waitingFor(shop, '+447400123456')).toEqual(['TEE-S'])
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', NOTIFY)).toBeFocused()
})

// On a page whose own focus trap or shortcuts listen in the capture or in the bubble phase.
for (const trap of ['bubble', 'capture']) {
  test(`a page with its own shortcuts and focus trap gets no key of the form: ${trap}`, async ({
    calmPage: page,
    shop,
  }) => {
    await askForEverything(page, shop, `trap=${trap}`)
    const button = page.getByRole('button', NOTIFY)
    await button.focus()
    await page.keyboard.press('Enter')
    const email = page.getByLabel('Email address')
    await expect(email).toBeFocused()
    await page.keyboard.type('a/b@example.com')
    await expect(email).toHaveValue('a/b@example.com')
    expect(await pressed(page, 'Tab', 2)).toEqual(FROM_EMAIL.slice(0, 2))
    expect(await pressed(page, 'Shift+Tab', 2)).toEqual(['Country', 'Email address'])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(button).toBeFocused()

    await page.keyboard.press('Enter')
    await expect(email).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
    expect(await page.evaluate('taken')).toEqual([])
    await page.keyboard.press('Enter')
    await expect(button).toBeFocused()
    // The page's own shortcuts work again.
    await page.getByRole('link', { name: 'Acme' }).focus()
    await expect(page.getByLabel('Search')).toBeFocused()
  })
}

test('the Tab key leads into an inline form, through it and out of it', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('33_inline')
  await page.goto(shop.origin)
  await page.locator('#below').evaluate((below) => {
    below.innerHTML = '<a href="/care">How to wash it</a>'
  })
  const button = page.getByRole('button', NOTIFY)
  await expect(button).toBeVisible()
  await page.keyboard.press('Tab')
  expect(await pressed(page, 'Tab', 1)).toEqual([NOTIFY.name])
  await page.keyboard.press('Space')
  await expect(page.getByLabel('Email address')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByLabel('Size')).toBeFocused()
  expect(await pressed(page, 'Tab', 5)).toEqual([
    'Email address',
    'Remember my contact details on this device',
    'Notify me',
    'Close',
    'How to wash it',
  ])
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region')).toHaveCount(0)
  await expect(button).toBeFocused()
})
