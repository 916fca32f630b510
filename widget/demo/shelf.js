// The merchant's shelf: what a shop's backend does with the public API, as a panel beside the shop.
import { ITEMS, readUntil, setStock, stateOf, stock } from './stock.js'

const WORDS = { in_stock: 'In stock', sold_out: 'Sold out', unknown: 'Unknown' }

const panel = document.querySelector('#shelf')
const toggle = document.querySelector('[aria-controls="shelf"]')
const wide = matchMedia('(min-width: 1100px)')

export function mountShelf() {
  panel.innerHTML = `
    <h2 id="shelf-title">Merchant’s shelf</h2>
    <p class="hint">What the shop’s backend would say. Put something back, and everyone
      waiting for it gets an <a href="/demo/inbox">email</a>.</p>
    <ul>${ITEMS.map(row).join('')}</ul>
    <p class="said" role="status"></p>
    <h3>The call to the API</h3>
    <pre>PUT /v1/stock-levels\nAuthorization: Bearer sk_demo\n\n[{"sku": …, "quantity": …}]</pre>
  `
  panel.addEventListener('submit', (event) => {
    event.preventDefault()
    void put(event.target.dataset.sku, event.target.elements.quantity.valueAsNumber)
  })
  panel.addEventListener('click', ({ target }) => {
    const quick = target.closest('[data-quantity]')
    if (quick) void put(quick.form.dataset.sku, Number(quick.dataset.quantity))
  })
  toggle.addEventListener('click', () => show(!isOpen()))
  wide.addEventListener('change', () => toggle.setAttribute('aria-expanded', isOpen()))
  stock.addEventListener('change', showStates)
  if (sessionStorage.shelf) document.documentElement.dataset.shelf = sessionStorage.shelf
  toggle.setAttribute('aria-expanded', isOpen())
}

const row = ({ sku, name }) => `
  <li>
    <p class="item">
      <strong>${name}</strong>
      <span class="state" data-state-of="${sku}">…</span>
      <code>${sku}</code>
    </p>
    <form data-sku="${sku}">
      <input type="number" name="quantity" min="0" max="9999" step="1" value="5" required
        aria-label="Quantity: ${name}" />
      <button type="submit" aria-label="Set: ${name}">Set</button>
      <button type="button" data-quantity="0" aria-label="Sold out: ${name}">Sold out</button>
      <button type="button" data-quantity="10" aria-label="10 in stock: ${name}">10 in stock</button>
    </form>
  </li>
`

// The panel is open beside the shop if there is space for both, until the visitor chooses otherwise.
function isOpen() {
  const chosen = document.documentElement.dataset.shelf
  return chosen ? chosen === 'open' : wide.matches
}

function show(open) {
  document.documentElement.dataset.shelf = sessionStorage.shelf = open ? 'open' : 'closed'
  toggle.setAttribute('aria-expanded', open)
}

function showStates() {
  for (const label of panel.querySelectorAll('[data-state-of]')) {
    const state = stateOf(label.dataset.stateOf)
    label.textContent = WORDS[state]
    label.dataset.state = state
  }
}

async function put(sku, quantity) {
  const { name } = ITEMS.find((item) => item.sku === sku)
  const { call, fault } = await setStock(sku, quantity)
  panel.querySelector('pre').textContent = call
  if (fault) return say(fault, true)
  say(quantity > 0 ? `${name}: ${quantity} on the shelf.` : `${name}: sold out.`)
  try {
    await readUntil(sku, quantity)
    window.Shelfbell?.refresh()
  } catch (error) {
    say(`The level was set, but stock could not be read. ${error.message}`, true)
  }
}

function say(words, fault = false) {
  const line = panel.querySelector('.said')
  line.textContent = words
  line.classList.toggle('fault', fault)
}
