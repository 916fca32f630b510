/** The script is pasted twice, and the page takes the widget away and puts it back. */
import { expect, test } from '../shop.ts'

test('mounting twice, removing and mounting again is safe', async ({ calmPage: page, shop }) => {
  shop.serve('06_twice')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  const button = page.getByRole('button', { name: 'Notify me when available' })
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
  await page.evaluate(() => document.querySelector('main')?.remove())
  await page.evaluate(() => window.Shelfbell?.destroy())
  await expect(button).toHaveCount(0)
})
