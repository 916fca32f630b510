/**
 * Shopify. The chosen variant's id is in the buy form's `id` field. Themes report a change by the
 * standard storefront events, by `variant:update` (Horizon) or over a bus of their own (Dawn); each of
 * them may be missing. Cards, quick views and upsells have forms and events of the same kinds, so each
 * must belong to the page's product: by the product's id or handle, or by the ids of its variants,
 * which Shopify gives its own analytics on each product page.
 *
 * A variant's data is in the theme's JSON, in the event, or in the structured data. Only if its state
 * or sku is in none of them, the widget requests the shop's `product.js`, once.
 */
import type { Found, PlatformModule, StructuredModule } from '../contract.ts'

/** A variant as some part of the page describes it. */
interface Told {
  id?: string | number
  sku?: string | null
  title?: string | null
  public_title?: string | null
  /** The product's name and the variant's. */
  name?: string | null
  available?: boolean
  availableForSale?: boolean
  soldOut?: boolean | undefined
  /** Whether the structured data of the page's product has it. */
  linked?: boolean
  /** A number is in hundredths of any currency's unit; an `amount` is in units. */
  price?: unknown
}
interface Product {
  id?: string | number | undefined
  handle?: string
  title?: string
  variants?: Told[] | undefined
  selectedVariant?: Told | null | undefined
}
type Json = (Told & Product & { product?: Product }) | null | undefined
interface Detail {
  resource?: Told | null
  data?: { productId?: string }
}
interface Events {
  promise?: Promise<{ variant?: Told | null; detail?: Detail }>
  product?: Product
  detail?: Detail
}

const FORM = 'form[action*="/cart/add"]:has([name=id])'
const DATA = '[type="application/json"],[view-event-payload]'
/** Where a form is not the one beside the product's description. */
const ASIDE = 'dialog,li,[class*=sticky]:not(body)'

/** An offer that says in stock before its address. */
const PLAIN = /InStock"[^{}]*variant=(\d+)/g
const VARIANT = /[?&]variant=(\d+)/

/** The number of an id, which is a number or a gid that ends with one. */
const idOf = (id: unknown) => /\d+$/.exec(`${id as string}`)?.[0]

const fieldOf = (form: Element, name: string) =>
  form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? ''

/** The button of a form, also if it stands outside of it. Further forms, for instalments, have none. */
const buttonOf = ({ elements }: HTMLFormElement) =>
  ([...elements] as HTMLButtonElement[]).find(
    ({ name, type }) => name === 'add' || type === 'submit',
  )

/** The path of the page's product, without a collection's; empty on other pages. */
function pathOf(): string {
  const parts = /^(.*?)(?:\/collections\/[^/]+)?(\/products\/[^/]+)/.exec(location.pathname)
  return parts ? `${parts[1]}${parts[2]}` : ''
}

/** The product that Shopify's server wrote the page for, until a script loads another one into it. */
let served = pathOf()

