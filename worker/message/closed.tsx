/** The last mail about a product: it will not come back. The shop may name another one instead. */
import { textsFor } from '../../shared/languages/texts.ts'
import type { Product } from '../../shared/product.ts'
import { type NewsBase, type RenderedMail, renderNews, valuesOf } from './news.tsx'

export interface Closed extends NewsBase {
  product: Product
  /** Another product of the shop's choice, and an absolute address as in an alert. */
  alternative?: { product: Product; link: string } | undefined
}

/** The mail for a product that will not come back. */
export function renderClosed(closed: Closed): RenderedMail {
  const { locale, product, alternative } = closed
  const { alert, closed: t } = textsFor(locale).mail
  return renderNews({
    ...closed,
    values: valuesOf(closed, product),
    standard: { ...t, button: alert.button },
    shown: [{ product }, ...(alternative ? [{ ...alternative, label: t.instead }] : [])],
  })
}
