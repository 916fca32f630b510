/** Tries a page: reads one as a run does, and answers what it says of its own product. */
import type { PageProduct, PageVariant } from '../../../../shared/page/parts.ts'
import { readPage as readParts } from '../../../../shared/page/read.ts'
import type { CatalogEntry } from '../../../../shared/product.ts'
import { readText } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import { stockQuantity } from '../availability.ts'
import type { SourceContext } from '../contract.ts'
import { type Trial, triedInVain } from '../trial.ts'
import { collect } from './collect.ts'
import { PAGE_ANSWER, SHOWN_VARIANTS } from './limits.ts'
import type { PageOptions } from './options.ts'
import { HTML } from './read-page.ts'
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
  const asked = await askUpstream(env, url, {
    headers: HTML,
    bounds: PAGE_ANSWER,
    mayLeadTo: ({ origin }) => origins.includes(origin),
  })
  if (asked.kind === 'failed') return triedInVain(asked)
  const body = await readText(asked.response)
  if (body.kind === 'failed') return triedInVain(body)
  const { own, unknownWords } = readParts({ ...(await collect(body.text, url)), origins }, now)
  if (own.length === 0) return triedInVain({ reason: 'page_unreadable' })

  const levels = own.flatMap(({ names: [sku], state }) => {
    const quantity = stockQuantity(FACTS[state ?? 'unknown'], oversell)
    return sku === undefined || quantity === undefined ? [] : [{ sku, quantity }]
  })
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
    warnings:
      unknownWords.length > 0 ? [{ code: 'availability_unknown', about: unknownWords }] : [],
  }
}

const FACTS = {
  in_stock: { available: true },
  sold_out: { available: false },
  oversold: { oversells: true },
  unknown: {},
}

/** What the page says of a variant. */
function described(
  { names: [sku], url, product }: PageVariant,
  page: string,
): CatalogEntry | undefined {
  const { title, ...rest } = product
  return sku === undefined || title === undefined
    ? undefined
    : { sku, title, ...rest, url: rest.url ?? url ?? page }
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
