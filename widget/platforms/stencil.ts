/**
 * BigCommerce's Stencil themes, as far as they keep Cornerstone's marks. The theme asks the shop
 * after each choice and writes the answer into the page: the sku as text, and a buy button that is
 * disabled when the variant is sold out. So the page is read, and its button watched. `BCData` holds
 * the same for the first choice. Only the chosen variant is known to the page: `data-any` does nothing.
 */
import type { PlatformModule } from '../contract.ts'
import { one, pageProduct } from './page.ts'

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
    // A product that is not for sale at all has its button disabled as well.
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
      ...pageProduct(),
      variantTitle: options.filter(Boolean).join(' / ') || undefined,
      url: location.origin + location.pathname,
    }
    return [{ anchor: button ?? form, variants: [{ sku, soldOut, known }] }]
  }
}
