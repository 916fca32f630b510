/** The attributes of items and variants, as Klaviyo's callers write them. */
import * as v from 'valibot'
import { line, Text, WebAddress } from '../../../../../shared/text.ts'
import type { Change, Fields } from '../../../../klaviyo-catalog/rules.ts'
import { Amount } from '../../../../lenient.ts'
import { KLAVIYO_ENTRY_CHARACTERS } from '../../../../limits.ts'
import { parse } from '../../../../parse.ts'
import { done, type Fault, failed, invalid, type Result } from '../../../../result.ts'

/** Klaviyo's name of each field. */
const NAMES = {
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

/** Whether a value is an object of JSON, and no list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
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

/** The attributes of an item that may change. */
export const ITEM_FIELDS = {
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

/** … and of a variant. */
export const VARIANT_FIELDS = {
  ...ITEM_FIELDS,
  sku: orNull(line(200)),
  inventory_policy: orNull(v.picklist([0, 1, 2], 'choice_unknown')),
  inventory_quantity: orNull(Figure),
}

/** Further attributes of what is to be created. */
export const NEW = {
  external_id: orNull(line(200)),
  integration_type: orNull(v.literal('$custom', 'choice_unknown')),
  catalog_type: orNull(v.literal('$default', 'choice_unknown')),
}

/** Required fields: null does not clear them. */
const KEPT = new Set<string>(['title', 'description', 'url'])

/** Fields that have to be there, and may be null. */
export const UNKNOWN = new Set(['price', 'inventory_quantity'])

/** Attributes that fit a schema, by Klaviyo's names. */
type Attributes = Record<string, unknown>

/** A member of an object; undefined if the value is no object. */
export const member = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** The attributes of a resource, read by a schema. The pointers of faults begin at the resource. */
export function attributesOf(
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
export const changeIn = (attributes: Attributes): Change =>
  Object.fromEntries(
    Object.entries(NAMES).flatMap(([field, name]) => {
      const value = attributes[name]
      return value === undefined || (value === null && KEPT.has(name)) ? [] : [[field, value]]
    }),
  )

/** The fields in attributes that have a value. */
export const fieldsIn = (attributes: Attributes): Fields =>
  Object.fromEntries(
    Object.entries(changeIn(attributes)).filter(([, value]) => value !== null),
  ) as Fields
