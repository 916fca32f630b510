/** A single-page shop in React, which replaces its DOM and changes its address by script. */
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

// For visitors, and for developers: StrictMode runs everything twice.
for (const FLAVOUR of ['production', 'development']) {
  test(`the button appears and disappears with the product, ${FLAVOUR}`, async ({
    calmPage: page,
    shop,
  }) => {
    shop.serve('14_single-page', {}, { FLAVOUR })
    await shop.setStock({ CHAIR: 3 })
    await page.goto(shop.origin)
    const button = page.getByRole('button', NOTIFY)
    const visit = (name: string) => page.getByRole('link', { name }).click()
    await visit('Lamp')
    await expect(button).toHaveCount(1)
    await visit('Chair')
    await expect(button).toHaveCount(0)
    await visit('Stool')
    await expect(button).toHaveCount(1)
    // The same product again, in new elements.
    for (const round of ['1', '2']) {
      await page.getByRole('button', { name: 'Another colour' }).click()
      await expect(page.locator('section')).toHaveAttribute('data-round', round)
      await expect(page.locator('#buy + shelf-bell')).toHaveCount(1)
      await expect(button).toHaveCount(1)
    }
    const address = shop.address(FLAVOUR)
    await subscribe(page, address, { axe: FLAVOUR === 'production' })
    await page.goBack()
    await expect(page.getByRole('heading', { name: 'Chair' })).toBeVisible()
    await expect(button).toHaveCount(0)

    const mail = await restock(shop, 'STOOL', address)
    expect(mail.subject).toBe('Back in stock: Stool')
    expect(mail.leadsTo).toBe(`${shop.origin}/stool`)
    await page.goto(mail.leadsTo ?? '')
    await expectGone(page)
    await visit('Lamp')
    await expect(button).toHaveCount(1)
    await visit('Stool')
    await expect(button).toHaveCount(0)
  })
}

test('an open form keeps its product when the shopper moves to another page', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('14_single-page', {}, { FLAVOUR: 'production' })
  await page.goto(`${shop.origin}/lamp`)
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Email address')).toBeFocused()
  await page.evaluate(() => {
    history.pushState(null, '', '/stool')
    dispatchEvent(new PopStateEvent('popstate'))
  })
  await expect(page.locator('h1')).toHaveText('Stool')
  await dialog.getByLabel('Email address').fill(shop.address('left'))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  await expect(dialog).toContainText('Lamp')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  const mail = await restock(shop, 'LAMP', shop.address('left'))
  expect(mail.subject).toBe('Back in stock: Lamp')
})
