/**
 * WooCommerce: products with variations, and products that are sold out or on backorder as a whole.
 *
 * A form has the chosen variation's id in a field. The classic form has all variations in an attribute,
 * up to thirty by default; with more, it fetches each chosen one and reports it by a jQuery event, which
 * `addEventListener` does not get. The block "Add to Cart + Options" has them in the state of WordPress's
 * Interactivity API, whose shape changes with each release, and often without skus; what is missing is
 * in the shop's public Store API.
 *
 * A product without a choice has a notice instead. Its sku stands beside it, or in the structured data.
 */
import type { Found, PlatformModule, Spot, StructuredModule } from '../contract.ts'
import { one, parsed } from './page.ts'

/** A variation, or a product, as a form, the state or the Store API describes it. */
interface Told {
  variation_id?: number | string
  parent?: number | string | undefined
  sku?: string
  is_in_stock?: boolean
  is_on_backorder?: boolean
  /** The stock notice of the classic form. */
  availability_html?: string
  display_price?: number
  prices?: { price?: string; currency_code?: string; currency_minor_unit?: number }
  image?: { src?: string }
  /** The value of each attribute, '' for any; not in the Store API, whose address has them. */
  attributes?: Record<string, string>
  permalink?: string
  /** The names and values of the attributes, in the Store API. */
  variation?: string
}
type Form = HTMLFormElement

/** A classic form without any variation to show has no such field, but a notice. */
const FORM = 'form:has([name=variation_id])'
const NOTICE =
  '.single-product :is(.stock.out-of-stock,[class*=indicator--out-of-stock],[class*=on-backorder])'
const BUY = '[class*=add_to_cart_button]'

/** The chosen options of the block, whose fields are not named after the attributes. */
const PILLS = ':checked:not([value=""]),[aria-checked=true]'

/** With a namespace, so that only the widget's own handlers are removed. */
const EVENTS = 'found_variation.shelfbell reset_data.shelfbell'

const textOf = (element: Element | undefined) => element?.textContent?.trim() || undefined
const valueOf = (form: Form, name: string) =>
  one<HTMLInputElement>(`[name=${name}]`, form)?.value ?? ''
const productOf = (form: Form) => form.dataset['product_id'] ?? valueOf(form, 'product_id')

/** All variations of the classic form as JSON, or `false`; the block has none. */
const listOf = (form: Form) => form.dataset['product_variations']

/** The id of the page's product; undefined on a page of several. */
const pageId = () => /\bpostid-(\d+)/.exec(document.body.className)?.[1]

/** Finds an element of the page's product: in no other's card, and in no part of a group or a bundle. */
const own = (selector: string) =>
  [...document.querySelectorAll<HTMLElement>(selector)].find((element) => {
    const card = element.closest('.type-product,[class*=grouped-product],.bundled_product')
    return !card || card.classList.contains(`post-${pageId()}`)
  })

/** What stands in the place's own heading, and the address of its product. */
const describe = (form?: Form) => ({
  title: textOf(
    one('.product_title,[class*=product__title]', form?.closest('.product') ?? document),
  ),
  url: new URL(
    form?.getAttribute('action') ||
      one<HTMLLinkElement>('link[rel=canonical]')?.href ||
      location.pathname,
    location.href,
  ).href,
})

