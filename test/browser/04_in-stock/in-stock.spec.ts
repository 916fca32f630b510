/** A page says in structured data that its product is in stock. */
import { expect, test } from '../shop.ts'

test('a product that is in stock costs the page nothing but the loader', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('04_in-stock')
  const asked: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(shop.origin)) asked.push(new URL(request.url()).pathname)
  })
  await page.goto(shop.origin)
  await page.waitForFunction(() => 'Shelfbell' in window)
  await expect(page.getByRole('button')).toHaveCount(0)
  expect(asked).toEqual(['/shelfbell.js'])
  expect(await page.context().cookies()).toEqual([])
})
