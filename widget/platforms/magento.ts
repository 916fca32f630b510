/**
 * Magento 2 and Adobe Commerce: configurable products with swatches or drop-downs. All variants are in
 * one object that the page passes to Magento's scripts, which remove it from the page, so it is read
 * from either. It has sold-out variants only if the shop shows them. For simple products, the page
 * says beside the sku whether they are sold out.
 */
import type { Found, PlatformModule } from '../contract.ts'
import { one, parsed, pick } from './page.ts'

interface Config {
  attributes?: Record<string, { options?: { id?: string; label?: string }[] }>
  /** The option of each attribute, by product. */
  index?: Record<string, Record<string, string>>
  /** The products that can be bought, by attribute and option. */
  salable?: Record<string, Record<string, string[]>>
  sku?: Record<string, string>
  skus?: Record<string, string>
  optionPrices?: Record<string, { finalPrice?: { amount?: number } }>
  images?: Record<string, { img?: string }[]>
}
type Holder = { options?: { jsonConfig?: Config; spConfig?: Config } } | undefined

const SWATCHES = '[data-role=swatch-options]'
const FORM = '#product_addtocart_form'
const SELECTED = ['data-option-selected', 'option-selected']

/** Finds the first property with one of the names in the page's data, at any depth. */
function inside(data: unknown, names: string[]): unknown {
  if (!data || typeof data !== 'object') return
  for (const [key, value] of Object.entries(data)) {
    const found = names.includes(key) ? value : inside(value, names)
    if (found) return found
  }
}

export const follow: PlatformModule['follow'] = ({ changed, signal, any }) => {
  let config: Config | undefined
  const observer = new MutationObserver(changed)
  observer.observe(document, { subtree: true, attributeFilter: SELECTED })
  signal.addEventListener('abort', () => observer.disconnect())
  document.addEventListener('change', changed, { signal })

  function readConfig(): Config | undefined {
    const swatches = one(SWATCHES)
    const form = one(FORM)
    const held = (element: Element | undefined, name: string) =>
      element && (window.jQuery?.(element).data(name) as Holder)?.options
    const scripts = document.querySelectorAll('[type="text/x-magento-init"],[data-mage-init]')
    return (held(swatches, 'mageSwatchRenderer')?.jsonConfig ??
      held(swatches, 'mage-SwatchRenderer')?.jsonConfig ??
      held(form, 'mageConfigurable')?.spConfig ??
      [...scripts]
        .map((each) => each.getAttribute('data-mage-init') ?? each.textContent)
        .filter((text) => /jsonConfig|spConfig/.test(`${text}`))
        .map(parsed)
        .map((data) => inside(data, ['jsonConfig', 'spConfig']))
        .find(Boolean)) as Config | undefined
  }

  /** The chosen option of an attribute. */
  function optionOf(attribute: string): string | undefined {
    const id = CSS.escape(attribute)
    const swatch = one(`.swatch-attribute:is([data-attribute-id="${id}"],[attribute-id="${id}"])`)
    const chosen = SELECTED.map((name) => swatch?.getAttribute(name)).find(Boolean)
    return chosen || one<HTMLSelectElement>(`[name="super_attribute[${id}]"]`)?.value || undefined
  }

  return () => {
    config ??= readConfig()
    const { index = {}, attributes = {}, salable } = config ?? {}
    const form = one(FORM)
    // A sold-out simple product has no buy form.
    const gone = one('.product-info-main .stock.unavailable')
    const sku = one('.product.attribute.sku .value')?.textContent?.trim()
    if (gone && sku && !config) {
      const known = { url: location.origin + location.pathname }
      return [{ anchor: gone, variants: [{ sku, soldOut: true, known }] }]
    }
    let chosen: Found | undefined
    const all = Object.entries(index).map(([id, options]): Found => {
      const pairs = Object.entries(options)
      const label = ([attribute, option]: [string, string]) =>
        attributes[attribute]?.options?.find((each) => each.id === option)?.label ?? option
      const found: Found = {
        sku: config?.sku?.[id] ?? config?.skus?.[id] ?? id,
        soldOut:
          salable &&
          !pairs.every(([attribute, option]) => salable[attribute]?.[option]?.includes(id)),
        known: {
          variantTitle: pairs.map(label).join(' / '),
          price: config?.optionPrices?.[id]?.finalPrice?.amount,
          image: config?.images?.[id]?.[0]?.img,
          url: location.origin + location.pathname,
        },
      }
      if (pairs.every(([attribute, option]) => optionOf(attribute) === option)) chosen = found
      return found
    })
    if (!form || !all[0]) return []
    const anchor = one('#product-addtocart-button,.tocart', form) ?? form
    return [{ anchor, variants: pick(all, chosen, any) }]
  }
}
