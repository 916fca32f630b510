/**
 * Shopify. The chosen variant's id is in the buy form's `id` field. Themes report a change by the
 * standard storefront events, by `variant:update` (Horizon) or over a bus of their own (Dawn); each of
 * them may be missing. A variant's data is in the page's JSON-LD, in a script of the theme, or in the
 * event. Only if its state or sku is in none of them, the widget requests the shop's `product.js`, once.
 */
import type { Found, Known, PlatformModule, StructuredModule } from '../contract.ts'
import { one, parsed, pick } from './page.ts'

/** A variant as some part of the page describes it. */
interface Told {
  id?: string | number
  sku?: string | null
  title?: string | null
  available?: boolean
  availableForSale?: boolean
  /** In hundredths of any currency's unit. */
  price?: unknown
}
interface Events {
  promise?: Promise<{ variant?: Told | null }>
  product?: { selectedVariant?: Told | null }
  detail?: { resource?: Told | null }
}

// Themes have further forms with the id, for instalments for example; the buy form has a button.
const FORM = 'form[action*="/cart/add"]:has([name=id])'
const BUY = '[name=add],[type=submit]'
const THEME =
  '[data-selected-variant],variant-selects [type="application/json"],[data-product-json]'

/** The number of an id, which is a number or a gid that ends with one. */
const idOf = (id: unknown) => /\d+$/.exec(`${id}`)?.[0]

export const follow: PlatformModule['follow'] = ({ changed, signal, any, structured }) => {
  const known = new Map<string, Told>()
  const read = new Set<string | null>()
  let chosen: string | undefined
  let field: string | undefined
  let path = location.pathname
  let reader: StructuredModule | undefined
  let tried = false
  let asked = false
  let waiting = false

  function learn(told: Told | null | undefined): string | undefined {
    const id = idOf(told?.id)
    if (!id || !told) return
    const available = told.available ?? told.availableForSale
    known.set(id, {
      ...known.get(id),
      ...(available !== undefined && { available }),
      ...(told.sku !== undefined && { sku: told.sku }),
      ...(told.title && { title: told.title }),
      ...(typeof told.price === 'number' && { price: told.price }),
    })
    return id
  }
  function choose(told: Told | null | undefined): void {
    chosen = learn(told) ?? ''
    changed()
  }

  function readPage(): void {
    for (const { known: told, sku, soldOut } of reader?.variants() ?? []) {
      const id = /[?&]variant=(\d+)/.exec(`${told?.url}`)?.[1]
      if (!id || known.has(id)) continue
      learn({ id, sku, ...(typeof soldOut === 'boolean' && { available: !soldOut }) })
    }
    for (const { textContent } of document.querySelectorAll(THEME)) {
      if (read.has(textContent)) continue
      read.add(textContent)
      const told = parsed(textContent) as Told | { variants?: Told[] } | Told[] | null | undefined
      const all = (told && 'variants' in told ? told.variants : told) ?? []
      for (const each of [all].flat() as Told[]) learn(each)
    }
  }

  /** Loads the reader of structured data, and reads the page again with it. */
  async function bringReader(): Promise<void> {
    tried = waiting = true
    try {
      reader = await structured()
    } catch {
      // The shop's product.js says the same.
    }
    waiting = false
    if (!signal.aborted) changed()
  }

  /** Requests the shop's data of all variants, once for each product. */
  async function ask(): Promise<void> {
    asked = waiting = true
    const asker = path
    try {
      const response = await fetch(`${path.replace(/(\/products\/[^/]+).*/, '$1')}.js`, { signal })
      const { variants } = (await response.json()) as { variants: Told[] }
      if (asker === path) for (const each of variants) learn(each)
    } catch {
      // Behind a password or in a preview it fails; then the Worker is asked.
    }
    waiting = false
    if (!signal.aborted) changed()
  }

  const on = (name: string, hear: (event: Events) => void) =>
    document.addEventListener(name, (event) => hear(event as Events), { signal })
  on('shopify:product:select', ({ promise }) => {
    promise?.then(({ variant }) => choose(variant)).catch(() => {})
  })
  on(
    'shopify:product:view',
    ({ product: seen }) => seen?.selectedVariant && choose(seen.selectedVariant),
  )
  on('variant:update', ({ detail }) => choose(detail?.resource))
  on('change', changed)
  addEventListener('popstate', changed, { signal })
  const unsubscribe = window.subscribe?.('variant-change', (payload) => {
    choose((payload as { data?: { variant?: Told } } | undefined)?.data?.variant)
  })
  if (typeof unsubscribe === 'function') signal.addEventListener('abort', () => unsubscribe())

  const found = (id: string): Found => {
    const { sku, available, title, price } = known.get(id) ?? {}
    const more: Known = {
      variantTitle: title && title !== 'Default Title' ? title : undefined,
      url: `${location.origin}${path}?variant=${id}`,
      price: typeof price === 'number' ? price / 100 : undefined,
      currency: window.Shopify?.currency?.active,
    }
    return {
      sku: sku || id,
      soldOut: available === undefined ? undefined : !available,
      known: more,
    }
  }

  return () => {
    const form = one(`main ${FORM}:has(${BUY})`) ?? one(`${FORM}:has(${BUY})`) ?? one(FORM)
    if (!form || !/\/products\//.test(location.pathname)) return []
    if (path !== location.pathname) {
      path = location.pathname
      known.clear()
      read.clear()
      chosen = undefined
      asked = false
    }
    readPage()
    const value = one<HTMLInputElement>('[name=id]', form)?.value
    const inAddress = new URLSearchParams(location.search).get('variant')
    // An event's variant is valid until the form names another one.
    if (chosen === undefined) chosen = idOf(inAddress ?? value) ?? ''
    else if (value && field && value !== field) chosen = value
    field = value
    const { available, sku } = known.get(chosen) ?? {}
    // Without its sku, the Worker would be asked about the wrong sku.
    const silent = available === undefined || (!available && sku === undefined)
    if (!waiting && (any ? known.size < 2 : chosen && silent)) {
      if (!tried) void bringReader()
      else if (!asked) void ask()
    }
    const anchor = one(BUY, form) ?? form
    if (waiting || (!chosen && !any)) return [{ anchor, variants: [] }]
    return [{ anchor, variants: pick([...known.keys()].map(found), found(chosen), any) }]
  }
}
