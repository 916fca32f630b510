import { join } from 'node:path'
import { bundle } from '../files.ts'
import { expect, test } from '../shop.ts'
import { NOTIFY } from '../shopper.ts'

async function markup(way: string): Promise<string> {
  const code = await bundle(join(import.meta.dirname, 'server.tsx'), 'production')
  const server = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    markup(way: string): string
  }
  return server.markup(way)
}

for (const FLAVOUR of ['production', 'development']) {
  for (const [WAY, ATTRIBUTES] of [
    ['after', 'data-sku="LAMP" data-target="#buy"'],
    ['replace', 'data-sku="LAMP" data-target="#buy" data-place="replace"'],
    ['marked', ''],
    ['element', ''],
    ['raw', ''],
    ['main', 'data-sku="LAMP" data-target="main"'],
    ['root', 'data-sku="LAMP" data-target="#root"'],
  ] as const) {
    test(`x ${FLAVOUR} ${WAY}`, async ({ page, shop }) => {
      page.on('pageerror', (error) => console.log('pageerror', error.message.slice(0, 300)))
      page.on('console', (m) => console.log(m.type(), m.text().slice(0, 2000)))
      shop.serve('29_hydration', {}, { FLAVOUR, WAY, ATTRIBUTES, MARKUP: await markup(WAY) })
      await shop.setStock({ LAMP: 0 })
      await page.goto(shop.origin)
      await expect(page.getByRole('button', NOTIFY)).toBeVisible()
      await page.evaluate('hydrate()')
      await page.waitForTimeout(500)
      console.log(await page.locator('#root').innerHTML())
    })
  }
}
