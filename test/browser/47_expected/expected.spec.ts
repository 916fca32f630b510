/** What the shop's catalogue says of a sold-out variant: when it is expected, and that it is not offered. */
import { form as de } from '../../../shared/languages/de/form.ts'
import { form as en } from '../../../shared/languages/en/form.ts'
import { expectNoFault } from '../axe.ts'
import { expect, test, type HostShop } from '../shop.ts'
import { NOTIFY } from '../shopper.ts'

/** A day in so many days, as the catalogue has it. */
const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const entry = (shop: HostShop, sku: string, changes: object) => ({
  sku,
  title: 'Lamp',
  url: `${shop.origin}/${sku}`,
  ...changes,
})

test.beforeEach(async ({ shop }) => {
  shop.serve('47_expected')
  await shop.setStock({ LAMP: 0, HUSH: 0, DESK: 0 })
})

test('the form says when the variant is expected, in the language of the page', async ({
  calmPage: page,
  shop,
}) => {
  const day = dayIn(40)
  const entries = [
    entry(shop, 'LAMP', { restockAt: `${day}T10:00:00+01:00` }),
    entry(shop, 'DESK', { restockAt: dayIn(-3) }),
  ]
  expect((await shop.api('PUT', '/v1/products', entries)).status).toBe(202)
  await page.goto(shop.origin)
  const words = (locale: string) =>
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'long',
      ...(day.slice(0, 4) !== dayIn(0).slice(0, 4) && { year: 'numeric' }),
      timeZone: 'UTC',
    }).format(new Date(day))
  const dialog = page.getByRole('dialog')
  await page.locator('#place').getByRole('button', NOTIFY).click()
  await expect(dialog).toContainText(`Expected: ${words('en')}`)
  await expectNoFault(page)
  await page.keyboard.press('Escape')

  await page.locator('li').last().getByRole('button', NOTIFY).click()
  await expect(dialog.getByLabel('Email address')).toBeVisible()
  await expect(dialog).not.toContainText('Expected')
  await page.keyboard.press('Escape')

  await page.locator('#place').evaluate((place: HTMLElement) => {
    place.dataset['shelfbellLocale'] = 'de'
  })
  await page.getByRole('button', { name: de.button }).click()
  await expect(dialog).toContainText(`Erwartet: ${words('de')}`)
})

test('a variant that the shop does not offer has no button and takes no room, whatever the page says', async ({
  calmPage: page,
  shop,
}) => {
  await shop.api('PUT', '/v1/products', [entry(shop, 'HUSH', { state: 'hidden' })])
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/availability')) asked.push(request.url())
  })
  await page.goto(shop.origin)
  await expect(page.locator('#place').getByRole('button', NOTIFY)).toBeVisible()
  const [hush, desk] = [page.locator('li').first(), page.locator('li').last()]
  await expect(desk.getByRole('button', NOTIFY)).toBeVisible()
  await expect(hush.locator('shelf-bell')).toHaveCount(0)
  expect(await hush.evaluate((tile) => tile.innerHTML)).toBe('')
  // One question for all that the page calls sold out or says nothing of.
  expect(asked).toHaveLength(1)

  const place = page.locator('#place')
  const choose = (sku: string) =>
    place.evaluate((element: HTMLElement, chosen) => {
      element.dataset['shelfbellSku'] = chosen
      element.dataset['shelfbellForm'] = 'inline'
    }, sku)
  for (const sku of ['HUSH', 'LAMP', 'HUSH']) {
    await choose(sku)
    await expect(place.locator('shelf-bell')).toHaveCount(sku === 'LAMP' ? 1 : 0)
  }
  await choose('LAMP')
  await place.getByRole('button', NOTIFY).click()
  await expect(page.getByRole('region').getByLabel('Email address')).toBeVisible()
  await choose('HUSH')
  await expect(page.getByLabel('Email address')).toHaveCount(0)
  await expect(place.locator('shelf-bell')).toHaveCount(0)
})

test('a form that was open before the shop withdrew the product says so', async ({
  page,
  shop,
}) => {
  await page.goto(shop.origin)
  await page.locator('#place').getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email address').fill(shop.address('late'))
  await shop.api('PUT', '/v1/products', [entry(shop, 'LAMP', { state: 'discontinued' })])
  await dialog.getByRole('button', { name: en.submit }).click()
  await expect(dialog.getByRole('alert')).toHaveText(en.errors.variant_not_found)
  await expectNoFault(page)
})

test('a page that says sold out keeps its button while the Worker does not answer', async ({
  page,
  shop,
}) => {
  await page.route('**/availability*', (route) => route.abort())
  await page.goto(shop.origin)
  await expect(page.locator('li').getByRole('button', NOTIFY)).toHaveCount(2)
  await expect(page.locator('#place').getByRole('button')).toHaveCount(0)
})
