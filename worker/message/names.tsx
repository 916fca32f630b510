/** The names of products in a mail that may go to somebody who never asked: no picture, price or link. */
import { itemOf, textsFor } from '../../shared/languages/texts.ts'
import type { Product } from '../../shared/product.ts'
import { painted, PLAIN } from './paint.ts'

export interface Wanted {
  /** BCP 47, the request's own. */
  locale: string
  /** The first products that are asked for, one or more: by names without links. */
  items: Pick<Product, 'title' | 'variantTitle'>[]
  /** How many there are besides. */
  more: number
}

/** The name of the only product, or the lines of a list: a sign for the rest needs no plural forms. */
export function namesOf({ locale, items, more }: Wanted): { only?: string; lines: string[] } {
  const texts = textsFor(locale)
  const names = items.map((item) => itemOf(texts, item))
  const [only] = names
  if (only !== undefined && names.length + more === 1) return { only, lines: [] }
  const rest = more > 0 ? [`+ ${new Intl.NumberFormat(locale).format(more)}`] : []
  return { lines: [...names, ...rest] }
}

/** The lines as a list. */
export function Lines({ lines }: { lines: string[] }) {
  return (
    <ul
      {...painted(
        PLAIN,
        'ink',
        'margin: 0; padding: 0 0 0 20px; font-size: 16px; line-height: 1.5;',
      )}
    >
      {lines.map((one) => (
        <li>
          <bdi>{one}</bdi>
        </li>
      ))}
    </ul>
  )
}
