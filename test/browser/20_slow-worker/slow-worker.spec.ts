/** The Worker answers every request slowly. */
import { expectNoFault } from '../axe.ts'
import { expect, test } from '../shop.ts'
import { NOTIFY, restock } from '../shopper.ts'

test('with a slow Worker the page stays usable, and one request is sent', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('20_slow-worker')
  await shop.setStock({ LAMP: 0 })
  const held = new Map<string, () => void>()
  const posted: string[] = []
  await page.route('**/v1/client/**', async (route) => {
    const { pathname } = new URL(route.request().url())
    const name = pathname.split('/').at(-1) ?? ''
    if (route.request().method() === 'POST') posted.push(name)
    await new Promise<void>((go) => held.set(name, go))
    await route.continue()
  })
  const release = async (name: string) => {
    await expect.poll(() => held.has(name)).toBe(true)
    held.get(name)?.()
  }
  await page.goto(shop.origin)
  await page.getByLabel('Search').fill('lamps')
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
  await release('availability')
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await expectNoFault(page)
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Loading…' })).toBeVisible()
  await expectNoFault(page)
  await release('config')
  await dialog.getByLabel('Email address').fill(shop.address('slow'))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Sending…' })).toBeVisible()
  await expectNoFault(page)
  await page.keyboard.press('Enter')
  await release('subscriptions')
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  expect(posted).toEqual(['subscriptions'])
  await expectNoFault(page)

  await restock(shop, 'LAMP', shop.address('slow'))
  held.clear()
  const answered = page.waitForResponse('**/v1/client/availability*')
  await page.reload()
  await release('availability')
  await answered
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
})
