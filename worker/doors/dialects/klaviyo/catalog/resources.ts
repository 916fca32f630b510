/** Reads items and variants as Klaviyo's callers write them: single ones, and the entries of a job. */
import type { Change } from '../../../../klaviyo-catalog/rules.ts'
import type { NewItem, NewVariant } from '../../../../klaviyo-catalog/store.ts'
import { done, type Fault, failed, invalid, type Result } from '../../../../result.ts'
import {
  attributesOf,
  changeIn,
  fieldsIn,
  isObject,
  ITEM_FIELDS,
  member,
  NEW,
  UNKNOWN,
  VARIANT_FIELDS,
} from './attributes.ts'
import { externalIdIn } from './ids.ts'

/** The resource in a body; undefined if there is none. */
export const resourceIn = (body: unknown): unknown => member(body, 'data')

/** What is wrong with a resource's type. */
const typeFaults = (resource: unknown, type: string): Fault[] => {
  if (!isObject(resource)) {
    return [{ pointer: '', code: resource === undefined ? 'missing' : 'not_an_object' }]
  }
  const { type: named } = resource
  if (named === type) return []
  return [{ pointer: '/type', code: named === undefined ? 'missing' : 'choice_unknown' }]
}

/** Why a resource cannot be read: something in it, or it names an id that cannot exist. */
export type Unreadable = { faults: Fault[] } | { foreign: string }

/** The external id in the member `id` of a resource. `pointer`: of that member. */
function idIn(id: unknown, pointer: string): Result<string, Unreadable> {
  const faulty = (code: string) => failed<Unreadable>({ faults: [{ pointer, code }] })
  if (id === undefined || id === null) return faulty('missing')
  if (typeof id !== 'string') return faulty('not_text')
  const externalId = externalIdIn(id)
  if (typeof externalId === 'string') return done(externalId)
  return externalId.fault === 'foreign' ? failed({ foreign: pointer }) : faulty('id_malformed')
}

/** Reads an item that is to be created. */
export function newItem(resource: unknown): Result<NewItem, Unreadable> {
  const faults = typeFaults(resource, 'catalog-item')
  if (faults.length > 0) return failed({ faults })
  const needed = ['external_id', 'title', 'description', 'url']
  const attributes = attributesOf(resource, { ...ITEM_FIELDS, ...NEW }, needed)
  if (!attributes.ok) return failed({ faults: attributes.error })
  const { external_id: externalId } = attributes.value
  return done({ externalId: String(externalId), fields: fieldsIn(attributes.value) })
}

/** Reads a variant that is to be created. */
export function newVariant(resource: unknown): Result<NewVariant, Unreadable> {
  const faults = typeFaults(resource, 'catalog-variant')
  if (faults.length > 0) return failed({ faults })
  const needed = ['external_id', 'title', 'description', 'sku', 'url', ...UNKNOWN]
  const attributes = attributesOf(resource, { ...VARIANT_FIELDS, ...NEW }, needed)
  const item = member(member(member(resource, 'relationships'), 'item'), 'data')
  const itemId = idIn(member(item, 'id'), '/relationships/item/data/id')
  if (!attributes.ok) {
    const more = !itemId.ok && 'faults' in itemId.error ? itemId.error.faults : []
    return failed({ faults: [...attributes.error, ...more] })
  }
  if (!itemId.ok) return itemId
  const { external_id: externalId, sku } = attributes.value
  return done({
    externalId: String(externalId),
    sku: String(sku),
    itemId: itemId.value,
    fields: fieldsIn(attributes.value),
  })
}

/** A change as a caller wrote it. */
export interface ReadChange {
  externalId: string
  change: Change
  sku?: string
}

/** Reads a change of an item or a variant. Its id is optional where the path names one. */
export function changeOf(
  type: 'catalog-item' | 'catalog-variant',
  resource: unknown,
  inPath?: string,
): Result<ReadChange, Unreadable> {
  const faults = typeFaults(resource, type)
  if (faults.length > 0) return failed({ faults })
  const named = inPath !== undefined && (member(resource, 'id') ?? null) === null
  const externalId = named ? done(inPath) : idIn(member(resource, 'id'), '/id')
  const fields = type === 'catalog-item' ? ITEM_FIELDS : VARIANT_FIELDS
  const attributes = attributesOf(resource, fields, [])
  if (!externalId.ok) return externalId
  if (inPath !== undefined && externalId.value !== inPath) {
    return failed({ faults: [{ pointer: '/id', code: 'id_different' }] })
  }
  if (!attributes.ok) return failed({ faults: attributes.error })
  const { sku } = attributes.value
  return done({
    externalId: externalId.value,
    change: changeIn(attributes.value),
    ...(typeof sku === 'string' && { sku }),
  })
}

/** Reads the id of an item or a variant that is to be deleted. */
export function deletionOf(
  type: 'catalog-item' | 'catalog-variant',
  resource: unknown,
): Result<{ externalId: string }, Unreadable> {
  const faults = typeFaults(resource, type)
  if (faults.length > 0) return failed({ faults })
  const id = idIn(member(resource, 'id'), '/id')
  return id.ok ? done({ externalId: id.value }) : id
}

/** The entries of a job's body, of any shape; or what is wrong with the body. */
export function entriesOf(
  body: unknown,
  type: string,
  of: 'items' | 'variants',
  most: number,
): Result<unknown[]> {
  const data = member(body, 'data')
  const faults = typeFaults(data, type)
  if (faults.length > 0) {
    return failed(faults.map((fault) => ({ ...fault, pointer: `/data${fault.pointer}` })))
  }
  const entries = member(member(member(data, 'attributes'), of), 'data')
  const pointer = `/data/attributes/${of}/data`
  if (!Array.isArray(entries)) {
    return invalid([[pointer, entries === undefined ? 'missing' : 'not_a_list']])
  }
  if (entries.length === 0) return invalid([[pointer, 'empty']])
  return entries.length > most ? invalid([[pointer, 'too_many']]) : done(entries)
}
