/** What the reader of structured data gives of a page as it changes, in a real DOM. */
import type { StructuredModule } from '../../../widget/contract.ts'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'

test('the reader completes a variant from the page, and reads again what has changed', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('03_json-ld', {}, { STATE: 'OutOfStock' })
  await page.goto(`${shop.origin}/troja?id=7&utm_source=mail`)
  const url = `${shop.origin}/troja?id=7`
  const image = `${shop.origin}/troja.png`
  const read = await page.evaluate(async (file) => {
    const { describe, product, variants }: StructuredModule = await import(file)
    const [script] = document.querySelectorAll<HTMLScriptElement>('[type*=json]')
    const place = document.querySelector('#bevaka')
    const [heading] = document.querySelectorAll('h1')
    if (!script || !place || !heading) throw new Error('The page lacks a part')
    const mark = (sku: string) => {
      const marked = document.createElement('div')
      marked.setAttribute('data-shelfbell-sku', sku)
      place.append(marked)
      return marked
    }
    const own = describe({ sku: 'TROJA-1' })
    const ofPlatform = describe({ sku: 'P-1', known: { variantTitle: 'M', price: 0 } })
    const ofCaller = describe({ sku: 'C-1', known: Object.assign({ price: 3 }, { sku: 'C-1' }) })
    const first = mark('M-1')
    const onlyMarked = describe({ sku: 'M-1', marked: first })
    const second = mark('TROJA-1')
    const oneOfTwo = describe({ sku: 'M-1', marked: first })
    const named = describe({ sku: 'TROJA-1', marked: second })

    const before = variants()
    const same = variants()
    script.text = script.text.replace('OutOfStock', 'InStock').replace('TROJA-1', 'TROJA-2')
    const after = variants()
    script.remove()
    const hidden = document.createElement('h1')
    hidden.textContent = 'The name of the shop'
    hidden.style.display = 'none'
    heading.before(hidden)
    const byHeading = product()
    hidden.remove()
    heading.remove()
    document.head.insertAdjacentHTML('beforeend', '<meta property="og:title" content="Köp nu" />')
    const byMeta = product()
    document.querySelector('meta[property]')?.remove()
    return {
      own,
      ofPlatform,
      ofCaller,
      onlyMarked,
      oneOfTwo,
      named,
      states: [before, same, after].map(([one]) => [one?.sku, one?.soldOut]),
      titles: [byHeading, byMeta, product()].map(({ title }) => title),
    }
  }, `${WORKER}/shelfbell-latest/structured.js`)

  const data = { title: 'Hamntröja', url, image, price: 299, currency: 'SEK' }
  const general = { title: 'Hamntröja', url, image, currency: 'SEK' }
  const elsewhere = { url, currency: 'SEK' }
  expect(read.own).toEqual(data)
  expect(read.ofPlatform).toEqual({ ...general, variantTitle: 'M' })
  // A product that a caller or one of several marks names may be another one than the page's.
  expect(read.ofCaller).toEqual({ ...elsewhere, price: 3 })
  expect(read.onlyMarked).toEqual(general)
  expect(read.oneOfTwo).toEqual(elsewhere)
  expect(read.named).toEqual(data)
  expect(read.states).toEqual([
    ['TROJA-1', true],
    ['TROJA-1', true],
    ['TROJA-2', false],
  ])
  expect(read.titles).toEqual(['Hamntröja', 'Köp nu', 'En sida med strukturerade data'])
})