export const follow: PlatformModule['follow'] = ({ changed, signal, any, structured }) => {
  const known = new Map<string, Told>()
  /** The ids of the page's own variants; empty while nobody has named them all. */
  const own = new Set<string>()
  const read = new Set<string>()
  let productId: string | undefined
  let productTitle: string | undefined
  /** What an event, or a change of the form, chose; until then the page's address and form choose. */
  let chosen: string | undefined
  let field: string | undefined
  let page = ''
  let reader: StructuredModule | undefined
  /** How many were asked for more: first the structured data, then `product.js`. */
  let asked = 0
  let asking: Promise<void> | undefined

  const isPage = (handle: string) => page.endsWith(`/${encodeURI(handle)}`)

  function learn(told: Told | null | undefined): string | undefined {
    const id = idOf(told?.id)
    const available = told?.available ?? told?.availableForSale
    if (id) {
      const soldOut = available !== undefined && { soldOut: !available }
      known.set(id, { ...known.get(id), ...told, ...soldOut })
    }
    return id
  }

  /** Learns what is said of the page's own product. */
  function take({ id, title, variants = [] }: Product): void {
    productId = idOf(id) ?? productId
    productTitle = title ?? productTitle
    for (const each of [variants].flat()) {
      const variant = learn(each)
      if (variant) own.add(variant)
    }
  }

  function readPage(): void {
    for (const element of document.querySelectorAll(DATA)) {
      const text = element.getAttribute('view-event-payload') ?? element.textContent
      if (read.has(text)) continue
      read.add(text)
      try {
        const data = JSON.parse(text) as Json
        for (const each of [data?.product ?? data].flat() as Json[]) {
          for (const told of [each?.variants ?? each?.selectedVariant ?? each].flat()) learn(told)
          if (each?.handle && isPage(each.handle)) take(each)
        }
      } catch {
        // Apps and themes write all kinds of things into pages.
      }
    }
    // A glance at Shopify's own structured data: what is plainly in stock needs no reader.
    for (const [, id = ''] of document.body.textContent.matchAll(PLAIN)) {
      known.set(id, { soldOut: false, ...known.get(id) })
    }
    for (const { known: told, sku, soldOut } of reader?.variants() ?? []) {
      const id = VARIANT.exec(`${told?.url}`)?.[1]
      if (!id) continue
      if (asked > 1) own.add(id)
      // What the platform says counts more.
      known.set(id, {
        sku,
        linked: true,
        ...(soldOut !== undefined && { soldOut: !!soldOut }),
        ...known.get(id),
      })
    }
  }

  /** Asks the next that may know more. */
  const ask = (): Promise<void> => (asking ??= askNext())
  async function askNext(): Promise<void> {
    const asker = page
    asked += 1
    try {
      if (asked === 1) reader = await structured()
      else {
        const response = await fetch(`${page}.js`)
        const told = (await response.json()) as Product
        if (asker === page) take(told)
      }
    } catch {
      // Behind a password or in a preview it fails; then the Worker is asked.
    }
    asking = undefined
    if (!signal.aborted) changed()
  }

  /** Follows a choice if it is one of the page's own product. */
  async function hear(told: Told | null | undefined, of: Product = {}): Promise<void> {
    readPage()
    const id = learn(told)
    const isOwn =
      of.id && productId
        ? idOf(of.id) === productId
        : of.handle
          ? isPage(of.handle)
          : !id || own.has(id) || (!own.size && known.get(id)?.linked)
    if (isOwn === undefined && asked < 2) {
      await ask()
      return hear(told, of)
    }
    if (isOwn === false) return
    take(of)
    chosen = id ?? ''
    changed()
  }

  async function listen(event: unknown): Promise<void> {
    const { promise, product: of, detail } = event as Events
    try {
      const { variant, detail: more = detail } = (await promise) ?? {}
      // The theme's own description has the sku.
      learn(more?.resource)
      await hear(variant ?? more?.resource, of ?? { id: more?.data?.productId })
    } catch {
      // The theme was interrupted by the next choice.
    }
  }
  for (const name of ['shopify:product:select', 'variant:update']) {
    document.addEventListener(name, listen, { signal })
  }
  document.addEventListener('change', changed, { signal })
  const unsubscribe = window.subscribe?.('variant-change', (payload) => {
    void hear((payload as { data?: { variant?: Told } } | undefined)?.data?.variant)
  })
  // A page may have another function of that name.
  signal.addEventListener('abort', () => (unsubscribe as (() => void) | undefined)?.call?.(0))

  function found(id: string): Found {
    const told = known.get(id) ?? {}
    const { sku, name, title = told.public_title, soldOut, price } = told
    const { amount, currencyCode } = Object(price) as { amount?: string; currencyCode?: string }
    const units = typeof price === 'number' ? price / 100 : Number(amount)
    const end = ` - ${title}`
    return {
      sku: `${sku || id}`,
      soldOut,
      known: {
        title:
          productTitle ?? (name?.endsWith(end) ? name.slice(0, -end.length) : name) ?? undefined,
        variantTitle: title && title !== 'Default Title' ? title : undefined,
        url: `${location.origin}${page}?variant=${id}`,
        price: units || undefined,
        // Without this price, the form takes price and currency together from the structured data.
        currency: units ? (currencyCode ?? window.Shopify?.currency?.active) : undefined,
      },
    }
  }

  /** The page's form and the variants to offer, and whether more has to be known about them. */
  function look() {
    const forms = [...document.querySelectorAll<HTMLFormElement>(FORM)]
    const beside = forms.filter((form) => !form.closest(ASIDE))
    const mine = [...beside, ...forms].filter(
      (form) => own.has(fieldOf(form, 'id')) || fieldOf(form, 'product-id') === productId,
    )
    const all = mine[0] || own.size ? mine : beside
    const form = all.find(buttonOf) ?? all[0]
    const value = form && fieldOf(form, 'id')
    // An event's variant is valid until the form names another one.
    if (value && field && value !== field) chosen = value
    field = value
    const addressed = VARIANT.exec(location.search)?.[1]
    const id =
      chosen ?? [addressed, value].find((each) => each && (!own.size || own.has(each))) ?? ''
    // Without its sku, the Worker would be asked about the wrong sku.
    const unknown = (each: string) => {
      const { soldOut, sku } = known.get(each) ?? {}
      return soldOut === undefined || (soldOut && sku === undefined)
    }
    const every = any || (!form && !id)
    const several = forms.some((each) => fieldOf(each, 'id') !== value)
    const ids = every && own.size ? [...own] : id ? [id] : []
    const lacks = (!own.size && (every || several)) || ids.some(unknown)
    return { form, ids, lacks, unchosen: !id && !any }
  }

  return () => {
    const now = pathOf()
    if (!now) return []
    if (served !== now) served = ''
    if (page !== now) {
      page = now
      own.clear()
      productId = productTitle = chosen = field = undefined
      asked = 0
    }
    if (page === served && !own.size) {
      const meta = window.ShopifyAnalytics?.meta?.product as Product | undefined
      // Its prices may be in another currency than the page's.
      take({ ...meta, variants: meta?.variants?.map((each) => ({ ...each, price: undefined })) })
    }
    let state = look()
    if (state.lacks) {
      readPage()
      state = look()
    }
    const { form, ids, lacks, unchosen } = state
    if (lacks && asked < 2) void ask()
    const anchor = form && (buttonOf(form) ?? form)
    if (asking || (form && !ids[0])) return [{ anchor, variants: [] }]
    if (!ids.some((id) => form || known.has(id))) return []
    const all = ids.map(found)
    // With nothing chosen, the shopper may still choose a variant that is in stock.
    const none = unchosen && !all.every(({ soldOut }) => soldOut)
    return [{ anchor, variants: none ? [] : all }]
  }
}
