/** Finds the products in a page's things, and their variants. Pure. */
import { isOf, list, NESTING_LEVELS, thing, type Thing, things, wordIn } from './thing.ts'

/** A product of a page. */
export interface Listed {
  product: Thing
  /** The page names it as what it is about. */
  isMain: boolean
}

/** One way to buy one variant. */
export interface Leaf {
  offer: Thing
  /** The offer that this one is nested in, for what it does not say itself. */
  outer: Thing | undefined
  /** The offer of the whole group. */
  general: Thing | undefined
  /** The variant, or the product if it has no variants. */
  item: Thing
  /** The group that the item is a variant of. */
  group: Thing | undefined
  /** Whether the item has no other offer, so that its identifiers are the offer's, too. */
  isOnly: boolean
}

const PRODUCT =
  /^(\w*Product(s|Group|Model)?|Book|Vehicle|Car|Motorcycle|MusicAlbum|VideoGame|VisualArtwork|Drug)$/
/** Where a page, a graph or an action has its product. */
const INSIDE = ['@graph', 'mainEntity', 'about', 'object', 'potentialAction', 'mainContentOfPage']

/** Offers of one product: Shopify allows 2,048 variants. */
export const OFFERS = 5_000

/** How often things of a page are put together that stand in several places under one `@id`. */
const MERGED = 500
/** Products of one page: long lists have a hundred. */
const PRODUCTS = 200

/** Gives the things that a value names: those in it, and those that it refers to by `@id`. */
export type Resolve = (value: unknown) => Thing[]

/** Knows the things of all scripts of a page by their `@id`. */
export function resolver(roots: readonly unknown[]): Resolve {
  const byId = new Map<string, Thing>()
  let merged = 0
  const learn = (value: unknown, depth: number): void => {
    if (depth > NESTING_LEVELS) return
    for (const one of list(value)) {
      if (Array.isArray(one)) learn(one, depth + 1)
    }
    for (const one of things(value)) {
      const id = one['@id']
      const properties = Object.keys(one).filter((name) => !name.startsWith('@'))
      if (typeof id === 'string' && properties.length > 0) {
        const before = byId.get(id)
        if (!before) byId.set(id, one)
        else if (merged < MERGED) {
          merged += 1
          byId.set(id, thing([...Object.entries(before), ...Object.entries(one)]))
        }
      }
      for (const name of properties) learn(one[name], depth + 1)
      learn(one['@graph'], depth + 1)
    }
  }
  learn(roots, 0)
  const find = (id: unknown) => (typeof id === 'string' ? byId.get(id) : undefined)
  return (value) =>
    list(value).flatMap((one): Thing[] => {
      if (typeof one === 'string') return things(find(one))
      return things(one).map((each) => find(each['@id']) ?? each)
    })
}

/** The products of a page, each once, in their order; variants of a group are the group's. */
export function productsIn(roots: readonly unknown[], resolve: Resolve): Listed[] {
  const found = new Map<Thing, Listed>()
  const seen = new Set<Thing>()
  const visit = (value: unknown, isMain: boolean, depth: number): void => {
    if (depth > NESTING_LEVELS) return
    for (const one of list(value)) if (Array.isArray(one)) visit(one, isMain, depth + 1)
    for (const one of resolve(value)) {
      if (isOf(one, PRODUCT)) add(one, isMain)
      if (seen.has(one)) continue
      seen.add(one)
      // An offer on its own, with its product in it.
      const [item] = isOf(one, /Offer$/) ? resolve(one['itemOffered']) : []
      if (item) add(thing([...Object.entries(item), ['offers', one]]), isMain)
      for (const name of isOf(one, PRODUCT) ? [] : INSIDE) {
        visit(one[name], isMain || name !== '@graph', depth + 1)
      }
    }
  }
  const add = (product: Thing, isMain: boolean): void => {
    const before = found.get(product)
    if (!before && found.size >= PRODUCTS) return
    found.set(product, { product, isMain: isMain || before?.isMain === true })
  }
  visit(roots, false, 0)
  return grouped([...found.values()], resolve)
}

const groupIdOf = (group: Thing): string | undefined =>
  wordIn(group['productGroupID']) ?? wordIn(group['@id'])

/** Puts the variants that stand beside their group into it. */
function grouped(all: readonly Listed[], resolve: Resolve): Listed[] {
  const variants = new Set(all.flatMap(({ product }) => resolve(product['hasVariant'])))
  const groups = new Map<string, { group: Thing; members: Thing[]; isMain: boolean }>()
  const placed: (Listed | string)[] = []
  const join = (id: string, group: Thing, members: Thing[], isMain: boolean) => {
    const before = groups.get(id)
    if (!before) placed.push(id)
    const fuller = before && Object.keys(before.group).length > Object.keys(group).length
    groups.set(id, {
      group: fuller ? before.group : group,
      members: [...(before?.members ?? []), ...members],
      isMain: isMain || before?.isMain === true,
    })
  }
  for (const { product, isMain } of all) {
    if (variants.has(product)) continue
    const own = isOf(product, /Group$/) ? groupIdOf(product) : undefined
    const [outer] = resolve(product['isVariantOf'])
    const id = (outer && groupIdOf(outer)) ?? wordIn(product['inProductGroupWithID'])
    if (own !== undefined) join(own, product, resolve(product['hasVariant']), isMain)
    else if (id === undefined) placed.push({ product, isMain })
    else join(id, outer ?? thing([]), [product], isMain)
  }
  return placed.map((one) => {
    if (typeof one !== 'string') return one
    const { group, members, isMain } = groups.get(one) ?? {
      group: thing([]),
      members: [],
      isMain: false,
    }
    const product = members[0] ? thing([['hasVariant', members], ...Object.entries(group)]) : group
    return { product, isMain }
  })
}

/** The leaves of a product: one for each offer of each variant, at most `most`. */
export function leavesOf(product: Thing, resolve: Resolve, most = OFFERS): Leaf[] {
  const leaves: Leaf[] = []
  const variants = resolve(product['hasVariant'])
  const [general] = variants.length > 0 ? resolve(product['offers']) : []
  const group = variants.length > 0 ? product : undefined
  for (const item of variants.length > 0 ? variants : [product]) {
    for (const leaf of offersOf(item, group, general, resolve)) {
      leaves.push(leaf)
      if (leaves.length >= most) return leaves
    }
  }
  return leaves
}

const NOTHING = thing([])

function* offersOf(
  item: Thing,
  group: Thing | undefined,
  general: Thing | undefined,
  resolve: Resolve,
): Generator<Leaf> {
  const outers = resolve(item['offers'])
  let isOnly = outers.length < 2
  if (outers.length === 0) yield { offer: NOTHING, outer: undefined, general, item, group, isOnly }
  for (const one of outers) {
    const inner = resolve(one['offers'])
    isOnly &&= inner.length < 2
    for (const offer of inner.length > 0 ? inner : [one]) {
      const leaf = { offer, outer: offer === one ? undefined : one, general, isOnly }
      const [offered] = resolve(offer['itemOffered'])
      // Another item in the offer is a variant of the product that has the offer.
      if (offered && offered !== item) yield { ...leaf, item: offered, group: group ?? item }
      else yield { ...leaf, item, group }
    }
  }
}
