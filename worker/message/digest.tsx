/** The mail about several products that came back at about the same time. */
import { itemOf, textsFor } from '../../shared/languages/texts.ts'
import type { Product } from '../../shared/product.ts'
import { type NewsBase, type RenderedMail, renderNews } from './news.tsx'

export interface Digest extends NewsBase {
  /** Two or more, each with an absolute address as in an alert. */
  items: readonly { product: Product; link: string }[]
  /** Whether a reminder may follow, so that it is no one-time message. */
  mayFollow?: boolean | undefined
}

/** The mail for several products. Its `{product}` is all their names. */
export function renderDigest(digest: Digest): RenderedMail {
  const { shop, locale, items, mayFollow } = digest
  const texts = textsFor(locale)
  const { alert, digest: t, reminder } = texts.mail
  const names = items.map(({ product }) => itemOf(texts, product))
  const item = new Intl.ListFormat(texts.language).format(names)
  return renderNews({
    ...digest,
    values: { shop, item, product: item },
    standard: {
      ...t,
      preview: alert.preview,
      button: alert.button,
      note: t.hurry,
      why: mayFollow ? reminder.mayFollow : t.why,
    },
    shown: items,
  })
}
