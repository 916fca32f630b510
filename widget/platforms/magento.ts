/**
 * Magento 2 and Adobe Commerce, with Luma's markup or Hyvä's. All variants of a configurable product
 * are in one object, which the page passes to its scripts: Luma's remove it from the page, and Hyvä's
 * hold it in an Alpine component, so it is read from wherever it is. It has sold-out variants only if
 * the shop shows them; most themes then let nobody choose one, so those are offered while nothing else
 * is chosen. Of any other product, the page says beside the sku whether it is sold out.
 */
import type { Found, PlatformModule, Spot } from '../contract.ts'
import { one, parsed, pick } from './page.ts'

interface Config {
  attributes?: Record<string, { options?: { id?: string; label?: string }[] }>
  /** The option of each attribute, by product. */
  index?: Record<string, Record<string, string>>
  /** The products that can be bought, by attribute and option; empty if the shop hides the others. */
  salable?: Record<string, Record<string, string[]>>
  canDisplayShowOutOfStockStatus?: boolean
  sku?: Record<string, string>
  skus?: Record<string, string>
  optionPrices?: Record<string, { finalPrice?: { amount?: number } }>
  images?: Record<string, { img?: string }[]>
}
type Holder = { options?: { jsonConfig?: Config; spConfig?: Config } } | undefined

const SWATCHES = '[data-role=swatch-options]'
const FORM = '#product_addtocart_form'
const SELECTED = ['data-option-selected', 'option-selected']

/** Products made of others, whose own sku has no stock. */
const MADE_OF_OTHERS = /page-product-(configurable|grouped|bundle)/

/** Finds the first property with one of the names in the page's data, at any depth. */
function inside(data: unknown, names: string[]): unknown {
  if (!data || typeof data !== 'object') return
  for (const [key, value] of Object.entries(data)) {
    const found = names.includes(key) ? value : inside(value, names)
    if (found) return found
  }
}

function readConfig(form: HTMLElement): Config | undefined {
  const held = (element: Element | undefined, name: string) =>
    element && (window.jQuery?.(element).data(name) as Holder)?.options
  const swatches = one(SWATCHES)
  const component = one('[x-data^=initConfigurable]', form)
  const scripts = document.querySelectorAll('[type="text/x-magento-init"],[data-mage-init]')
  return (held(swatches, 'mageSwatchRenderer')?.jsonConfig ??
    held(swatches, 'mage-SwatchRenderer')?.jsonConfig ??
    held(form, 'mageConfigurable')?.spConfig ??
    // Alpine's object has no keys that could be listed.
    (component && window.Alpine?.$data?.(component))?.optionConfig ??
    [...scripts]
      .map((each) => each.getAttribute('data-mage-init') ?? each.textContent)
      .filter((text) => /jsonConfig|spConfig/.test(`${text}`))
      .map((text) => inside(parsed(text), ['jsonConfig', 'spConfig']))
      .find(Boolean)) as Config | undefined
}

/** A product without variants that the page could list. */
function spotOfOne(form: HTMLElement | undefined): Spot[] {
  const main = one('.product-info-main') ?? document
  // The notices in the form, in tables and in lists are those of parts and of other products.
  const gone = [...main.querySelectorAll('.stock.unavailable')].find(
    (each) => !each.closest('form,table,li,.block,.product-item'),
  )
  const sku =
    one('.product.attribute.sku .value,.attribute-sku .product-detail-value', main)?.textContent ||
    form?.dataset['productSku']
  const anchor = form ?? gone
  // Luma's form has a button while the product can be bought, and Hyvä has a form only then.
  if (!gone && one('#product-addtocart-button,.tocart', main)) return [{ anchor, variants: [] }]
  if (!sku || !anchor) return []
  const proven = gone && !MADE_OF_OTHERS.test(document.body.className)
  return [{ anchor, variants: [{ sku: sku.trim(), soldOut: proven ? true : undefined }] }]
}

export const follow: PlatformModule['follow'] = ({ changed, signal, any }) => {
  let config: Config | undefined
  const observer = new MutationObserver(changed)
  observer.observe(document, { subtree: true, attributeFilter: SELECTED })
  signal.addEventListener('abort', () => observer.disconnect())
  document.addEventListener('change', changed, { signal })
  addEventListener('configurable-selection-changed', changed, { signal })

  /** The chosen option of an attribute. */
  function optionOf(form: HTMLFormElement, attribute: string) {
    const id = CSS.escape(attribute)
    const swatch = one(`.swatch-attribute:is([data-attribute-id="${id}"],[attribute-id="${id}"])`)
    const chosen = SELECTED.map((name) => swatch?.getAttribute(name)).find(Boolean)
    return chosen || new FormData(form).get(`super_attribute[${attribute}]`) || undefined
  }

  /** Whether the page lets nobody choose the option. */
  function isBlocked(form: HTMLFormElement, [attribute, option]: [string, string]): boolean {
    const id = CSS.escape(option)
    const radio = `[type=radio][name="super_attribute[${CSS.escape(attribute)}]"]`
    return !!(
      one(`option[value="${id}"]:disabled`, form) ??
      one(`.disabled:is([data-option-id="${id}"],[option-id="${id}"])`, form) ??
      (one(radio, form) && !one(`${radio}[value="${id}"]`, form))
    )
  }

  return () => {
    const form = one<HTMLFormElement>(FORM)
    config ??= form && readConfig(form)
    const { index, attributes, salable } = config ?? {}
    if (!form || !config) return spotOfOne(form)
    const shown = config.canDisplayShowOutOfStockStatus
    const counted = Object.keys(salable ?? {})[0]
    let chosen: Found | undefined
    const blocked: Found[] = []
    const products = Object.entries(index ?? {}).filter(([, options]) => options)
    const all = products.map(([id, options]): Found => {
      const pairs = Object.entries(options)
      const label = ([attribute, option]: [string, string]) =>
        attributes?.[attribute]?.options?.find((each) => each?.id === option)?.label ?? option
      const found: Found = {
        sku: config?.sku?.[id] ?? config?.skus?.[id] ?? id,
        soldOut: counted
          ? !pairs.every(([attribute, option]) =>
              Object.values(salable?.[attribute]?.[option] ?? []).some((each) => `${each}` === id),
            )
          : shown,
        known: {
          variantTitle: pairs.map(label).join(' / '),
          price: config?.optionPrices?.[id]?.finalPrice?.amount,
          image: config?.images?.[id]?.[0]?.img,
        },
      }
      const open = pairs.filter(([attribute, option]) => optionOf(form, attribute) !== option)
      if (!open[0]) chosen = found
      else if (found.soldOut && open.every((pair) => !optionOf(form, pair[0])))
        if (open.some((pair) => isBlocked(form, pair))) blocked.push(found)
      return found
    })
    if (!all[0]) return []
    const offered = pick(all, chosen, any)
    const anchor = one('#product-addtocart-button,.tocart') ?? form
    return [{ anchor, variants: offered[0] ? offered : blocked }]
  }
}
