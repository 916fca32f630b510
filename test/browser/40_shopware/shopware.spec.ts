/** Shopware 6: a buy box that is replaced with each variant; and many states, of Shopware 5, too. */
import { WORKER } from '../places.ts'
import { readStates } from '../readings.ts'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test.beforeEach(({ shop }) => shop.serve('40_shopware'))

test('the button follows the buy box, and the mail links to its variant', async ({
  calmPage: page,
  shop,
}) => {
  await shop.setStock({ 'SW10002.1': 4 })
  const ready = page.waitForResponse('**/shopware.js')
  await page.goto(`${shop.origin}/`)
  await ready
  const button = page.getByRole('button', NOTIFY)
  await page.getByLabel('M').check()
  await expect(page.locator('.buy-widget + shelf-bell')).toHaveCount(1)
  await subscribe(page, shop.address('shopware'))
  await page.getByLabel('S').check()
  await expect(button).toHaveCount(0)

  const mail = await restock(shop, 'SW10002.2', shop.address('shopware'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, M')
  expect(mail.text).toContain('€39.95')
  expect(mail.leadsTo).toMatch(/\/Harbour-tee\/SW10002\.2(\?|$)/)
  await expectGone(page)
})

test('a buy box of Shopware is sold out only by its notice, or where it sells nothing', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(`${shop.origin}/states.html`)
  const soldOut =
    'form: SW10002.2 gone, M / Blue, 39.95, EUR, https://shop.example/Harbour-tee/SW10002.2'
  expect(await readStates(page, WORKER, 'shopware')).toEqual({
    'clearance, sold out': [soldOut, soldOut],
    'in stock': ['btn-buy: MUG there'],
    'with a restock time, and before its release': [
      'btn-buy: MUG oversold',
      'btn-buy: VASE oversold',
    ],
    'without a notice, for sale and not, and switched off': [
      'btn-buy: MUG there',
      'buy-widget: VASE unknown',
      'product-detail-ordernumber: TEE unknown',
    ],
    'Shopware 5, clearance, sold out': ['form: SW10170.1 gone, M'],
    'Shopware 5, sold without stock': ['buybox--button: SW10170 oversold'],
  })
})
