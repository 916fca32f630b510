/** A product list that grows, and a quick view of a product in a frame. */
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test.beforeEach(async ({ shop, page }) => {
  shop.serve('19_quick-view')
  await shop.setStock({ LAMP: 0, TORCH: 5, LANTERN: 0, CHANDELIER: 0 })
  await page.goto(shop.origin)
})

test('each product in a list has its own button, including products added later', async ({
  calmPage: page,
  shop,
}) => {
  const card = (name: string) => page.getByRole('listitem').filter({ hasText: name })
  await expect(card('Lamp').getByRole('button', NOTIFY)).toBeVisible()
  await page.getByRole('button', { name: 'More' }).click()
  await card('Lantern').getByRole('button', NOTIFY).click()
  await expect(page.getByRole('dialog').getByText('Lantern')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(2)
  await expect(card('Torch').getByRole('button')).toHaveCount(0)
  await page.evaluate(() => document.querySelectorAll('li')[0]?.remove())
  await subscribe(page, shop.address('list'))
  const mail = await restock(shop, 'LANTERN', shop.address('list'))
  expect(mail.subject).toBe('Back in stock: Lantern')

  await page.reload()
  await expect(card('Lamp').getByRole('button', NOTIFY)).toBeVisible()
  await page.getByRole('button', { name: 'More' }).click()
  await page.waitForLoadState('networkidle')
  await expect(card('Lantern').getByRole('button')).toHaveCount(0)
  await shop.setStock({ LAMP: 1 })
  await expectGone(page)
})

// WebKit fires no click if the pressed text is replaced between mousedown and mouseup.
test('the button’s content is not replaced while the page changes around it', async ({
  calmPage: page,
}) => {
  const button = page.getByRole('button', NOTIFY)
  await expect(button).toHaveCount(1)
  const before = await button.evaluateHandle(({ firstChild }) => firstChild)
  await page.getByRole('button', { name: 'More' }).click()
  await expect(button).toHaveCount(2)
  expect(await button.first().evaluate(({ firstChild }, text) => firstChild === text, before)).toBe(
    true,
  )
})

test('a page in a frame has its own widget', async ({ calmPage: page, shop }) => {
  await page.getByRole('button', { name: 'Quick view' }).click()
  const frame = page.frameLocator('[title="Quick view"]')
  await subscribe(frame, shop.address('frame'), { axe: ['iframe', 'shelf-bell'] })
  const mail = await restock(shop, 'CHANDELIER', shop.address('frame'))
  expect(mail.leadsTo).toBe(`${shop.origin}/quick.html`)
  await page.goto(mail.leadsTo ?? '')
  await expectGone(page)
})
