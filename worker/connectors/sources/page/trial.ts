/** Tries a page: reads one as a run does, and answers what it says of its own product. */
import * as v from 'valibot'
import { beginning } from '../../../../shared/beginning.ts'
import { LooseProduct, usableProduct } from '../../../loose-product.ts'
import type { PageProduct, PageVariant } from '../../../../shared/page/parts.ts'
import type { CatalogEntry } from '../../../../shared/product.ts'
import { stockQuantity } from '../availability.ts'
import type { SourceContext } from '../contract.ts'
import { type Trial, triedInVain } from '../trial.ts'
import { factsOf } from './find.ts'
import { SHOWN_VARIANTS, UNKNOWN_WORD_CHARACTERS } from './limits.ts'
import type { PageOptions } from './options.ts'
import { fetchPage } from './read-page.ts'
import { readRobots } from './robots.ts'

/** Tries the page at `url`, which is on one of the shop's origins. `now`: milliseconds since 1970. */
export async function tryPage(
  { oversell }: Pick<PageOptions, 'oversell'>,
  { env, shop }: Pick<SourceContext, 'env' | 'shop'>,
  url: string,
  now: number,
): Promise<Trial> {
  const { origins } = shop.settings
  const rules = await readRobots(env, new URL(url).origin)
  if (!rules.isKnown) return triedInVain({ reason: 'robots_unreachable' })
  if (!rules.allows(url)) return triedInVain({ reason: 'robots_disallowed' })
  const fetched = await fetchPage(env, { url, origins, now })
  if (fetched.kind !== 'read') {
    return triedInVain(fetched.kind === 'failed' ? fetched : { reason: 'page_unreadable' })
  }
  const { own, unknownWords } = fetched.reading
  if (own.length === 0) return triedInVain({ reason: 'page_unreadable' })

  const levels = own.flatMap((variant) => {
    const [sku] = variant.names
    const facts = factsOf(variant)
    const quantity = facts && stockQuantity(facts, oversell)
    return sku === undefined || quantity === undefined ? [] : [{ sku, quantity }]
  })
  const words = unknownWords
    .slice(0, SHOWN_VARIANTS)
    .map((word) => beginning(word, UNKNOWN_WORD_CHARACTERS))
  const silent = own.filter(({ state }) => state === undefined)
  return {
    ...triedInVain({ reason: '' }),
    failure: undefined,
    format: { kind: 'page' },
    fields: foundIn(own),
    items: own.length,
    inStock: levels.filter(({ quantity }) => quantity > 0).length,
    soldOut: levels.filter(({ quantity }) => quantity === 0).length,
    levels: levels.slice(0, SHOWN_VARIANTS),
    entries: own.flatMap((one) => described(one, url) ?? []).slice(0, SHOWN_VARIANTS),
    faults: silent.map(({ names: [name = ''] }) => ({ name, reason: 'availability_unknown' })),
    warnings: words.length > 0 ? [{ code: 'availability_unknown', about: words }] : [],
  }
}

/** What the page says of a variant, without what nobody can use. */
function described(
  { names: [sku], url, product }: PageVariant,
  page: string,
): CatalogEntry | undefined {
  if (sku === undefined || product.title === undefined) return undefined
  const said = v.parse(LooseProduct, { ...product, url: product.url ?? url })
  return { sku, ...usableProduct(said, { title: sku, url: page }) }
}

/** The parts that any variant has; of its identity, the names by which stock may call it. */
function foundIn(own: readonly PageVariant[]): Record<string, readonly string[]> {
  const parts = ['title', 'variantTitle', 'url', 'image', 'price', 'currency'] as const
  const has = (part: keyof PageProduct) => own.some(({ product }) => product[part] !== undefined)
  return {
    sku: own[0]?.names ?? [],
    ...(own.some(({ state }) => state !== undefined) && { availability: ['availability'] }),
    ...Object.fromEntries(parts.filter(has).map((part) => [part, [part]])),
  }
}
