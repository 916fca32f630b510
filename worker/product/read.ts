/** Reads from D1 what the catalogue says about a product, for the shop's rules. */
import type { ProductFacts, ProductRules, RuleField } from '../shop/product-rules.ts'
import { readsFacts, rulesFor } from '../shop/product-rules.ts'
import type { Shop } from '../shop/shop.ts'
import { judgedEntrySql } from './entry.ts'

// What a match needs. Whether a person is offered the product depends on the person's locale.
const MATCHED: RuleField[] = ['threshold', 'pace', 'approval']

/**
 * What counts when a level of this locale (empty: all) serves people. It reads the catalogue only where a
 * rule needs more than the sku.
 */
export async function rulesOf(
  db: D1Database,
  shop: Pick<Shop, 'id' | 'settings'>,
  sku: string,
  locale: string,
): Promise<Omit<ProductRules, 'offer'>> {
  const needs = readsFacts(shop.settings.rules, MATCHED)
  const facts = needs ? await factsOf(db, shop, sku, locale) : undefined
  return rulesFor(shop.settings, sku, facts)
}

/** The catalogue entry by which a variant is judged in a locale; undefined if there is none. */
export async function factsOf<T extends ProductFacts = ProductFacts>(
  db: D1Database,
  { id, settings }: Pick<Shop, 'id' | 'settings'>,
  sku: string,
  locale: string,
): Promise<T | undefined> {
  const entry = judgedEntrySql({ shop: '?1', sku: '?2', locale: '?3' }, '?4')
  const row = await db
    .prepare(`SELECT ${entry} AS data, ?1 AS shop_id`)
    .bind(id, sku, locale, settings.defaultLocale)
    .first<{ data: string | null }>()
  return row?.data ? (JSON.parse(row.data) as T) : undefined
}
