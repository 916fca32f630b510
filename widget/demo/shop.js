// The shop's own pages: stock on the cards, the size picker, the buy button and the bag.
import { mountShelf } from './shelf.js'
import { readStock, stateOf, stock } from './stock.js'

const WORDS = { in_stock: 'In stock', sold_out: 'Sold out', unknown: '' }
const LIST = new Intl.ListFormat('en-GB')
const form = document.querySelector('.buy')
const place = document.querySelector('[data-shelfbell-variant]')

// The size is in the address, so that the link in a mail opens the size it is about.
const wanted = new URLSearchParams(location.search).get('size')
const size = wanted && form?.querySelector(`[name="size"][value="${CSS.escape(wanted)}"]`)
if (size) {
  size.checked = true
  chooseSize(size)
}

form?.addEventListener('change', ({ target }) => {
  chooseSize(target)
  showStock()
})

form?.addEventListener('submit', (event) => {
  event.preventDefault()
  sessionStorage.bag = bag() + 1
  showBag()
  form.querySelector('.stock').textContent =
    'It is in your bag. This is a demo, so the till is closed.'
})

stock.addEventListener('change', showStock)
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) readStock().catch(() => {})
})

showBag()
mountShelf()
readStock().catch((error) => {
  const line = form?.querySelector('.stock')
  if (line) line.textContent = `Stock could not be read. ${error.message}`
})

// When the shopper picks another size, a theme only has to change these attributes. The widget notices
// the change by itself.
function chooseSize({ value, dataset }) {
  const url = new URL(location.href)
  url.hash = ''
  url.search = `?size=${value}`
  form.dataset.sku = dataset.sku
  place.dataset.shelfbellSku = dataset.sku
  place.dataset.shelfbellVariant = value
  place.dataset.shelfbellUrl = `${url.origin}${url.pathname.replace(/\.html$/, '')}${url.search}`
  history.replaceState(null, '', url)
}

function showStock() {
  for (const label of document.querySelectorAll('[data-stock]')) {
    const skus = label.dataset.stock.split(' ')
    const gone = skus.filter((sku) => stateOf(sku) === 'sold_out')
    const sizes = LIST.format(gone.map((sku) => sku.split('-').at(-1)))
    const some = gone.length > 0 && gone.length < skus.length
    label.textContent = some ? `Sold out in ${sizes}` : WORDS[stateOf(skus[0])]
    label.classList.toggle('gone', gone.length > 0)
  }
  for (const radio of document.querySelectorAll('[name="size"]')) {
    radio.parentElement.classList.toggle('gone', stateOf(radio.dataset.sku) === 'sold_out')
  }
  if (!form) return
  const button = form.querySelector('.add')
  const line = form.querySelector('.stock')
  const state = stateOf(form.dataset.sku)
  const gone = state === 'sold_out'
  const text = { in_stock: form.dataset.ready, sold_out: form.dataset.gone, unknown: '' }[state]
  button.disabled = gone
  button.textContent = gone ? 'Sold out' : 'Add to bag'
  if (line.textContent !== text) line.textContent = text
}

function bag() {
  return Number(sessionStorage.bag ?? 0)
}

function showBag() {
  document.querySelector('.bag output').textContent = bag()
}
