// The shop's items and their stock. It is read with the public key, as any page may, and set with the
// secret key, as only a shop's backend may. A real shop never sends its secret key to a browser.
const SHOP = 'pk_demo'
const SECRET = 'sk_demo'

export const ITEMS = [
  { sku: 'MUG-BLUE', name: 'Skerry mug' },
  { sku: 'VASE-TALL', name: 'Beacon vase' },
  { sku: 'TEE-S', name: 'Harbour tee, S' },
  { sku: 'TEE-M', name: 'Harbour tee, M' },
  { sku: 'TEE-L', name: 'Harbour tee, L' },
  { sku: 'TEE-XL', name: 'Harbour tee, XL' },
]

/** Fires `change` each time the stock was read. */
export const stock = new EventTarget()
let availability = {}

/** `in_stock`, `sold_out` or `unknown`. */
export const stateOf = (sku) => availability[sku] ?? 'unknown'

export async function readStock() {
  const query = new URLSearchParams({ shop: SHOP })
  for (const { sku } of ITEMS) query.append('sku', sku)
  const response = await fetch(`/v1/client/availability?${query}`, { cache: 'no-store' })
  if (!response.ok) throw new Error(await faultOf(response))
  availability = (await response.json()).availability
  stock.dispatchEvent(new Event('change'))
}

/** Sets one level; returns the call as text, and the fault, if any. */
export async function setStock(sku, quantity) {
  const body = JSON.stringify([{ sku, quantity }])
  const request = `PUT /v1/stock-levels\nAuthorization: Bearer ${SECRET}\n\n${body}`
  try {
    const response = await fetch('/v1/stock-levels', {
      method: 'PUT',
      headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
      body,
    })
    const answer = await response.clone().text()
    const fault = response.ok ? undefined : await faultOf(response)
    return { call: `${request}\n\n${response.status} ${answer}`, fault }
  } catch {
    return { call: request, fault: 'The server did not answer. Is it running?' }
  }
}

/** Reads stock until `sku` has the level that was set, for at most three seconds. */
export async function readUntil(sku, quantity) {
  const expected = quantity > 0 ? 'in_stock' : 'sold_out'
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await readStock()
    if (stateOf(sku) === expected) return
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

// Errors are RFC 9457 problem details; `errors` names the fields at fault.
async function faultOf(response) {
  const problem = await response.json().catch(() => ({}))
  const details = [problem.detail, ...(problem.errors ?? []).map(({ detail }) => detail)]
  const words = [...new Set(details.filter(Boolean))].join(' ')
  return words || `The server answered ${response.status}.`
}
