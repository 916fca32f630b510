/**
 * BigCommerce's Stencil themes that keep Cornerstone's markup. `BCData` describes the first choice. The
 * theme asks the shop after each further one, writes the answer into the page, and (since January 2024)
 * reports it by an event. Between the two, and in older themes, only the page says what is sold out:
 * then the quantity is disabled with the button, or a notice says so. The button alone is also disabled while
 * the cart is busy, and for a quantity above the stock; so it proves nothing, and the Worker is asked. The
 * page knows only the chosen variant, so `data-any` has no effect.
 */
import type { Found, PlatformModule } from '../contract.ts'
import { one } from './page.ts'

/** What the shop says of a choice; any part may be missing. */
interface Choice {
  sku?: string | null
  v3_variant_id?: number
  instock?: boolean | null
  purchasable?: boolean
  available_to_sell?: number | null
  available_on_hand?: number | null
  price?: Record<'with_tax' | 'without_tax', { value?: number; currency?: string } | undefined>
  image?: { data?: string } | null
  out_of_stock_behavior?: string
  out_of_stock_message?: string | null
  in_stock_attributes?: number[] | null
}

const FORM = 'form[data-cart-item-add]'
const GROUP = '[data-product-attribute]'
const MISSING = ':is(select,[type=radio]):required:invalid'

export const follow: PlatformModule['follow'] = ({ changed, signal }) => {
  const first = window.BCData?.product_attributes as Choice | undefined
  let choice = first
  let latest: Element | null | undefined
  const observer = new MutationObserver(changed)
  observer.observe(document, { subtree: true, attributeFilter: ['disabled'] })
  signal.addEventListener('abort', () => observer.disconnect())

  // A quick view has a form of its own, of another product.
  const formOf = () =>
    [...document.querySelectorAll<HTMLFormElement>(FORM)].find(
      (each) => !each.closest('.quickView'),
    )
  const listen = (name: string, hear: (event: Event) => void) =>
    document.addEventListener(name, hear, { signal, capture: true })
  listen('change', ({ target }) => {
    const group = (target as Element).closest(GROUP)
    if (!group) return
    latest = group.closest(FORM)
    if (latest === formOf()) choice = undefined
    changed()
  })
  listen('onProductOptionsChanged', (event) => {
    if ((latest ?? formOf()) !== formOf()) return
    choice = (event as CustomEvent<{ data?: Choice } | undefined>).detail?.data ?? choice
    changed()
  })

  function stateOf(form: Element, button: HTMLInputElement | undefined): Partial<Found> {
    const { instock, purchasable, available_to_sell: left, available_on_hand: hand } = choice ?? {}
    if (purchasable === false) return { soldOut: false }
    if (typeof instock === 'boolean') {
      const oversold = Number(left) > 0 && (!instock || hand === 0)
      return oversold ? { oversold } : { soldOut: !instock }
    }
    if (button && !button.disabled) return { soldOut: false }
    if (one<HTMLInputElement>('[name="qty[]"]', form)?.disabled) return { soldOut: true }
    const notice = [...form.querySelectorAll<HTMLElement>('.alertBox--error')].find(
      ({ style }) => style.display !== 'none',
    )
    // The notice of a choice may be of another kind; that of the product is there if it is sold out.
    const isOfChoice = notice?.matches('.productAttributes-message')
    if (notice && (!isOfChoice || notice.textContent?.trim() === first?.out_of_stock_message)) {
      return { soldOut: true }
    }
    const busy =
      one('[data-qty-limit]', form) ?? (button?.dataset['waitMessage'] === button?.value && button)
    return { soldOut: busy ? false : undefined }
  }

  return () => {
    const form = formOf()
    if (!form) return []
    const view = form.closest('.productView') ?? document
    const button = one<HTMLInputElement>('#form-action-addToCart', form)
    const anchor = button ?? form
    const { price, image, v3_variant_id: variant } = choice ?? {}
    const { out_of_stock_behavior: how, in_stock_attributes: there } = choice ?? first ?? {}
    const groups = [...form.querySelectorAll(GROUP)]
    const named = choice ? choice.sku : one('[data-product-sku]', view)?.textContent?.trim()
    const sku = named || (variant && `${variant}`)
    const state = stateOf(form, button)
    // Before all is chosen, the sku is the product's, which may have no stock of its own.
    if (groups.some((group) => one(MISSING, group as HTMLElement))) {
      if (!state.soldOut) return [{ anchor, variants: [] }]
      state.soldOut = undefined
    }
    // Of a product without options and sku, the structured data may give another name.
    if (!sku) return groups[0] ? [{ anchor, variants: [] }] : []
    const names = groups.map((group) => {
      const option = one<HTMLOptionElement>('option:checked', group as HTMLElement)
      if (!option) {
        const input = one<HTMLInputElement>('[type=radio]:checked', group as HTMLElement)
        return input?.value && (input.labels?.[0]?.textContent?.trim() || input.ariaLabel)
      }
      // The theme adds the shop's words for sold out to the option's own.
      const marked = how === 'label_option' && there?.includes(Number(option.value)) === false
      return option.value && option.text.trim().replace(marked ? / \([^()]*\)$/ : '', '')
    })
    const { value, currency } = price?.with_tax ?? price?.without_tax ?? {}
    const known = {
      variantTitle: names.filter(Boolean).join(' / ') || undefined,
      price: value,
      currency,
      image: image?.data?.replace('{:size}', '500x500'),
    }
    return [{ anchor, variants: [{ sku, ...state, known }] }]
  }
}
