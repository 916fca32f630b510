/** The script is pasted twice, and the page takes the widget away and puts it back. */
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test('mounting twice, removing and mounting again is safe', async ({ calmPage: page, shop }) => {
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

test('a page that loses all it had loses the button, and nothing else happens', async ({
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
