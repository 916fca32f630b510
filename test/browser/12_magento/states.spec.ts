/** Magento's product pages, state by state: which variants are offered, and which are sold out. */
import { WORKER } from '../places.ts'
import { readStates } from '../readings.ts'
import { expect, test } from '../shop.ts'

test('a part, another product or a hidden option does not make a Magento product sold out', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('12_magento')
  await page.goto(`${shop.origin}/states.html`)
  const form = 'product_addtocart_form'
  const button = 'product-addtocart-button'
  expect(await readStates(page, WORKER, 'magento')).toEqual({
    'simple, sold out': [`${form}: MUG gone`],
    'simple, sold out, without a notice': [`${form}: MUG unknown`],
    'simple, in stock, beside one that is not': [`${form}: none`],
    'grouped, a part is sold out': [`${form}: none`],
    'grouped, sold out': [`${form}: SET unknown`],
    'bundle, sold out': [`${form}: BOX unknown`],
    'configurable, all sold out and hidden': [`${form}: TEE unknown`],
    'configurable, what is sold out is hidden': [`${button}: none`, `${button}: TEE-M there, M`],
    'configurable, all sold out and shown': [`${form}: TEE-S gone, S; TEE-M gone, M`],
    'configurable, of a Magento that counts nothing': [`${button}: TEE-S unknown, S`],
    'drop-down, what is sold out cannot be chosen': [
      `${button}: TEE-M gone, M, 39.5`,
      `${button}: TEE-S there, S`,
    ],
    'swatches, what is sold out cannot be chosen': [
      `${button}: none`,
      `${button}: BLUE-M gone, Blue / M`,
    ],
    'Hyvä, swatches': [`${button}: TEE-M gone, M`, `${button}: TEE-S there, S`],
    'configurable, with data that says little': [`${button}: 1 there, 166`],
    'Hyvä, simple, sold out': ['flex stock unavailable: MUG gone'],
  })
})
