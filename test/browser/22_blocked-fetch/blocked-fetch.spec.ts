/** A page that blocks fetch until the visitor has given consent. */
import { expectNoFault } from '../axe.ts'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test('the form says that there is no connection, and works once fetch is unblocked', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('22_blocked-fetch')
  await page.goto(shop.origin)
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await expectNoFault(page)
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('alert')).toContainText('No connection')
  await expectNoFault(page)
  await page.evaluate('window.fetch = before')
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await dialog.getByLabel('Email address').fill(shop.address('blocked'))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  await restock(shop, 'LAMP', shop.address('blocked'))
  await expectGone(page)
})

test('the widget works with a script that wraps fetch, as analytics do', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('06_twice')
  await shop.setStock({ LAMP: 0 })
  await page.addInitScript(() => {
    const { fetch: before } = window
    const seen: string[] = []
    // It calls fetch later, without `this`, and with a Request object of its own.
    window.fetch = async (...asked) => {
      const request = new Request(...asked)
      seen.push(request.url)
      await Promise.resolve()
      return before(request)
    }
    Object.assign(window, { seen })
  })
  await page.goto(shop.origin)
  await subscribe(page, shop.address('watched'), { axe: false })
  expect(await page.evaluate('seen.length')).toBe(3)
  await restock(shop, 'LAMP', shop.address('watched'))
  await expectGone(page)
})

test('a page that cannot ask about stock gets one line in its console', async ({ page, shop }) => {
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
