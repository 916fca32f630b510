/** Product pages like Cornerstone's, state by state: what is sold out, and what only looks like it. */
import { WORKER } from '../places.ts'
import { readStates } from '../readings.ts'
import { expect, test } from '../shop.ts'

test('a busy cart, a high quantity or a missing option does not make a BigCommerce product sold out', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('11_stencil')
  await page.goto(`${shop.origin}/states.html`)
  const states = await readStates(page, WORKER, 'stencil')
  const facts = Object.entries(states).map(([id, readings]) => [
    id,
    readings.map((reading) => reading.replace('form-action-addToCart: ', '')),
  ])
  expect(Object.fromEntries(facts)).toEqual({
    'simple, sold out': ['MUG gone'],
    'simple, the cart is busy, then the quantity is above the stock': ['MUG there', 'MUG there'],
    'the same in an older theme, after a choice that no event reports': [
      'TEE-S there, S',
      'TEE-M gone, M',
      'TEE-S there, S',
      'TEE-S there, S',
      'TEE-S unknown, S',
    ],
    'options are missing, then chosen': [
      'none',
      'TEE-M gone, M (wide) / Blue, 39.5, GBP, https://cdn.example/500x500/tee.jpg',
      'TEE-S there, S (narrow) / Blue',
    ],
    'options are missing, and all are sold out': ['TEE unknown'],
    'sold on backorder, then not for sale': ['VASE oversold, Left', 'VASE there, Left'],
    'variants without a sku go by their number': ['none', '998 gone, Left'],
    'a product without options and sku is left to its structured data': [],
    'an older theme without a quantity, whose notices tell': [
      'TEE-S there, Left',
      'TEE-S unknown, Left',
      'TEE-S gone, Left',
      'TEE-S gone, Left',
    ],
    'another product in a quick view': ['MUG there', 'MUG there'],
  })
})