export const follow: PlatformModule['follow'] = ({ changed, signal, any, structured }) => {
  /** Variations and products by id. */
  const known = new Map<string, Told>()
  const forms = new Set<Form>()
  const asked = new Set<string>()
  let loading = 0
  let reader: StructuredModule | undefined
  const observer = new MutationObserver(changed)
  signal.addEventListener('abort', () => {
    observer.disconnect()
    for (const form of forms) window.jQuery?.(form).off('.shelfbell')
  })

  function keep(told: Told | undefined, parent?: string): void {
    const id = `${told?.variation_id ?? ''}`
    if (id) known.set(id, { parent, ...known.get(id), ...told })
  }

  /** Keeps what has a state in WordPress's data, which names and nests it variously. */
  function search(data: unknown, parent?: string): void {
    if (!data || typeof data !== 'object') return
    for (const [id, value] of Object.entries(data) as [string, Told | null][]) {
      const isProduct = typeof value?.is_in_stock === 'boolean'
      if (isProduct) keep({ ...value, variation_id: id }, parent)
      search(value, isProduct ? id : parent)
    }
  }

  /** Asks the shop's Store API about a product or a variation, or reads the structured data; once. */
  async function load(id: string): Promise<void> {
    if (asked.has(id)) return
    asked.add(id)
    loading += 1
    try {
      if (id) {
        const api = one<HTMLLinkElement>('link[rel="https://api.w.org/"]')?.href
        const response = await fetch(`${api}wc/store/v1/products/${id}`)
        keep({ ...((await response.json()) as Told), variation_id: id })
      } else reader = await structured()
    } catch {
      // Then the id has to do as a name.
    }
    loading -= 1
    if (!signal.aborted) changed()
  }

  function watch(form: Form): void {
    forms.add(form)
    const hear = (told: unknown) => keep(told as Told | undefined, productOf(form))
    for (const told of [parsed(listOf(form)) || []].flat()) hear(told)
    search(parsed(one('[id$="/interactivity"]')?.textContent))
    window.jQuery?.(form).on(EVENTS, (_event, told) => {
      hear(told)
      changed()
    })
    observer.observe(form, { subtree: true, attributeFilter: ['value'] })
  }

  function found(form: Form, id: string, chosen: boolean): Found {
    const told = known.get(id) ?? {}
    const { sku, prices, permalink } = told
    // WooCommerce gives a variation without a sku of its own its product's.
    const isShared =
      sku === own('.sku')?.dataset['o_content'] ||
      [...known.values()].filter((each) => each.sku === sku).length > 1
    const { title, url: address } = describe(form)
    const url = new URL(permalink ?? address)
    const attributes = permalink ? {} : (told.attributes ?? {})
    const options = Object.entries(attributes).flatMap(([name, value]) => {
      const select = form.elements.namedItem(name) as HTMLSelectElement | null
      const option = value || select?.value
      if (option) url.searchParams.set(name, option)
      return (
        textOf([...(select?.options ?? [])].find((each) => each.value === option)) ?? option ?? []
      )
    })
    const pills = [...form.querySelectorAll<HTMLInputElement>(PILLS)].map((each) =>
      textOf(each.labels?.[0] ?? each),
    )
    const late = told.is_on_backorder ?? told.availability_html?.includes('on-backorder')
    return {
      sku: (!isShared && sku) || id,
      ...(late
        ? { oversold: true }
        : { soldOut: told.is_in_stock === undefined ? undefined : !told.is_in_stock }),
      known: {
        title,
        variantTitle:
          (chosen && !listOf(form) ? pills : options).join(' / ') || told.variation || undefined,
        image: told.image?.src || undefined,
        price:
          told.display_price ||
          Number(prices?.price) / 10 ** Number(prices?.currency_minor_unit) ||
          undefined,
        currency: prices?.currency_code,
        url: url.href,
      },
    }
  }

  function spotOf(form: Form): Spot {
    if (!forms.has(form)) watch(form)
    const product = productOf(form)
    const list = listOf(form)
    // The field is empty or 0 while nothing is chosen.
    const id = valueOf(form, 'variation_id')
    // The shop hides the part with the button until a variation is chosen.
    const button = one(BUY, form)
    const anchor = button?.offsetParent ? button : form
    if (+id && !list && known.get(id)?.sku === undefined) [id, product].forEach(load)
    const open = any || !known.has(id)
    // With many variations, only those chosen before are known, so `any` is impossible.
    if (loading || (!any && open && (+id || list === 'false'))) return { anchor, variants: [] }
    const variants = [...known.keys()]
      .filter((each) => (open ? `${known.get(each)?.parent}` === product : each === id))
      .map((each) => found(form, each, each === id))
    // With nothing chosen, the shopper may still choose a variation that is in stock.
    const none = !any && open && !variants.every(({ soldOut }) => soldOut)
    return { anchor, variants: none ? [] : variants }
  }

  /** The place of a product that has a notice, and nothing to choose. */
  function whole(anchor: HTMLElement, state: Partial<Found>): Spot {
    const id = pageId() ?? ''
    // A product with variations may have no sku, and some words instead of it.
    const sku = one('.variations_form') ? undefined : textOf(own('.sku'))
    if (!sku) void load('')
    const linked = (!sku && reader?.variants()) || []
    if (!sku && reader && !linked[0]) void load(id)
    const name = sku ?? (known.get(id)?.sku || id)
    const only = name && !loading ? [{ sku: name, known: describe() }] : []
    const variants: Found[] = linked[0] ? linked : only
    return { anchor, variants: variants.map((each) => ({ ...each, ...state })) }
  }

  return () => {
    const id = pageId()
    const spots = [...document.querySelectorAll<Form>(FORM)]
      .filter((form) => !id || productOf(form) === id)
      .map(spotOf)
    const notice = own(NOTICE)
    if (!spots[0] && notice) {
      const oversold = notice.className.includes('on-backorder')
      const anchor = (oversold && own(BUY)) || notice
      spots.push(whole(anchor, { soldOut: !oversold || undefined, oversold }))
    }
    return spots
  }
}
