/**
 * WooCommerce's variable products. The form has the chosen variation's id in a field, and all
 * variations in an attribute, up to thirty by default. With more, it fetches each chosen one and
 * reports it by a jQuery event, which `addEventListener` does not get. A sold-out simple product has
 * no form, but a notice; its data is in the JSON-LD.
 */
import type { Found, PlatformModule, Spot, StructuredModule } from '../contract.ts'
import { one, parsed, pick } from './page.ts'

interface Variation {
  variation_id: number
  sku?: string
  is_in_stock?: boolean
  display_price?: number
  image?: { src?: string }
  attributes?: Record<string, string>
}

const FORM = 'form.variations_form'

/** With a namespace, so that only the widget's own handlers are removed. */
const EVENTS = 'found_variation.shelfbell reset_data.shelfbell'

export const follow: PlatformModule['follow'] = ({ changed, signal, any, structured }) => {
  let reader: StructuredModule | undefined
  let asked = false
  const forms = new Map<HTMLFormElement, Map<string, Variation>>()
  signal.addEventListener('abort', () => {
    for (const form of forms.keys()) window.jQuery?.(form).off('.shelfbell')
  })

  function variationsOf(form: HTMLFormElement): Map<string, Variation> {
    const before = forms.get(form)
    if (before) return before
    const all = new Map<string, Variation>()
    const keep = (told: unknown) => {
      const variation = told as Variation | undefined
      if (variation?.variation_id) all.set(`${variation.variation_id}`, variation)
    }
    for (const told of [parsed(form.dataset['product_variations']) || []].flat()) keep(told)
    window.jQuery?.(form).on(EVENTS, (_event, told) => {
      keep(told)
      changed()
    })
    form.addEventListener('change', changed, { signal })
    forms.set(form, all)
    return all
  }

  const found = (form: HTMLFormElement, variation: Variation): Found => {
    const { variation_id: id, sku, is_in_stock: inStock, display_price: price } = variation
    const options = Object.entries(variation.attributes ?? {}).flatMap(([name, value]) => {
      const select = one<HTMLSelectElement>(`select[name="${CSS.escape(name)}"]`, form)
      const chosen = value || select?.value
      const option = [...(select?.options ?? [])].find((each) => each.value === chosen)
      return option?.textContent?.trim() ?? chosen ?? []
    })
    return {
      sku: sku || `${id}`,
      soldOut: inStock === undefined ? undefined : !inStock,
      known: {
        variantTitle: options.join(' / ') || undefined,
        image: variation.image?.src || undefined,
        price,
        url: location.origin + location.pathname,
      },
    }
  }

  function spotOf(form: HTMLFormElement): Spot {
    const all = variationsOf(form)
    const id = one<HTMLInputElement>('[name=variation_id]', form)?.value
    const chosen = id ? all.get(id) : undefined
    // The shop hides the part with the button until a variation is chosen.
    const hidden = one('.single_variation_wrap', form)?.style.display === 'none'
    const anchor = (!hidden && one('.single_add_to_cart_button', form)) || form
    const variants = [...all.values()].map((each) => found(form, each))
    // With many variations, only those chosen before are known, so `any` is impossible.
    const many = form.dataset['product_variations'] === 'false'
    if (many && !chosen && !any) return { anchor, variants: [] }
    return { anchor, variants: pick(variants, chosen && found(form, chosen), any) }
  }

  async function bringReader(): Promise<void> {
    asked = true
    reader = await structured()
    changed()
  }

  /** The variants of a sold-out simple product: only its structured data names them. */
  function simple(): Found[] {
    // Without the file there is no button, as without any other.
    if (!asked) bringReader().catch(() => {})
    return reader?.variants() ?? []
  }

  return () => {
    const spots = [...document.querySelectorAll<HTMLFormElement>(FORM)].map(spotOf)
    const gone = one('.single-product .stock.out-of-stock')
    if (!spots[0] && gone) spots.push({ anchor: gone, variants: simple() })
    return spots
  }
}
