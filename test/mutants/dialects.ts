/** Requests in the dialects of other systems, and what the engine does for them. */
import type { Mutant } from './mutant.ts'

const ASKS = 'worker/while-in-stock.test.ts › a person who asks while the variant is in stock ›'
const UPDATES = 'worker/while-in-stock.test.ts › a shop whose every update restocks ›'

export const DIALECTS: Mutant[] = [
  {
    id: 'D1',
    says: 'A person who asks while the variant is in stock is notified by the level that was there.',
    file: 'worker/restock/serves.ts',
    search: '`s.not_before <= ${since} AND ${isNamedBy',
    replace: '`true AND ${isNamedBy',
    test: `${ASKS} is accepted, and notified by the next restock, once`,
  },
  {
    id: 'D2',
    says: 'A person who asked while the variant was in stock cannot confirm that.',
    file: 'worker/confirmation/store.ts',
    search: ' AND s.not_before <= l.since',
    replace: '',
    test: `${ASKS} may confirm that, and waits then`,
  },
  {
    id: 'D3',
    says: 'A relay brings the platform the level again, although the person waits for the next one.',
    file: 'worker/delivery/record-sql.ts',
    search: 's.not_before > l.since)',
    replace: 'false)',
    test: 'worker/while-in-stock.test.ts › a relay of a person who asks while the variant is in stock › brings the platform no level again, which would notify the person at once',
  },
  {
    id: 'D4',
    says: 'An update ends the wait of people for whom the level is not.',
    file: 'worker/stock/store.ts',
    search: 'WHERE ${IS_NEWS} AND ${isNamedBy({',
    replace: 'WHERE ${IS_NEWS} OR ${isNamedBy({',
    test: `${UPDATES} notifies only those for whom the level is`,
  },
  {
    id: 'D5',
    says: 'An old level ends the wait of people.',
    file: 'worker/stock/store.ts',
    search: "> ?4 AND (l.sku IS NULL OR j.value ->> 'at' >= l.at))`",
    replace: '> ?4)`',
    test: `${UPDATES} ignores a level that is older than the stored one, and one at the threshold`,
  },
  {
    id: 'D6',
    says: 'Voyado’s dialect leaves the rule of the shop as it was.',
    file: 'worker/shop/rules.ts',
    search: "dialects.voyado ? 'every_update' : 'change'",
    replace: "'change'",
    test: `${UPDATES} is one that speaks Voyado’s dialect, unless its rules say otherwise`,
  },
  {
    id: 'D7',
    says: 'A page is believed with the words that a dialect declares.',
    file: 'worker/shop/dialects.ts',
    search: 'field: `${name}:${field}`',
    replace: 'field',
    test: 'worker/while-in-stock.test.ts › declared words › are believed of no page, which shows the words of the widget',
  },
  {
    id: 'D8',
    says: 'A shop may take the company id of another shop.',
    file: 'worker/shop/alias.ts',
    search: 'if (results.length > 0) return',
    replace: 'if (results.length > 99) return',
    test: 'worker/while-in-stock.test.ts › a company id of a shop › belongs to one shop of the Worker, until that gives it back',
  },
]
