/**
 * Reads products with their variations, and stores their levels and entries. If a product makes the
 * shop's server fail, every list with it fails: then each product is read by itself. If its variations
 * cannot be read, only that product is lost.
 */
import type { Sink, SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { judgeOf, mayBeOneItem, readTogether } from '../judge.ts'
import { hiddenFacts, productEntries } from './entries.ts'
import type { WooCommerceOptions } from './options.ts'
import { mayHaveVariations, type Product, productLevels, type Variations } from './product.ts'
import type { Params, Rest } from './rest.ts'

/** The result of reading one page. */
export interface Page {
  kind: 'read'
  items: number
  unreadable: number
  /** Whether another page may follow. */
  full: boolean
  /** There was no time left, and some variations of the page were not read. */
  isLate: boolean
  /** The ids of its products. */
  ids: string[]
}

/** Reads products, and stores what is known of them. */
export interface Products {
  /** One page of a list. After `end` (milliseconds since 1970) it may leave out variations. */
  page(params: Params, sink: Sink, end: number): Promise<Page | SourceFailure>
  /** At most `ITEMS_PER_PAGE` products by their ids. Those that no longer exist are skipped. */
  byId(ids: readonly string[], sink: Sink): Promise<Page | SourceFailure>
  /** Like `byId`, for ids that may also be those of variations, or of products in the bin. */
  named(ids: readonly string[], sink: Sink): Promise<SourceFailure | undefined>
}

const EMPTY: Page = {
  kind: 'read',
  items: 0,
  unreadable: 0,
  full: false,
  isLate: false,
  ids: [],
}

/** The products of an API. */
export function openProducts(
  rest: Rest,
  options: WooCommerceOptions,
  faults: ItemFaults,
): Products {
  const judge = judgeOf(faults, () => rest.isUp())

  async function store(
    some: readonly { product: Product; variations?: Variations }[],
    sink: Sink,
    asOf: number,
  ): Promise<void> {
    const levels = some.flatMap(({ product, variations }) => {
      const read = productLevels(product, variations, options)
      if (read.isUnknown) faults.note(`product ${product.id}`, 'level_unknown')
      return read.levels
    })
    await sink.entries(
      some.flatMap(({ product, variations }) =>
        productEntries(product, variations?.list ?? [], options),
      ),
    )
    await sink.facts(
      some.flatMap(({ product, variations }) =>
        hiddenFacts(product, variations?.list ?? [], options),
      ),
    )
    await sink.levels(levels, asOf)
  }

  /** Reads the variations of products, and stores all. Returns a failure if it is the host's. */
  async function complete(
    products: readonly Product[],
    sink: Sink,
    asOf: number,
    end = Infinity,
  ): Promise<{ kind: 'read'; unreadable: number; isLate: boolean } | SourceFailure> {
    const alone = products.filter((product) => !mayHaveVariations(product))
    await store(
      alone.map((product) => ({ product })),
      sink,
      asOf,
    )
    let unreadable = 0
    let hasFailed = false
    for (const product of products.filter(mayHaveVariations)) {
      const item = { key: `variations ${product.id}`, name: `product ${product.id}` }
      if (faults.isPutOff(item.key)) continue
      // The next run repeats the page, without the products that failed in this one.
      if (hasFailed && Date.now() > end) {
        return (await judge.finish()) ?? { kind: 'read', unreadable, isLate: true }
      }
      const variationsAsOf = Date.now()
      const variations = await rest.variations(product.id)
      if (variations.kind === 'failed') {
        hasFailed = true
        const failure = await judge.failed(item, variations)
        if (failure) return failure
        continue
      }
      judge.answered(item)
      unreadable += variations.unreadable
      await store([{ product, variations }], sink, variationsAsOf)
    }
    return (await judge.finish()) ?? { kind: 'read', unreadable, isLate: false }
  }

  async function readPage(params: Params, sink: Sink, end?: number): Promise<Page | SourceFailure> {
    const asOf = Date.now()
    const read = await rest.products(params)
    if (read.kind === 'failed') return read
    const { items, full, ids } = read
    const stored = await complete(read.list, sink, asOf, end)
    if (stored.kind === 'failed') return stored
    const unreadable = items - read.list.length + stored.unreadable
    return { kind: 'read', items, unreadable, full, isLate: stored.isLate, ids }
  }

  async function byId(ids: readonly string[], sink: Sink): Promise<Page | SourceFailure> {
    const sum = { ...EMPTY, ids: [...EMPTY.ids] }
    const failure = await readTogether(
      judge,
      ids,
      (id) => ({ key: id, name: `product ${id}` }),
      async (some) => {
        if (some.length === 0) return undefined
        const read = await readPage({ include: some.join(',') }, sink)
        if (read.kind === 'failed') return read
        sum.items += read.items
        sum.unreadable += read.unreadable
        sum.ids.push(...read.ids)
        return undefined
      },
    )
    return failure ?? sum
  }

  return {
    byId,

    async named(ids, sink) {
      const read = await byId(ids, sink)
      if (read.kind === 'failed') return read
      const parents = new Set<string>()
      for (const id of ids.filter((one) => !read.ids.includes(one) && !faults.of(one))) {
        const asOf = Date.now()
        const single = await rest.single(id)
        if (single === undefined) continue
        if (single.kind === 'failed') {
          const failure = await judge.failed({ key: id, name: `product ${id}` }, single)
          if (failure) return failure
        } else if (single.kind === 'variation') {
          if (!read.ids.includes(single.parent)) parents.add(single.parent)
        } else {
          const stored = await complete([single.product], sink, asOf)
          if (stored.kind === 'failed') return stored
        }
      }
      const others = await byId([...parents], sink)
      return others.kind === 'failed' ? others : judge.finish()
    },

    async page(params, sink, end) {
      const read = await readPage(params, sink, end)
      if (read.kind === 'read' || !mayBeOneItem(read)) return read
      // A host that sends endless answers gets no further request.
      if (read.reason === 'answer_too_long') return read
      const there = await rest.ids(params)
      if (there.kind === 'failed') return read
      const single = await byId(
        there.ids.filter((id) => !faults.isPutOff(id)),
        sink,
      )
      return single.kind === 'failed' ? single : { ...single, full: there.full }
    },
  }
}
