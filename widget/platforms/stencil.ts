/**
 * BigCommerce's Stencil themes that keep Cornerstone's markup. The theme asks the shop after each
 * choice and writes the answer into the page: the sku as text, and a buy button that is disabled when
 * the variant is sold out. So this file reads the page and watches its button. `BCData` has the same
 * data for the first choice. The page knows only the chosen variant, so `data-any` has no effect.
 */
import type { PlatformModule } from '../contract.ts'
import { one } from './page.ts'

export const follow: PlatformModule['follow'] = ({ changed, signal }) => {
  const observer = new MutationObserver(changed)
  observer.observe(document, { subtree: true, attributeFilter: ['disabled'] })
  signal.addEventListener('abort', () => observer.disconnect())

  return () => {
    const form = one('form[data-cart-item-add]')
    const { sku: first, instock, purchasable } = window.BCData?.product_attributes ?? {}
    if (!form) return []
    const view = form.closest('.productView') ?? document
    const button = one<HTMLButtonElement>('#form-action-addToCart', form)
    const sku = one('[data-product-sku]', view)?.textContent?.trim() || first
    if (!sku) return [{ anchor: button ?? form, variants: [] }]
    // The button of a product that is not for sale is disabled, too.
    const soldOut = button ? button.disabled && purchasable !== false : instock === false
    const options = [...form.querySelectorAll<HTMLElement>('[data-product-attribute]')].flatMap(
      (group) => {
        const option = one<HTMLOptionElement>('option:checked', group)
        if (option) return option.value ? option.text.trim() : []
        const input = one<HTMLInputElement>('input:checked', group)
        return input?.labels?.[0]?.textContent?.trim() ?? input?.ariaLabel ?? []
      },
    )
    const known = {
      variantTitle: options.filter(Boolean).join(' / ') || undefined,
      url: location.origin + location.pathname,
    }
    return [{ anchor: button ?? form, variants: [{ sku, soldOut, known }] }]
  }
}
