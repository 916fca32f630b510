/** A page whose structured data says that its product is in stock, as most pages of a shop do. */
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { askedOf } from '../shopper.ts'

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

test('a page in stock loads the reader once something on it says otherwise', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('03_json-ld', {}, { STATE: 'InStock' })
  const asked = askedOf(page, WORKER)
  await page.goto(shop.origin, { waitUntil: 'networkidle' })
  const head = async (html: string) => {
    await page.evaluate((more) => document.head.insertAdjacentHTML('beforeend', more), html)
    // Longer than the widget waits for the end of a burst of changes.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 200)))
  }
  await head('<script type="application/ld+json">{ "@type": "Organization" }</script>')
  await head('<meta property="product:availability" content="in stock" />')
  await head('<div itemscope itemtype="https://schema.org/Organization"></div>')
  expect(asked).toEqual(['/shelfbell.js'])
  await head('<meta property="product:availability" content="out of stock" />')
  await expect.poll(() => asked).toEqual(['/shelfbell.js', '/ordinary.js'])
  // JSON-LD counts before metas.
  await expect(page.getByRole('button')).toHaveCount(0)
})
