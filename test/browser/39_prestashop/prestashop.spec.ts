/** PrestaShop: a theme like Classic, which replaces its details after each choice; and many states. */
import { WORKER } from '../places.ts'
import { readStates } from '../readings.ts'
import { expect, test } from '../shop.ts'
import { askedOf, expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test.beforeEach(({ shop }) => shop.serve('39_prestashop'))

test('the button follows the combination, and the mail links to it', async ({
  calmPage: page,
  shop,
}) => {
  await shop.setStock({ 'TEE-S': 4 })
  const asked = askedOf(page, WORKER)
  const ready = page.waitForResponse('**/prestashop.js')
  await page.goto(`${shop.origin}/`)
  await ready
  const size = page.getByLabel('Size')
  const button = page.getByRole('button', NOTIFY)
  await size.selectOption('M')
  await expect(page.locator('.product-quantity + shelf-bell')).toHaveCount(1)
  expect(asked).toEqual([
    '/shelfbell.js',
    '/prestashop.js',
    '/button.js',
    '/ask.js',
    '/v1/client/availability',
    '/beside.js',
  ])
  await subscribe(page, shop.address('presta'))
  await size.selectOption('S')
  await expect(button).toHaveCount(0)

  const mail = await restock(shop, 'TEE-M', shop.address('presta'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, M')
  expect(mail.text).toContain('€23.90')
  expect(mail.leadsTo).toMatch(/^http:[^?#]+\/3-14-tee(\?[^#]*)?#\/2-size-m$/)
  await expectGone(page)
})

test('a combination of PrestaShop is sold out only if its own stock says so', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(`${shop.origin}/states.html`)
  const address = '/3-14-tee.html#/1-size-m'
  const form = 'add-to-cart-or-refresh'
  expect(await readStates(page, WORKER, 'prestashop')).toEqual({
    "the combination's reference, then another's, which has none": [
      'product-quantity: TEE-S-BLUE gone, Harbour tee, S / Blue, 23.9, EUR, https://cdn.example/tee.jpg, /states.html',
      `product-quantity: TEE there, Harbour tee, M, EUR, ${address}`,
    ],
    'without any reference': [
      `${form}: 3-13 gone, S, EUR, ${address}`,
      `${form}: 3 gone, EUR, ${address}`,
    ],
    'enough stock, but not for the wanted quantity': [`buy: MUG there, EUR, ${address}`],
    'sold without stock, then by a shop that counts none': [
      `buy: MUG oversold, EUR, ${address}`,
      `buy: MUG there, EUR, ${address}`,
    ],
    'not for sale, then the whole shop': [
      `buy: MUG there, EUR, ${address}`,
      'buy: none',
      `buy: MUG gone, EUR, ${address}`,
    ],
    "the last one is in the shopper's own cart": [
      `buy: TEE unknown, EUR, ${address}`,
      `buy: TEE gone, EUR, ${address}`,
    ],
    'another product in a quick view': [
      `buy: MUG there, EUR, ${address}`,
      `buy: MUG there, EUR, ${address}`,
    ],
    'a theme without the attribute': ['buy: TEE-M unknown'],
    "a module's attribute before the theme's, then data that says little": [
      `buy: MUG gone, EUR, ${address}`,
      `buy: MUG unknown, EUR, ${address}`,
      `buy: MUG unknown, EUR, ${address}`,
    ],
  })
})
