/** The WCAG 2.2 criteria about colours, measured as they are painted. */
import { askForEverything, openForm } from '../everything.ts'
import { changeContrast, contrast, drawingContrast, edgeContrast, edgeOf, rgb } from '../painted.ts'
import { expect, test } from '../shop.ts'

for (const theme of ['light', 'dark', 'forced'] as const) {
  test(`1.4.11, 2.4.7: each control and its focus are visible: ${theme}`, async ({
    calmPage: page,
    shop,
  }) => {
    if (theme === 'forced') await page.emulateMedia({ forcedColors: 'active' })
    await askForEverything(page, shop, `theme=${theme}`)
    await openForm(page)
    const rest = page.getByRole('heading', { name: 'Get an alert when it’s back' })
    // One of each kind. A link and the close icon have no edge: one is underlined, the other drawn.
    for (const name of ['[type=checkbox]', '#email', '[name=country]', '.main', 'a', '.close']) {
      const control = page.getByRole('dialog').locator(name).first()
      await rest.click()
      if (!['a', '.close'].includes(name))
        expect(await edgeContrast(page, control), name).toBeGreaterThanOrEqual(3)
      const before = await edgeOf(page, control)
      await page.keyboard.press('Shift')
      await control.focus()
      expect(await changeContrast(page, control, before), name).toBeGreaterThanOrEqual(3)
    }
    const close = page.getByRole('button', { name: 'Close' })
    await rest.click()
    expect(await drawingContrast(page, close)).toBeGreaterThanOrEqual(3)
    await expect(page.getByRole('link', { name: 'Privacy policy' })).toHaveCSS(
      'text-decoration-line',
      'underline',
    )

    await page.keyboard.press('Enter')
    await page.getByLabel('Email address').press('Enter')
    await expect(page.getByLabel('Email address')).toHaveAttribute('aria-invalid', 'true')
    await rest.click()
    expect(await edgeContrast(page, page.getByLabel('Email address'))).toBeGreaterThanOrEqual(3)
  })
}

test('1.4.3: text in fields has enough contrast, light and dark', async ({
  calmPage: page,
  shop,
}) => {
  for (const theme of ['light', 'dark']) {
    await askForEverything(page, shop, `theme=${theme}`)
    await openForm(page)
    const ratios = await page.getByRole('dialog').evaluate((dialog) => {
      const ground = getComputedStyle(dialog).backgroundColor
      return [...dialog.querySelectorAll('select, input:not(.trap, [type=checkbox])')].map(
        (each) => [getComputedStyle(each).color, ground],
      )
    })
    expect(ratios).toHaveLength(4)
    for (const [words, ground] of ratios) {
      expect(contrast(rgb(words), rgb(ground))).toBeGreaterThanOrEqual(4.5)
    }
  }
})
