/** Sequenzy's dialect: what an upsert keeps, clears and replaces, and who is notified. */
import type { Mutant } from './mutant.ts'

const UPSERT = 'worker/dialects/sequenzy-products.test.ts › an upsert in Sequenzy’s dialect › '

export const SEQUENZY: Mutant[] = [
  {
    id: 'sequenzy-1',
    says: 'An upsert keeps what its null should clear.',
    file: 'worker/sequenzy-catalog/rules.ts',
    search: 'said === undefined ? before :',
    replace: 'said === undefined || said === null ? before :',
    test: `${UPSERT}keeps what it leaves out, and clears what is null`,
  },
  {
    id: 'sequenzy-2',
    says: 'A variant that is missing in a new list stays in stock.',
    file: 'worker/sequenzy-catalog/run.ts',
    search: '[...left.map(soldOut), ...current]',
    replace: 'current',
    test: `${UPSERT}replaces the whole list of variants: those that are missing are sold out and gone`,
  },
  {
    id: 'sequenzy-3',
    says: 'A variant stays in stock although its product is not.',
    file: 'worker/sequenzy-catalog/rules.ts',
    search: 'quantity: inStock ? quantityOf(variant) : 0',
    replace: 'quantity: quantityOf(variant)',
    test: `${UPSERT}sells out every variant of a product that is not in stock, and brings them back with it`,
  },
  {
    id: 'sequenzy-4',
    says: 'A new title undoes the stock that another system reported.',
    file: 'worker/sequenzy-catalog/run.ts',
    search: 'tellsStock(one, old) ?',
    replace: 'tellsStock(one, undefined) ?',
    test: `${UPSERT}that says nothing about the stock changes no level that another system wrote`,
  },
  {
    id: 'sequenzy-5',
    says: 'Whoever waits for the old sku of a variant is lost.',
    file: 'worker/sequenzy-catalog/rules.ts',
    search: 'const skus = old ?',
    replace: 'const skus = old?.title ?',
    test: `${UPSERT}serves a person who waits for the old sku of a variant whose sku has changed`,
  },
  {
    id: 'sequenzy-6',
    says: 'Whoever named no variant of a product with variants is lost.',
    file: 'worker/sequenzy-catalog/rules.ts',
    search: '(awaited && !skusOf(product).includes(productId))',
    replace: '(!awaited && !skusOf(product).includes(productId))',
    test: `${UPSERT}serves a person who named no variant of a product with variants as soon as one is in stock`,
  },
  {
    id: 'sequenzy-7',
    says: 'A key for stock alone signs people up.',
    file: 'worker/doors/dialects/sequenzy/routes.ts',
    search: 'BACK_IN_STOCK, backend(),',
    replace: "BACK_IN_STOCK, backend(['stock']),",
    test: 'worker/dialects/sequenzy.test.ts › a faulty request in Sequenzy’s dialect › is refused without the scope, and where the dialect is off',
  },
  {
    id: 'sequenzy-8',
    says: 'Whoever asked by an id before its sku was known is lost.',
    file: 'worker/sequenzy-catalog/rules.ts',
    search: 'if (isAwaited(variant.variantId))',
    replace: "if (isAwaited(''))",
    test: `${UPSERT}notifies those who asked before the product was known, and in a strict catalogue lets people ask`,
  },
  {
    id: 'sequenzy-9',
    says: 'A sku takes the place of the title that Sequenzy has.',
    file: 'worker/connectors/destinations/sequenzy/bodies.ts',
    search: 'product?.title === sku ? undefined : product?.title',
    replace: 'product?.title ?? sku',
    test: 'contract/destinations/sequenzy.test.ts › a request in Sequenzy’s own dialect › reaches Sequenzy as the caller sent it, with the titles that it had and no others',
  },
  {
    id: 'sequenzy-10',
    says: 'An event keeps its own name although the shop chose Sequenzy’s.',
    file: 'worker/connectors/destinations/webhook/names.ts',
    search: '(names && SEQUENZY[event]) ?? event',
    replace: '(names && event) ?? event',
    test: 'contract/destinations/webhook.test.ts › a webhook that takes Sequenzy’s names › gets the other events under their own names',
  },
]
