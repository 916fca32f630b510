/** The names of products in a mail that may go to somebody who never asked: no picture, price or link. */
import { expectedIn } from '../../shared/expected.ts'
import { itemOf, textsFor } from '../../shared/languages/texts.ts'
import type { Product } from '../../shared/product.ts'
import { painted, PLAIN } from './paint.ts'

/** What such a mail says of a product: its name, and the day on which it is expected. */
export type Named = Pick<Product, 'title' | 'variantTitle'> & { restockAt?: string | undefined }

export interface Wanted {
  /** BCP 47, the request's own. */
  locale: string
  /** The first products that are asked for, one or more: by names without links. */
  items: Named[]
  /** How many there are besides. */
  more: number
}

/**
 * The name of the only product, with the day on which it is expected; or the lines of a list: a sign for
 * the rest needs no plural forms.
 */
export function namesOf(
  { locale, items, more }: Wanted,
  now = Date.now(),
): { only?: string; expected?: string; lines: string[] } {
  const texts = textsFor(locale)
  const said = items.map(({ restockAt }) =>
    expectedIn({ ...texts.form, language: locale || texts.language }, restockAt, now),
  )
  const names = items.map((item) => itemOf(texts, item))
  const [only] = names
  if (only !== undefined && names.length + more === 1) {
    const [expected] = said
    return { only, ...(expected && { expected }), lines: [] }
  }
  const rest = more > 0 ? [`+ ${new Intl.NumberFormat(locale).format(more)}`] : []
  const lines = names.map((name, index) => (said[index] ? `${name} – ${said[index]}` : name))
  return { lines: [...lines, ...rest] }
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
