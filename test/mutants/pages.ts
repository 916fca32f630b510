/** What is read from a product page. The corpus in test/fixtures/pages has a page for each. */
import type { Mutant } from './mutant.ts'

const test = 'unit/corpus.test.ts › the Worker reads each page of the corpus as the widget does'

export const PAGES: Mutant[] = [
  {
    id: 'corpus-1',
    says: 'A comma too many in a page’s data loses the product.',
    file: 'shared/page/json.ts',
    search: "if (first === ',' && (comma >= 0 ||",
    replace: "if (first === '' && (comma >= 0 ||",
    test,
  },
  {
    id: 'corpus-2',
    says: 'The first product of a category counts as the page’s own.',
    file: 'shared/page/own.ts',
    search: "const address = wordIn(value) ?? ''",
    replace: "const address = typeof value === 'string' ? value : ''",
    test,
  },
  {
    id: 'corpus-3',
    says: 'The sale price of the cheapest variant is mailed for all.',
    file: 'shared/page/money.ts',
    search: 'const specs = (isSame ? [offer, outer]',
    replace: 'const specs = (range ? [offer, outer]',
    test,
  },
  {
    id: 'corpus-4',
    says: 'A price of 1.299 is mailed as 1.30.',
    file: 'shared/page/price.ts',
    search: "if (typeof value === 'number' && !isUnclear)",
    replace: "if (typeof value === 'number' || isUnclear)",
    test,
  },
  {
    id: 'corpus-5',
    says: 'The link to a variation loses the attributes that choose it.',
    file: 'shared/page/address.ts',
    search: '(ATTRIBUTE.test(pair) || (',
    replace: '(ATTRIBUTE.test(pair) && false || (',
    test,
  },
  {
    id: 'corpus-6',
    says: 'What a page keeps in a template is read as the page’s own.',
    file: 'worker/connectors/sources/page/collect.ts',
    search: 'templates += 1',
    replace: 'templates += 0',
    test,
  },
  {
    id: 'corpus-7',
    says: 'A combination has the picture of another one.',
    file: 'shared/page/variants.ts',
    search: 'return (isOnly ? [item, offer, group] : [offer, item, group])',
    replace: 'return (isOnly ? [item, offer, group] : [item, offer, group])',
    test,
  },
  {
    id: 'ordinary-1',
    says: 'The first of several products is shown before anybody knows which one is the page’s own.',
    file: 'shared/page/ordinary.ts',
    search: 'if (!listed || other) return undefined',
    replace: 'if (!listed) return undefined',
    test: 'unit/corpus.test.ts › the Worker reads each page of the corpus as the widget does › reads an ordinary page with a small part of the reader, and with the same answer',
  },
]
