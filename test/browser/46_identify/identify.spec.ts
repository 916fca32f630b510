/** A page that knows who is signed in, and gives data of its own. */
import { expect, test } from '../shop.ts'
import { NOTIFY } from '../shopper.ts'

test('the page fills in the address of who is signed in, and nothing leaves before the press', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('46_identify')
  await shop.setStock({ RING: 0 })
  const bodies: string[] = []
  page.on('request', (request) => bodies.push(request.url() + (request.postData() ?? '')))
  await page.goto(shop.origin)
  const button = page.getByRole('button', NOTIFY)
  const dialog = page.getByRole('dialog')
  const field = dialog.getByLabel('Email address')
  const identify = (who: object | null) =>
    page.evaluate((shopper) => window.Shelfbell?.identify(shopper), who)

  // Called before the script was there.
  await button.click()
  await expect(field).toHaveValue('early@example.com')
  await page.keyboard.press('Escape')

  await identify(null)
  await button.click()
  await expect(field).toHaveValue('')
  await field.fill(shop.address('typed'))
  await page.keyboard.press('Escape')
  await identify({ email: 'other@example.com' })
  await button.click()
  await expect(field).toHaveValue(shop.address('typed'))
  await field.fill('')
  await page.keyboard.press('Escape')

  await identify({
    email: 'last@example.com',
    customerId: 'c-7',
    attributes: { tier: 'gold', Bad: 'x' },
  })
  await button.click()
  await expect(field).toHaveValue('last@example.com')
  expect(bodies.filter((body) => /example\.com|c-7|gold/.test(body))).toEqual([])
  expect(await page.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0])

  await field.fill(shop.address('changed'))
  const sent = page.waitForRequest('**/v1/client/subscriptions')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  const body = (await sent).postData() ?? ''
  expect(body).not.toContain('last@example.com')
  expect(JSON.parse(body)).toMatchObject({
    email: shop.address('changed'),
    data: { campaign: 'autumn', engraving: 'For Ada' },
    identity: { customerId: 'c-7', attributes: { tier: 'gold', Bad: 'x' } },
  })
  expect(await page.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0])

  const { id } = (await (
    await shop.api('POST', '/v1/contacts/lookup', { email: shop.address('changed') })
  ).json()) as { id: string }
  const path = `/v1/contacts/${id}`
  const { subscriptions } = (await (await shop.api('GET', `${path}/subscriptions`)).json()) as {
    subscriptions: { data: object }[]
  }
  // Without proof they are the page's word about this request, and no fact about the person.
  expect(subscriptions.map(({ data }) => data)).toEqual([
    { campaign: 'autumn', engraving: 'For Ada', 'customer-id': 'c-7', tier: 'gold' },
  ])
  expect(await (await shop.api('GET', path)).json()).not.toHaveProperty('customerId')
})
