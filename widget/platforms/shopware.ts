/**
 * Shopware 6, and 5. Each buy box holds the product's number and one notice of its stock, and says by
 * its button whether it can be bought. A choice loads another page or replaces the buy box, so the
 * page always shows one variant; `data-any` has no effect. Shopware says "LimitedAvailability" both
 * of what it sells without stock and of what it does not sell, so the notice's class decides.
 */
import type { Found, PlatformModule } from '../contract.ts'
import { one } from './page.ts'

const NUMBER = '.product-detail-ordernumber,.entry--sku .entry--content'
const BOX = '[class*=product-detail-buy],.product--buybox'
const BUY = '.btn-buy,.buybox--button'
const FORM = '.buy-widget,.product-detail-form-container,.buybox--form'

export const follow: PlatformModule['follow'] = () => () =>
  [...document.querySelectorAll(NUMBER)].flatMap((number) => {
    const sku = number.textContent?.trim()
    const box = number.closest<HTMLElement>(BOX)
    if (!sku || !box) return []
    const buy = one(BUY, box)
    const notices = box.querySelectorAll<HTMLLinkElement>(
      '[class*=delivery-],[itemprop=availability]',
    )
    const says = [...notices].map((each) => each.className + each.href).join()
    const gone = /delivery-soldout|OutOfStock/.test(says) || (!buy && /-text-not/.test(says))
    const oversold =
      !gone && !!buy && /restock|preorder|PreOrder|-text-(not|more)|Limited|BackOrder/.test(says)
    // The attributes, not the present choice, which the rest of the box does not show yet.
    const chosen = box.querySelectorAll<HTMLInputElement | HTMLOptionElement>(
      ':is([class*=configurator],[class*=variant-]) :is([checked],[selected])',
    )
    const names = [...chosen].map((each) => {
      const label = 'labels' in each ? each.labels?.[0] : each
      return label?.title || label?.textContent?.trim()
    })
    const content = (name: string) =>
      one<HTMLMetaElement>(`meta[itemprop=${name}]`, box)?.content || undefined
    const price = content('price')
    const found: Found = {
      sku,
      soldOut: gone || (buy && !oversold ? false : undefined),
      oversold,
      known: {
        variantTitle: names.filter(Boolean).join(' / ') || undefined,
        url: content('url'),
        price: price ? Number(price) : undefined,
        currency: content('priceCurrency'),
      },
    }
    return [{ anchor: buy ?? one(FORM, box) ?? number, variants: [found] }]
  })
