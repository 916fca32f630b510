/**
 * PrestaShop, with themes like Classic and Hummingbird. The page holds the chosen combination as JSON
 * in an attribute, and PrestaShop replaces that element after each choice. The JSON-LD stays that of
 * the first combination, under the product's reference, so it counts only where the attribute is
 * missing, and until the first choice. The page knows only the chosen combination, so `data-any` has
 * no effect.
 */
import type { Found, PlatformModule } from '../contract.ts'
import { one, parsed } from './page.ts'

/** A flag or a number: PHP writes both as numbers, texts or booleans. */
type Loose = number | string | boolean | null

/** Any part may be missing; what is empty may be null, '' or a list. */
interface Combination {
  id_product?: Loose
  id_product_attribute?: Loose
  name?: string
  reference?: string | null
  attributes?: Record<string, { name?: string; reference?: string | null } | null> | null
  quantity?: Loose
  allow_oosp?: Loose
  available_for_order?: Loose
  /** False if the shop counts no stock. */
  show_availability?: Loose
  show_price?: Loose
  price_amount?: Loose
  images?: { large?: { url?: string } }[] | null
}

const FORM = 'form#add-to-cart-or-refresh'
/** Where the themes have the data, the best first: modules may write such an attribute, too. */
const DATA = [
  '.js-product-details[data-product]',
  '#product-details[data-product]',
  '[data-product*=id_product]',
]

const yes = (value: Loose | undefined) => Number(value ?? 1) !== 0

export const follow: PlatformModule['follow'] = ({ changed, signal }) => {
  let text: string | undefined
  let chosen: Combination | undefined
  let updates = 0
  const { prestashop } = window
  const updated = () => {
    updates += 1
    changed()
  }
  prestashop?.on?.('updatedProduct', updated)
  signal.addEventListener('abort', () => prestashop?.removeListener?.('updatedProduct', updated))

  function found(told: Combination, id: string, buyable: boolean | undefined): Found {
    const { id_product_attribute: combination, reference } = told
    const attributes = Object.values(told.attributes || {})
    const own = attributes.find((each) => each?.reference)?.reference || reference
    const stock = Number(told.quantity ?? NaN)
    const empty = stock <= 0
    // `allow_oosp` is also true in a shop that counts no stock; such a shop does not show availability.
    const oversold = empty && yes(told.allow_oosp) && yes(told.show_availability)
    const gone = empty && !buyable && !oversold && yes(told.available_for_order)
    const isClear = buyable || Number.isFinite(stock)
    // The quantity is less what the shopper's own cart holds.
    const taken = prestashop?.cart?.products?.some(
      (each) =>
        `${each.id_product}` === id &&
        Number(each.id_product_attribute) === Number(combination ?? 0),
    )
    return {
      sku: own || (Number(combination) ? `${id}-${combination}` : id),
      soldOut: isClear && !oversold && !(gone && taken) ? gone : undefined,
      oversold,
      known: {
        title: told.name,
        variantTitle:
          attributes
            .map((each) => each?.name)
            .filter(Boolean)
            .join(' / ') || undefined,
        // PrestaShop names the combination in the fragment.
        url: location.href,
        image: told.images?.[0]?.large?.url,
        price: (yes(told.show_price) && Number(told.price_amount)) || undefined,
        currency: prestashop?.currency?.iso_code,
      },
    }
  }

  return () => {
    // A quick view has a form of its own, of another product.
    const form = [...document.querySelectorAll(FORM)].find((each) => !each.closest('.quickview'))
    if (!form) return []
    const id = `${one<HTMLInputElement>('[name=id_product]', form)?.value}`
    const button = one<HTMLButtonElement>('[data-button-action=add-to-cart]', form)
    const buyable = button && !button.disabled
    const anchor = one('.product-quantity', form) ?? button ?? form
    if (prestashop?.configuration?.is_catalog) return [{ anchor, variants: [] }]
    const present = DATA.map((each) => one(each)).find(Boolean)?.dataset['product']
    if (present !== text) {
      text = present
      const told = parsed(text) as Combination | undefined
      // PrestaShop writes the product of a quick view into the page behind it, too.
      if (`${told?.id_product}` === id) chosen = told
    }
    if (chosen) return [{ anchor, variants: [found(chosen, id, buyable)] }]
    // Without the attribute, the structured data describes the first combination.
    if (!updates) return []
    const sku = one('.product-reference span')?.textContent?.trim()
    return [{ anchor, variants: sku ? [{ sku, soldOut: buyable ? false : undefined }] : [] }]
  }
}
