/** The catalogue that a shop keeps over Klaviyo's Catalog API. */
import type { Mutant } from './mutant.ts'

const SHOP =
  'worker/dialects/klaviyo-catalog.test.ts › the catalogue of a shop in Klaviyo’s dialect ›'
const WORK = 'worker/dialects/klaviyo-catalog-work.test.ts › the work behind the catalogue ›'

export const KLAVIYO_CATALOG: Mutant[] = [
  {
    id: 'klaviyo-catalog-1',
    says: 'A variant whose creation ended half-way has no level, however often it is created.',
    file: 'worker/klaviyo-catalog/variants.ts',
    search: '  await receiveAgain(env, shop, receiver, repeated)\n',
    replace: '',
    test: `${WORK} may end at any step: a request that is repeated has its whole effect`,
  },
  {
    id: 'klaviyo-catalog-2',
    says: 'A variant that gets another sku stays in stock under the old one.',
    file: 'worker/klaviyo-catalog/variants.ts',
    search: '  await receiver.gone(moved)\n',
    replace: '',
    test: `${SHOP} moves to another sku, and leaves nothing of the old one behind`,
  },
  {
    id: 'klaviyo-catalog-3',
    says: 'A variant whose item is not published is in stock.',
    file: 'worker/klaviyo-catalog/rules.ts',
    search: 'fields.published === false || !item.published',
    replace: 'fields.published === false',
    test: `${SHOP} gives each variant a level by its quantity and by whether it is published`,
  },
  {
    id: 'klaviyo-catalog-4',
    says: 'A quantity that is not known is none.',
    file: 'worker/klaviyo-catalog/rules.ts',
    search:
      'if (fields.quantity === undefined) return undefined\n  const units = Math.min(Math.floor(fields.quantity)',
    replace: 'const units = Math.min(Math.floor(fields.quantity ?? 0)',
    test: `${SHOP} gives each variant a level by its quantity and by whether it is published`,
  },
  {
    id: 'klaviyo-catalog-5',
    says: 'A change of a price sets the level that another source has changed since.',
    file: 'worker/klaviyo-catalog/rules.ts',
    search: "const SOLD = ['quantity', 'published'] as const",
    replace: "const SOLD = ['quantity', 'published', 'price'] as const",
    test: `${SHOP} changes only what a change is about`,
  },
  {
    id: 'klaviyo-catalog-6',
    says: 'A quantity replaces the entry that the shop’s backend wrote.',
    file: 'worker/klaviyo-catalog/rules.ts',
    search: "const SHOWN = ['title',",
    replace: "const SHOWN = ['quantity', 'title',",
    test: `${SHOP} changes only what a change is about`,
  },
  {
    id: 'klaviyo-catalog-7',
    says: 'The variants of an item that is deleted stay in the catalogue.',
    file: 'worker/klaviyo-catalog/items.ts',
    search: '      await receiver.gone(variants.map(({ sku }) => sku))\n',
    replace: '',
    test: `${SHOP} is created, restocks a variant with a mail, and is deleted`,
  },
  {
    id: 'klaviyo-catalog-8',
    says: 'Each change of a job reads all variants of the shop.',
    file: 'worker/klaviyo-catalog/store.ts',
    search: 'WITH j AS MATERIALIZED (',
    replace: 'WITH j AS NOT MATERIALIZED (',
    test: `${WORK} costs few rows: a quantity, and a job of a hundred of which ten change`,
  },
  {
    id: 'klaviyo-catalog-9',
    says: 'The first faulty entry of a job counts as all that follow it.',
    file: 'worker/doors/dialects/klaviyo/catalog/carry.ts',
    search: 'const outcome = entry.ok ? outcomes.next().value : undefined',
    replace: 'const outcome = outcomes.next().value',
    test: 'worker/dialects/klaviyo-catalog.test.ts › a bulk job › carries out every entry that can be, and says what is wrong with the others',
  },
  {
    id: 'klaviyo-catalog-10',
    says: 'A page before another one begins with the first row of all.',
    file: 'worker/klaviyo-catalog/list.ts',
    search: 'const isDown = newestFirst !== isBack',
    replace: 'const isDown = newestFirst',
    test: 'worker/dialects/klaviyo-catalog-faults.test.ts › a list of the catalogue › is paged both ways, and rows that are added move none',
  },
]
