/** A page whose structured data says that its product is in stock, as most pages of a shop do. */
import { expect, test } from '../shop.ts'

test('a page with a product in stock loads the loader and nothing else', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('03_json-ld', {}, { STATE: 'InStock' })
  const asked: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(shop.origin)) asked.push(new URL(request.url()).pathname)
  })
  await page.goto(shop.origin, { waitUntil: 'networkidle' })
  expect(await page.evaluate(() => 'Shelfbell' in window)).toBe(true)
  await expect(page.getByRole('button')).toHaveCount(0)
  expect(asked).toEqual(['/shelfbell.js'])
  expect(await page.context().cookies()).toEqual([])
})
