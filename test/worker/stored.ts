/** Looks for rows that no door may store, whatever is sent. */
import * as v from 'valibot'
import { normalizeEmail } from '../../shared/email.ts'
import { Data } from '../../shared/data.ts'
import { Product } from '../../shared/product.ts'
import { ExternalId, Locale, Sku } from '../../shared/text.ts'
import { openAddresses, readAddresses } from '../../worker/address/sealed.ts'
import { openVault } from '../../worker/vault.ts'
import { table, type TestShop, world } from './harness.ts'

/** What is stored and may not be: the faults, in words. */
export async function faultsInStore(shop: TestShop): Promise<string[]> {
  const faults: string[] = []
  const is = (schema: v.GenericSchema, value: unknown) => v.is(schema, value)
  const vault = await openVault(world.env, shop)
  for (const row of await table<Record<string, string & number>>('subscription')) {
    const {
      id,
      sku = '',
      locale = '',
      external_id: ext = '',
      product,
      wanted,
      channels,
      data,
    } = row
    if (!is(Sku, sku)) faults.push(`subscription ${id}: sku`)
    if (locale !== '' && v.safeParse(Locale, locale).output !== locale) faults.push(`${id}: locale`)
    if (ext !== '' && !is(ExternalId, ext)) faults.push(`${id}: externalId`)
    if (product && !is(Product, JSON.parse(product))) faults.push(`${id}: product`)
    if (data && !is(Data, JSON.parse(data))) faults.push(`${id}: data`)
    if (!(Number(wanted) >= 1 && Number(wanted) <= 100)) faults.push(`${id}: wanted`)
    if (!(Number(channels) > 0 && Number(channels) < 16)) faults.push(`${id}: channels`)
    if (row['shop_id'] !== shop.id) continue
    const opened = await openAddresses(
      vault,
      row['contact_id'] ?? '',
      readAddresses(row['addresses'] ?? null),
    )
    const { email, sms } = opened
    if (email !== undefined && normalizeEmail(email) !== email) faults.push(`${id}: email`)
    if (sms !== undefined && !/^\+[1-9]\d{5,14}$/.test(sms)) faults.push(`${id}: number`)
  }
  for (const { sku, quantity } of await table<{ sku: string; quantity: number }>('stock_level')) {
    if (!is(Sku, sku) || !Number.isSafeInteger(quantity)) faults.push('a level')
  }
  for (const { sku, data } of await table<{ sku: string; data: string }>('product')) {
    if (!is(Sku, sku) || !is(Product, JSON.parse(data))) faults.push('a product')
  }
  return faults
}
