/** Reads products again one by one, because a product may have two thousand variants. */
import type { SourceFailure } from '../contract.ts'
import { type AdminAnswer, matters } from './admin.ts'
import { Variants, variantsWith } from './queries.ts'
import { noteFurtherVariants, OF_FIELD, type Reading, storeVariants } from './reading.ts'

type Outcome = { kind: 'done' } | SourceFailure

/** Reads products one by one. Gives the failure of the host, if it failed. */
export async function rereadProducts(
  reading: Reading,
  ids: readonly string[],
): Promise<SourceFailure | undefined> {
  for (const id of ids) {
    const outcome = await rereadProduct(reading, id)
    if (outcome.kind === 'done') reading.judge.answered({ key: id })
    const failure = outcome.kind === 'failed' && (await reading.judge.failed({ key: id }, outcome))
    if (failure) return failure
  }
  return undefined
}

/** Reads the variants of a product, page by page; one by one from where that fails. */
async function rereadProduct(reading: Reading, id: string): Promise<Outcome> {
  const asOf = Date.now()
  const found: unknown[] = []
  let currency: string | undefined
  let after: string | undefined
  let failure: SourceFailure | undefined
  const query = variantsWith(reading.options)
  do {
    const read = await reading.admin(query, { id, after: after ?? null }, Variants, 'partly')
    const page = wholePage(read)
    if (!page) {
      failure = await withoutPage(reading, id, after, read)
      break
    }
    found.push(...page.nodes)
    currency ??= page.currency
    after = page.after === after ? undefined : page.after
  } while (after !== undefined)
  await storeVariants(reading, found, currency, asOf)
  return failure ?? { kind: 'done' }
}

type ReadPage = AdminAnswer<typeof Variants>

/** A page of which Shopify has computed everything that matters, with its product in each variant. */
function wholePage(read: ReadPage) {
  if (read.kind === 'failed' || read.errors.some((one) => matters(read.value, one)))
    return undefined
  const { shop, product } = read.value
  if (!product) return undefined
  const { variants, ...rest } = product
  const nodes = variants.nodes.map((node) => withProduct(node, rest))
  return { nodes, currency: shop?.currencyCode, after: variants.pageInfo }
}

/** What is left to do where there is no whole page. */
async function withoutPage(
  reading: Reading,
  id: string,
  after: string | undefined,
  read: ReadPage,
): Promise<SourceFailure | undefined> {
  if (read.kind === 'failed' && !OF_FIELD.test(read.reason)) return read
  // Shopify no longer has the product.
  if (read.kind === 'read' && read.errors.length === 0) return undefined
  return noteFurtherVariants(reading, 'product', id, after)
}

const withProduct = (node: unknown, product: object): unknown =>
  typeof node === 'object' && node !== null ? { ...node, product } : node
