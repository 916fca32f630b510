/** A page that blocks fetch until its visitor has agreed to something. */
import { expect, test } from '../shop.ts'
import { mailTo, NOTIFY } from '../shopper.ts'

test('the form says so, and goes on when fetch is back', async ({ calmPage: page, shop }) => {
  shop.serve('22_blocked-fetch')
  await page.goto(shop.origin)
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('alert')).toContainText('No connection')
  await page.evaluate('window.fetch = before')
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await dialog.getByLabel('E-mail address').fill(shop.address('blocked'))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'You are on the list' })).toBeVisible()
  await shop.setStock({ LAMP: 1 })
  await mailTo(shop, shop.address('blocked'))
})

test('a page that waits for the edge’s word has one line in its console', async ({
  page,
  shop,
}) => {
  const errors: Error[] = []
  const lines: string[] = []
  page.on('pageerror', (error) => errors.push(error))
  page.on('console', (message) => lines.push(message.text()))
  shop.serve('06_twice')
  await page.addInitScript(() => {
    Object.assign(window, { tries: 0 })
    window.fetch = () => {
      Object.assign(window, { tries: Number(Reflect.get(window, 'tries')) + 1 })
      throw new TypeError('blocked')
    }
  })
  const warned = page.waitForEvent('console')
  await page.goto(shop.origin)
  await warned
  await page.evaluate(() => document.body.append(document.createElement('hr')))
  await page.evaluate(() =>
    document.querySelector('#place')?.setAttribute('data-shelfbell-sku', 'X'),
  )
  await expect.poll(() => page.evaluate('tries')).toBe(2)
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
  expect(errors).toEqual([])
  expect(lines).toHaveLength(1)
})
