/**
 * A shop's conditions decide which waiting people a restock notifies: a tree of `all`, `any` and
 * `not` over comparisons. This file holds its shape and its meaning.
 */
import * as v from 'valibot'
import { DataName } from './data.ts'
import { localeIn, norwegianAsBokmal } from './locale.ts'
import { line, listOf, strictObject, Text } from './text.ts'

const OPS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'contains', 'exists'] as const
export type Op = (typeof OPS)[number]

export type Value = string | number | boolean

export interface Comparison {
  field: string
  op: Op
  value?: Value | Value[] | undefined
}

export type Condition =
  | Comparison
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

/** The values that comparisons read. A field that is not there is undefined. */
export interface Facts {
  /** Of the subscription. */
  locale?: string
  externalId?: string
  sku: string
  /** Of the stock level. */
  quantity: number
  /** Hours since the person subscribed. */
  waitingHours: number
  /** Whether the person bought the sku after subscribing. */
  purchased: boolean
  /** How many units the person would buy. */
  wanted: number
  /** Anything that the catalogue or the page says about the product. */
  product: Record<string, unknown>
  /** What the page with the form said of its own. */
  data: Record<string, unknown>
  /** What the shop's backend says about the person. */
  contact: Record<string, unknown>
}

type Kind = 'number' | 'text' | 'boolean' | 'any'

const FIELDS: Record<string, Kind> = {
  locale: 'text',
  externalId: 'text',
  sku: 'text',
  quantity: 'number',
  waitingHours: 'number',
  purchased: 'boolean',
  wanted: 'number',
}

/** What a field holds; undefined for a field that does not exist. */
export const kindOf = (field: string): Kind | undefined =>
  Object.hasOwn(FIELDS, field)
    ? FIELDS[field]
    : /^(product|contact)\.[\w-]+(\.[\w-]+){0,4}$/.test(field)
      ? 'any'
      : field.startsWith('data.') && v.is(DataName, field.slice('data.'.length))
        ? 'text'
        : undefined

const Scalar = v.union([v.pipe(Text, v.maxLength(200)), v.number(), v.boolean()], 'value_invalid')

const Comparison = v.pipe(
  strictObject({
    field: line(100),
    op: v.picklist(OPS, 'choice_unknown'),
    value: v.optional(
      v.union([Scalar, v.pipe(v.array(Scalar), v.minLength(1), v.maxLength(100))], 'value_invalid'),
    ),
  }),
  v.forward(
    v.check(({ field }) => kindOf(field) !== undefined, 'field_unknown'),
    ['field'],
  ),
  v.forward(
    v.check(({ field, op, value }) => fits(kindOf(field) ?? 'any', op, value), 'value_invalid'),
    ['value'],
  ),
  v.transform((one) =>
    one.field === 'locale' && one.value !== undefined ? { ...one, value: asStored(one) } : one,
  ),
)

/** What a comparison with a locale has to compare with, in the spelling of stored locales. */
function asStored({ op, value }: Comparison): Value | Value[] | undefined {
  const spell = (text: Value) => {
    if (typeof text !== 'string') return text
    // Any part of a tag may be looked for: `SE`, for example, which would be a language.
    return op === 'contains' ? norwegianAsBokmal(text) : (localeIn(text) ?? text)
  }
  return Array.isArray(value) ? value.map(spell) : value === undefined ? value : spell(value)
}

/** Whether an operator can be used on a kind of field with a value. */
function fits(kind: Kind, op: Op, value: Comparison['value']): boolean {
  if (op === 'exists') return typeof value === 'boolean'
  if (op === 'in') return Array.isArray(value) && value.every((one) => isOf(kind, one))
  if (value === undefined || Array.isArray(value)) return false
  if (op === 'contains') return typeof value === 'string' && (kind === 'text' || kind === 'any')
  if (op !== 'eq' && op !== 'ne')
    return typeof value === 'number' && (kind === 'number' || kind === 'any')
  return isOf(kind, value)
}

const isOf = (kind: Kind, value: Value) =>
  kind === 'any' || typeof value === (kind === 'text' ? 'string' : kind)

const Several = listOf(
  v.lazy(() => Part),
  20,
)

/** A part of a condition. Its key says which of the four kinds it is. */
const Part: v.GenericSchema<unknown, Condition> = v.lazy((input) => {
  if (typeof input === 'object' && input !== null) {
    if ('all' in input) return strictObject({ all: Several })
    if ('any' in input) return strictObject({ any: Several })
    if ('not' in input) return strictObject({ not: v.lazy(() => Part) })
  }
  return Comparison
})

/** How deep conditions may nest. Nobody could read deeper ones. */
export const CONDITION_DEPTH = 12
/** How many comparisons a condition may have. Each is made for everybody who waits. */
export const CONDITION_COMPARISONS = 200

/** The fault of a condition that is too large. Does not read deeper than a condition may be. */
function sizeFault(input: unknown): 'too_deep' | 'too_many' | undefined {
  let comparisons = 0
  let parts = [input]
  for (let depth = 0; parts.length > 0; depth += 1) {
    if (depth > CONDITION_DEPTH) return 'too_deep'
    comparisons += parts.length
    if (comparisons > CONDITION_COMPARISONS) return 'too_many'
    const joined = parts.map(partsOf)
    comparisons -= joined.filter((some) => some.length > 0).length
    parts = joined.flat()
  }
  return undefined
}

function partsOf(input: unknown): unknown[] {
  if (typeof input !== 'object' || input === null) return []
  const { all, any, not } = input as Record<string, unknown>
  const lists = [all, any].flatMap((list): unknown[] => (Array.isArray(list) ? list : []))
  return not === undefined ? lists : [...lists, not]
}

/** A condition, at most `CONDITION_DEPTH` deep and with at most `CONDITION_COMPARISONS`. */
export const Condition: v.GenericSchema<unknown, Condition> = v.pipe(
  v.unknown(),
  v.check((input) => sizeFault(input) !== 'too_deep', 'too_deep'),
  v.check((input) => sizeFault(input) !== 'too_many', 'too_many'),
  Part,
)

/** Whether a condition is true. A comparison with a missing field is false, except `ne`. */
export function holds(condition: Condition, facts: Facts): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, facts))
  if ('any' in condition) return condition.any.some((one) => holds(one, facts))
  if ('not' in condition) return !holds(condition.not, facts)
  return compare(valueOf(condition.field, facts), condition)
}

function valueOf(field: string, facts: Facts): unknown {
  let value: unknown = facts
  for (const key of field.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value ?? undefined
}

/** Whether a value meets a comparison. The comparison's field is not read. */
export function compare(actual: unknown, { op, value }: Comparison): boolean {
  switch (op) {
    case 'exists':
      return (actual !== undefined) === value
    case 'eq':
      return actual === value
    case 'ne':
      return actual !== value
    case 'in':
      return Array.isArray(value) && value.includes(actual as Value)
    case 'contains':
      return Array.isArray(actual)
        ? actual.includes(value)
        : typeof actual === 'string' && actual.includes(String(value))
    default:
      return typeof actual === 'number' && typeof value === 'number' && inOrder(actual, op, value)
  }
}

function inOrder(actual: number, op: 'gt' | 'gte' | 'lt' | 'lte', value: number): boolean {
  switch (op) {
    case 'gt':
      return actual > value
    case 'gte':
      return actual >= value
    case 'lt':
      return actual < value
    case 'lte':
      return actual <= value
  }
}
