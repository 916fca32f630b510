/** Reads items and variants as Klaviyo's callers write them. */
import * as v from 'valibot'
import { line, Text, WebAddress } from '../../../../../shared/text.ts'
import type { Change, Fields } from '../../../../klaviyo-catalog/rules.ts'
import type { NewItem, NewVariant } from '../../../../klaviyo-catalog/store.ts'
import { Amount } from '../../../../lenient.ts'
import { KLAVIYO_ENTRY_CHARACTERS } from '../../../../limits.ts'
import { parse } from '../../../../parse.ts'
import { done, type Fault, failed, invalid, type Result } from '../../../../result.ts'
import { externalIdIn } from './ids.ts'

/** Klaviyo's name of each field. */
export const NAMES = {
  title: 'title',
  description: 'description',
  url: 'url',
  price: 'price',
  image: 'image_full_url',
  thumbnail: 'image_thumbnail_url',
  images: 'images',
  metadata: 'custom_metadata',
  published: 'published',
  policy: 'inventory_policy',
  quantity: 'inventory_quantity',
} as const satisfies Record<keyof Fields, string>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A number; some callers write it as text. */
const Figure = v.pipe(
  v.unknown(),
  v.check((input) => v.parse(Amount, input) !== undefined, 'number_invalid'),
  v.transform((input) => v.parse(Amount, input) ?? 0),
)

/** The shop's own data, as text. */
const Metadata = v.pipe(
  v.custom<object>((input) => isObject(input), 'not_an_object'),
  v.transform((input) => JSON.stringify(input)),
)

const Filled = v.pipe(
  Text,
  v.check((text) => text.trim() !== '', 'empty'),
)

/** Left out, or null. */
const orNull = <const S extends v.GenericSchema>(schema: S) => v.nullish(schema)

const ITEM_FIELDS = {
  title: orNull(Filled),
  description: orNull(Text),
  url: orNull(WebAddress),
  price: orNull(Figure),
  image_full_url: orNull(Text),
  image_thumbnail_url: orNull(Text),
  images: orNull(v.array(Text, 'not_a_list')),
  custom_metadata: orNull(Metadata),
  published: orNull(v.boolean('not_a_boolean')),
}

const VARIANT_FIELDS = {
  ...ITEM_FIELDS,
  sku: orNull(line(200)),
  inventory_policy: orNull(v.picklist([0, 1, 2], 'choice_unknown')),
  inventory_quantity: orNull(Figure),
}

const NEW = {
  external_id: v.optional(line(200)),
  integration_type: orNull(v.literal('$custom', 'choice_unknown')),
  catalog_type: orNull(v.literal('$default', 'choice_unknown')),
}

/** Fields that stay as they are if they are null: nothing can be without them. */
const KEPT = new Set<string>(['title', 'description', 'url'])

/** Fields that have to be there, but whose value need not be known. */
const UNKNOWN = new Set(['price', 'inventory_quantity'])

type Attributes = Record<string, unknown>

/** The member of an object; undefined of anything else. */
const member = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** The attributes of a resource, of a schema. The pointers of faults are from the resource on. */
function attributesOf(
  resource: unknown,
  fields: v.ObjectEntries,
  needed: readonly string[],
): Result<Attributes> {
  const attributes = member(resource, 'attributes')
  if (!isObject(attributes)) {
    const code = attributes === undefined ? 'missing' : 'not_an_object'
    return invalid([['/attributes', code]])
  }
  if (JSON.stringify(resource).length > KLAVIYO_ENTRY_CHARACTERS) {
    return invalid([['/attributes', 'too_long']])
  }
  const missing = needed.filter(
    (name) => attributes[name] === undefined || (attributes[name] === null && !UNKNOWN.has(name)),
  )
  const parsed = parse(v.object(fields), attributes)
  const faults = [
    ...missing.map((name): Fault => ({ pointer: `/attributes/${name}`, code: 'missing' })),
    ...(parsed.ok
      ? []
      : parsed.error.map((one) => ({ ...one, pointer: `/attributes${one.pointer}` }))),
  ]
  return parsed.ok && faults.length === 0 ? done(parsed.value) : failed(faults)
}

/** The fields in attributes: null where one is null. */
const changeIn = (attributes: Attributes): Change =>
  Object.fromEntries(
    Object.entries(NAMES).flatMap(([field, name]) => {
      const value = attributes[name]
      return value === undefined || (value === null && KEPT.has(name)) ? [] : [[field, value]]
    }),
  )

const fieldsIn = (attributes: Attributes): Fields =>
  Object.fromEntries(
    Object.entries(changeIn(attributes)).filter(([, value]) => value !== null),
  ) as Fields

/** The resource in a body; undefined if there is none. */
export const resourceIn = (body: unknown): unknown => member(body, 'data')

/** What is wrong with a resource's type. */
const typeFaults = (resource: unknown, type: string): [string, string][] => {
  if (!isObject(resource)) return [['', resource === undefined ? 'missing' : 'not_an_object']]
  if (resource['type'] === type) return []
  return [['/type', resource['type'] === undefined ? 'missing' : 'choice_unknown']]
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
  const wrong = typeFaults(resource, 'catalog-item')
  if (wrong.length > 0) return failed({ faults: invalid(wrong).error })
  const needed = ['external_id', 'title', 'description', 'url']
  const attributes = attributesOf(resource, { ...ITEM_FIELDS, ...NEW }, needed)
  if (!attributes.ok) return failed({ faults: attributes.error })
  const { external_id: externalId } = attributes.value
  return done({ externalId: String(externalId), fields: fieldsIn(attributes.value) })
}

/** Reads a variant that is to be created. */
export function newVariant(resource: unknown): Result<NewVariant, Unreadable> {
  const wrong = typeFaults(resource, 'catalog-variant')
  if (wrong.length > 0) return failed({ faults: invalid(wrong).error })
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
  const wrong = typeFaults(resource, type)
  if (wrong.length > 0) return failed({ faults: invalid(wrong).error })
  const named = inPath !== undefined && (member(resource, 'id') ?? null) === null
  const externalId = named ? done(inPath) : idIn(member(resource, 'id'), '/id')
  const fields = type === 'catalog-item' ? ITEM_FIELDS : VARIANT_FIELDS
  const attributes = attributesOf(resource, fields, [])
  if (!externalId.ok) return externalId
  if (inPath !== undefined && externalId.value !== inPath) {
    return failed({ faults: invalid([['/id', 'id_different']]).error })
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
  const wrong = typeFaults(resource, type)
  if (wrong.length > 0) return failed({ faults: invalid(wrong).error })
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
  const wrong = typeFaults(data, type)
  if (wrong.length > 0) return invalid(wrong.map(([pointer, code]) => [`/data${pointer}`, code]))
  const entries = member(member(member(data, 'attributes'), of), 'data')
  const pointer = `/data/attributes/${of}/data`
  if (!Array.isArray(entries)) {
    return invalid([[pointer, entries === undefined ? 'missing' : 'not_a_list']])
  }
  if (entries.length === 0) return invalid([[pointer, 'empty']])
  return entries.length > most ? invalid([[pointer, 'too_many']]) : done(entries)
}
