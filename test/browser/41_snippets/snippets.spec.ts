/** The snippets of docs/widget.md for platforms without a file of their own, on pages like theirs. */
import { readFileSync } from 'node:fs'
import { expect, test } from '../shop.ts'
import { NOTIFY, waitingFor, subscribe } from '../shopper.ts'

const snippetFor = (platform: string): string =>
  new RegExp(`\`\`\`html\n(<!-- ${platform}.*?)\`\`\``, 's').exec(
    readFileSync('docs/widget.md', 'utf8'),
  )?.[1] ?? ''

test('the documented snippets follow the choice on Squarespace and nopCommerce', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve(
    '41_snippets',
    {},
    {
      SQUARESPACE: snippetFor('Squarespace'),
      NOPCOMMERCE: snippetFor('nopCommerce'),
    },
  )
  await shop.setStock({ 'NOP-S': 4, 'NOP-M': 0 })
  await page.goto(`${shop.origin}/`)
  const nop = page.locator('.nop').getByRole('button', NOTIFY)
  await page.getByRole('button', { name: 'Another attribute' }).click()
  await expect(nop).toBeVisible()

  const squarespace = page.locator('.squarespace').getByRole('button', NOTIFY)
  const size = page.getByLabel('Size')
  await expect(squarespace).toHaveCount(0)
  await size.selectOption('M')
  await expect(squarespace).toBeVisible()
  await size.selectOption('L')
  await expect(squarespace).toHaveCount(0)
  await page.getByRole('button', { name: 'Another attribute' }).evaluate((each) => {
    each.closest('section')?.remove()
  })
  await size.selectOption('M')
  await subscribe(page, shop.address('snippet'))
  expect(await waitingFor(shop, shop.address('snippet'))).toEqual(['SQ-M'])
})
