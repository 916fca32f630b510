/** The WCAG 2.2 criteria about input: pointing, pressing, focusing and typing. */
import { askForEverything, controlsOf, openForm } from '../everything.ts'
import { expect, test } from '../shop.ts'
import { NOTIFY } from '../shopper.ts'

test('2.4.11: the focused control is not covered, however small the window', async ({
  calmPage: page,
  shop,
}) => {
  for (const size of [
    { width: 320, height: 256 },
    { width: 640, height: 360 },
  ]) {
    await page.setViewportSize(size)
    await askForEverything(page, shop)
    await openForm(page)
    const count = await controlsOf(page).count()
    const seen: string[] = []
    for (let step = 0; step < 2 * count; step += 1) {
      await page.keyboard.press(step < count ? 'Tab' : 'Shift+Tab')
      const covered = await page.evaluate(() => {
        const root = document.activeElement?.shadowRoot
        const element = root?.activeElement
        if (!root || !element) return ''
        const { left, right, top, bottom } = element.getBoundingClientRect()
        const points = [left + 2, (left + right) / 2, right - 2].map((x) => [x, (top + bottom) / 2])
        const over = points.map(([x = 0, y = 0]) => root.elementFromPoint(x, y))
        return over.every((each) => element.contains(each)) ? 'seen' : element.outerHTML
      })
      if (covered) seen.push(covered)
    }
    expect(new Set(seen)).toEqual(new Set(['seen']))
    expect(seen.length).toBeGreaterThan(count)
  }
})

test('2.5.8: each control is large enough for a finger', async ({ calmPage: page, shop }) => {
  await askForEverything(page, shop)
  const { height = 0 } = (await page.getByRole('button', NOTIFY).boundingBox()) ?? {}
  expect(height).toBeGreaterThanOrEqual(44)
  await openForm(page)
  for (const control of await controlsOf(page).all()) {
    const box = await control.boundingBox()
    const kind = await control.evaluate((each) =>
      each.matches('a') ? 'link' : each.matches('[type=checkbox]') ? 'box' : 'field',
    )
    // A link in a line of its own has space around it, which axe measures.
    const least = { link: 15, box: 24, field: 44 }[kind]
    expect(box?.height).toBeGreaterThanOrEqual(least)
    expect(box?.width).toBeGreaterThanOrEqual(least)
  }
})

test('1.4.13, 3.2.1, 3.2.2: hovering, focusing and filling in a control changes nothing else', async ({
  calmPage: page,
  shop,
}) => {
  await askForEverything(page, shop)
  await page.getByRole('button', NOTIFY).hover()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await openForm(page)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const dialog = page.getByRole('dialog')
  const before = await dialog.innerText()
  expect(await dialog.locator('[title]').count()).toBe(0)
  for (const control of await controlsOf(page).all()) {
    await control.hover()
    await control.focus()
    const kind = await control.evaluate((each) => each.getAttribute('type') ?? each.localName)
    if (kind === 'checkbox') await control.click()
    else if (kind === 'select') await control.selectOption({ index: 1 })
    else if (['email', 'tel'].includes(kind)) await control.fill('1')
  }
  expect(await dialog.innerText()).toBe(before)
  expect(asked).toEqual([])
})

test('2.5.2: a press that ends outside the control does nothing', async ({
  calmPage: page,
  shop,
}) => {
  await askForEverything(page, shop)
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.method()))
  const pressAndLeave = async (name: string, role: 'button' | 'checkbox' = 'button') => {
    await page.getByRole(role, { name, exact: true }).hover()
    await page.mouse.down()
    await page.mouse.move(640, 60)
    await page.mouse.up()
  }
  await pressAndLeave(NOTIFY.name)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await openForm(page)
  await page.getByLabel('Email address').fill('ada@example.com')
  for (const name of ['Close', 'Notify me']) await pressAndLeave(name)
  await pressAndLeave('S', 'checkbox')
  await expect(page.getByRole('checkbox', { name: 'S', exact: true })).not.toBeChecked()
  await expect(page.getByLabel('Email address')).toHaveValue('ada@example.com')
  expect(sent).not.toContain('POST')
})

test('1.3.5, 3.3.7: fields name their purpose, and nothing must be typed twice', async ({
  calmPage: page,
  shop,
}) => {
  await askForEverything(page, shop)
  await openForm(page)
  const [email, number] = [page.getByLabel('Email address'), page.getByLabel('Mobile number')]
  await expect(email).toHaveAttribute('autocomplete', 'email')
  await expect(number).toHaveAttribute('autocomplete', 'tel')
  await email.fill('ada@example')
  await number.fill('070-123 45 67')
  await page.keyboard.press('Enter')
  await expect(email).toHaveAttribute('aria-invalid', 'true')
  await expect(number).toHaveValue('070-123 45 67')
  await page.keyboard.press('Escape')
  await openForm(page)
  await expect(email).toHaveValue('ada@example')
  await expect(number).toHaveValue('070-123 45 67')
})
