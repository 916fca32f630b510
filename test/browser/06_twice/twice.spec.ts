/** A page that includes the script twice, removes the widget and mounts it again. */
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test('the widget shows one button after it is mounted twice, removed and mounted again', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('06_twice')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  const button = page.getByRole('button', NOTIFY)
  await expect(button).toHaveCount(1)

  await page.evaluate(() => window.Shelfbell?.destroy())
  await expect(button).toHaveCount(0)
  await page.evaluate(() => window.Shelfbell?.refresh())
  await expect(button).toHaveCount(1)

  await page.evaluate(() => {
    for (const host of document.querySelectorAll('shelf-bell')) host.remove()
    window.Shelfbell?.refresh()
  })
  await expect(button).toHaveCount(1)
  await subscribe(page, shop.address('twice'))
  await restock(shop, 'LAMP', shop.address('twice'))
  await expectGone(page)
})

test('the button disappears without an error when the page’s content is removed', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('06_twice')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  const button = page.getByRole('button', NOTIFY)
  await expect(button).toHaveCount(1)
  await page.evaluate(() => document.querySelector('main')?.remove())
  await page.evaluate(() => window.Shelfbell?.destroy())
  await expect(button).toHaveCount(0)
})
