/** Carries out bulk jobs: each reads its entries, and does one thing with those that can be read. */
import { createItems, deleteItems, updateItems } from '../../../../klaviyo-catalog/items.ts'
import type { JobError } from '../../../../klaviyo-catalog/jobs.ts'
import {
  type ChangeFault,
  type CreateFault,
  createVariants,
  deleteVariants,
  updateVariants,
} from '../../../../klaviyo-catalog/variants.ts'
import type { Result } from '../../../../result.ts'
import type { Shop } from '../../../../shop/shop.ts'
import type { KlaviyoError } from '../errors.ts'
import { outcomeError, unreadable } from './faults.ts'
import type { JobKind } from './render.ts'
import { changeOf, deletionOf, newItem, newVariant, type Unreadable } from './resources.ts'

/** What became of the entries of a job. */
export interface Carried {
  failed: number
  errors: JobError[]
  /** The external ids of those that were carried out. */
  ids: string[]
}

/** Carries out entries of any shape. `base`: the pointer of their list. */
type Carry = (
  env: Env,
  shop: Shop,
  entries: unknown[],
  base: string,
  now: number,
) => Promise<Carried>

const jobError = ({ code, title, detail, source }: KlaviyoError): JobError => ({
  code,
  title,
  detail,
  pointer: source && 'pointer' in source ? source.pointer : '/data',
})

const carrying =
  <Entry extends { externalId: string }>(
    read: (entry: unknown) => Result<Entry, Unreadable>,
    run: (
      env: Env,
      shop: Shop,
      entries: Entry[],
      now: number,
    ) => Promise<Result<unknown, CreateFault | ChangeFault>[]>,
  ): Carry =>
  async (env, shop, entries, base, now) => {
    const all = entries.map(read)
    const readable = all.flatMap((entry) => (entry.ok ? [entry.value] : []))
    const outcomes = (await run(env, shop, readable, now)).values()
    const carried: Carried = { failed: 0, errors: [], ids: [] }
    for (const [n, entry] of all.entries()) {
      const at = `${base}/${n}`
      const outcome = entry.ok ? outcomes.next().value : undefined
      if (entry.ok && outcome?.ok) {
        carried.ids.push(entry.value.externalId)
        continue
      }
      const faults = entry.ok
        ? [outcomeError(outcome?.ok === false ? outcome.error : 'unknown', at)]
        : unreadable(entry.error, at)
      carried.failed += 1
      carried.errors.push(...faults.map(jobError))
    }
    return carried
  }

const idsOf = (entries: { externalId: string }[]) => entries.map(({ externalId }) => externalId)

/** A kind of job, and what it does. */
export interface JobWork extends JobKind {
  carry: Carry
}

/** The six kinds of jobs. */
export const JOBS: readonly JobWork[] = [
  {
    type: 'catalog-item-bulk-create-job',
    of: 'items',
    carry: carrying(newItem, createItems),
  },
  {
    type: 'catalog-item-bulk-update-job',
    of: 'items',
    carry: carrying((entry) => changeOf('catalog-item', entry), updateItems),
  },
  {
    type: 'catalog-item-bulk-delete-job',
    of: 'items',
    carry: carrying(
      (entry) => deletionOf('catalog-item', entry),
      (env, shop, entries, now) => deleteItems(env, shop, idsOf(entries), now),
    ),
  },
  {
    type: 'catalog-variant-bulk-create-job',
    of: 'variants',
    carry: carrying(newVariant, createVariants),
  },
  {
    type: 'catalog-variant-bulk-update-job',
    of: 'variants',
    carry: carrying((entry) => changeOf('catalog-variant', entry), updateVariants),
  },
  {
    type: 'catalog-variant-bulk-delete-job',
    of: 'variants',
    carry: carrying(
      (entry) => deletionOf('catalog-variant', entry),
      (env, shop, entries, now) => deleteVariants(env, shop, idsOf(entries), now),
    ),
  },
]
