/**
 * Reads a product page: which products it has, which one is its own, and its variants. The one reader
 * for the widget and the Worker; docs/pages.md says what it reads. Pure.
 */
import { imageAddress, pageAddress } from './address.ts'
import { forgivingParse } from './json.ts'
import { productOfMetas } from './metas.ts'
import { ownOf } from './own.ts'
import type { PageParts, PageProduct, PageReading, PageVariant } from './parts.ts'
import { currencyIn } from './price.ts'
import { OFFERS, productsIn, resolver } from './products.ts'
import { textIn } from './text.ts'
import { type Thing, thingsOf } from './thing.ts'
import { variantsOf } from './variants.ts'

/**
 * The products of a page. JSON-LD counts first, then microdata, then metas; what one lacks about the
 * page's own product comes from the next. `now`: milliseconds since 1970, for prices with dates.
 */
export function readPage(page: PageParts, now: number): PageReading {
  const parts = { ...page, canonical: page.canonical ?? metaOf(page, /^og:url$/i) }
  const meta = productOfMetas(parts.metas, now)
  const linked = parts.scripts.map((text) => thingsOf(forgivingParse(text)))
  const sections = [linked, parts.things, meta ? [meta] : []].map((roots) =>
    readSection(roots, parts, now),
  )
  const own = sections.map((section) => section.own).filter((variants) => variants.length > 0)
  // The first that states what is in stock, else the first.
  const base = own.find((variants) => variants.some(({ state }) => state)) ?? own[0] ?? []
  const general = generalOf(parts)
  const others =
    base.length === 1 ? own.filter((one) => one !== base && one.length === 1).flat() : []
  return {
    own: base.map((variant) => completed(variant, others, general)),
    others: sections.flatMap((section) => section.others),
    page: general,
    unknownWords: [...new Set(sections.flatMap((section) => section.unknown))],
  }
}

/** One of the ways in which a page describes products. */
function readSection(roots: readonly unknown[], parts: PageParts, now: number) {
  const resolve = resolver(roots)
  const { own, others } = ownOf(productsIn(roots, resolve), parts, resolve)
  const read = (product: Thing, isOwn: boolean) => variantsOf(product, isOwn, parts, resolve, now)
  const ofOwn = own && read(own, true)
  const ofOthers: PageVariant[] = []
  for (const product of others) {
    if (ofOthers.length < OFFERS) ofOthers.push(...read(product, false).variants)
  }
  return {
    own: ofOwn?.variants ?? [],
    others: ofOthers,
    unknown: ofOwn?.unknown ?? [],
  }
}

/**
 * What the page says of its product outside of its data. A shop writes `og:title` for search engines,
 * so it is the last choice.
 */
function generalOf(parts: PageParts): PageProduct {
  const image = metaOf(parts, /^(og:image(:secure_url|:url)?|twitter:image)$/i)
  return {
    title: textIn(parts.heading) ?? textIn(metaOf(parts, /^og:title$/i)),
    image: image && imageAddress(image, parts.address),
    currency: currencyIn(metaOf(parts, /^(product|og):price:currency$/i)),
    url: pageAddress(parts),
  }
}

const metaOf = ({ metas }: PageParts, pattern: RegExp): string | undefined =>
  metas.find(([name, content]) => pattern.test(name) && content.trim())?.[1]

/** Names that are addresses come last, whichever description they are from. */
const byKind = (a: string, b: string) => Number(isAddress(a)) - Number(isAddress(b))
const isAddress = (name: string) => /^(https?:|#)/i.test(name)

/** A variant with what it lacks, from other descriptions of the same variant, and from the page. */
function completed(
  { names, state, url, product }: PageVariant,
  others: readonly PageVariant[],
  general: PageProduct,
): PageVariant {
  const all = [product, ...others.map((other) => other.product), general]
  const first = <K extends keyof PageProduct>(key: K): PageProduct[K] =>
    all.map((one) => one[key]).find((value) => value !== undefined)
  const priced = all.find(({ price }) => price !== undefined)
  return {
    names: [...new Set([...names, ...others.flatMap((other) => other.names)])].toSorted(byKind),
    state: state ?? others.find((other) => other.state)?.state,
    url,
    product: {
      title: product.title ?? general.title ?? first('title'),
      variantTitle: first('variantTitle'),
      url: product.url,
      image: first('image'),
      price: priced?.price,
      currency: priced?.currency ?? first('currency'),
    },
  }
}
