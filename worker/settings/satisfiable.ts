/**
 * Whether a condition can ever hold, so that a shop is not left with an alert that tells nobody.
 * The condition is taken apart into alternatives of plain comparisons; one of them must be free of
 * contradictions. It may call a hopeless condition possible (texts that must contain many things),
 * and never a possible one hopeless.
 */
import {
  compare,
  type Comparison,
  type Condition,
  kindOf,
  type Value,
} from '../../shared/condition.ts'
import { MOST_WANTED } from '../../shared/subscription.ts'

/** A comparison, or its opposite. */
interface Literal extends Comparison {
  negated: boolean
}

// More alternatives than a person writes; past that, the benefit of the doubt.
const MOST_ALTERNATIVES = 2000

/** `quantity` is known to be a whole number above the shop's threshold when conditions are asked. */
export function canHold(condition: Condition, threshold: number): boolean {
  const alternatives = alternativesOf(condition, false)
  if (!alternatives) return true
  return alternatives.some((literals) => isPossible(literals, threshold))
}

function alternativesOf(condition: Condition, negated: boolean): Literal[][] | undefined {
  if ('not' in condition) return alternativesOf(condition.not, !negated)
  if (!('all' in condition) && !('any' in condition)) return [[{ ...condition, negated }]]
  const isAll = 'all' in condition
  const parts = (isAll ? condition.all : condition.any).map((one) => alternativesOf(one, negated))
  let joined: Literal[][] = isAll !== negated ? [[]] : []
  for (const part of parts) {
    if (!part) return undefined
    joined =
      isAll !== negated
        ? joined.flatMap((before) => part.map((after) => [...before, ...after]))
        : [...joined, ...part]
    if (joined.length > MOST_ALTERNATIVES) return undefined
  }
  return joined
}

function isPossible(literals: Literal[], threshold: number): boolean {
  const fields = Map.groupBy(literals, ({ field }) => field)
  return [...fields].every(([field, some]) => {
    if (field === 'quantity') some.push(known('quantity', 'gt', threshold))
    if (field === 'waitingHours') some.push(known('waitingHours', 'gte', 0))
    if (field === 'wanted')
      some.push(known('wanted', 'gte', 1), known('wanted', 'lte', MOST_WANTED))
    return isPossibleField(field, some)
  })
}

const known = (field: string, op: 'gt' | 'gte' | 'lte', value: number): Literal => ({
  field,
  op,
  value,
  negated: false,
})

/** The fields that hold whole numbers. */
const WHOLE = ['quantity', 'wanted']

function isPossibleField(field: string, literals: Literal[]): boolean {
  const always = [...WHOLE, 'waitingHours', 'purchased', 'sku'].includes(field)
  const absent = (one: Literal) => (one.op === 'exists' ? one.value === one.negated : undefined)
  if (literals.some((one) => absent(one) === true)) {
    // Not there: then nothing may be demanded of it.
    return (
      !always &&
      literals.every(
        (one) => absent(one) === true || (absent(one) === undefined && isMet(one, undefined)),
      )
    )
  }
  const candidates = candidatesOf(field, literals)
  const tried = candidates.some((value) => literals.every((one) => isMet(one, value)))
  return tried || (!always && literals.every((one) => isMet(one, undefined)))
}

/** Values of which one meets all comparisons, if any value does. */
function candidatesOf(field: string, literals: Literal[]): Value[] {
  const named = literals.flatMap(({ value }) =>
    Array.isArray(value) ? value : value === undefined ? [] : [value],
  )
  if (kindOf(field) === 'boolean') return [true, false]
  const numbers = named.filter((value) => typeof value === 'number')
  const isWhole = WHOLE.includes(field)
  const near = isWhole ? [-1, 0, 1] : [-0.5, 0, 0.5]
  const around = numbers.flatMap((value) => near.map((step) => value + step))
  const whole = isWhole ? around.flatMap((n) => [Math.floor(n), Math.ceil(n)]) : around
  const texts = named.filter((value) => typeof value === 'string')
  // One text that holds every part, and one that is like none of those named.
  const parts = literals.filter(({ op, negated }) => op === 'contains' && !negated)
  const together = parts.map(({ value }) => String(value)).join('\u0000')
  return [...whole, ...texts, together, `${together}\u0001`, true, false]
}

function isMet({ op, value, negated }: Literal, actual: Value | undefined): boolean {
  return compare(actual, { field: '', op, value }) !== negated
}
