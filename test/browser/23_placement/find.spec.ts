/** Where the button goes on a page that does not say it. The pages are read where they are, many in one. */
import type { PlaceModule } from '../../../widget/contract.ts'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { BUY_BUTTONS, HEADINGS, SCRIPTS } from './pages.ts'

for (const [place, pages] of Object.entries({
  'after the buy button': BUY_BUTTONS,
  'after the heading': HEADINGS,
  'where the script is, beside the product': SCRIPTS,
})) {
  test(`the button goes ${place}`, async ({ calmPage: page, shop }) => {
    shop.serve('23_placement')
    await page.goto(`${shop.origin}/empty.html`)
    const found = await page.evaluate(
      async ([file, all]) => {
        const { placeFor } = (await import(file)) as PlaceModule
        return Object.fromEntries(
          Object.entries(all).map(([name, html]) => {
            document.body.innerHTML = html
            const at = placeFor(document.querySelector('body script'), 'Lamp')
            return [
              name,
              at?.hasAttribute('here') ? 'here' : (at?.outerHTML.slice(0, 200) ?? 'nowhere'),
            ]
          }),
        )
      },
      [`${WORKER}/shelfbell-latest/place.js`, pages] as const,
    )
    expect(found).toEqual(Object.fromEntries(Object.keys(pages).map((name) => [name, 'here'])))
  })
}
