/**
 * Whether a condition can ever be true: a shop whose condition never is would notify nobody. The
 * condition is expanded into alternatives, each a list of comparisons; at least one alternative
 * must be free of contradictions. The check may pass a condition that is never true (texts that
 * must contain many things), but it never fails one that can be true.
 */
import {
  compare,
  type Comparison,
  type Condition,
  kindOf,
  type Value,
} from '../../shared/condition.ts'
import { MOST_WANTED } from '../../shared/subscription.ts'

/** A comparison, or its negation. */
interface Literal extends Comparison {
  negated: boolean
}

// More alternatives than a person would write. A condition with more of them passes unchecked.
const MOST_ALTERNATIVES = 2000

/**
 * Whether the condition can be true. A match evaluates it only when `quantity` is above the shop's
 * `threshold`.
 */
export function canHold(condition: Condition, threshold: number): boolean {
  const alternatives = alternativesOf(condition, false)
  if (!alternatives) return true
  return alternatives.some((literals) => isPossible(literals, threshold))
}

/** The condition as alternatives (a disjunctive normal form); undefined if there are too many. */
function alternativesOf(condition: Condition, negated: boolean): Literal[][] | undefined {
  if ('not' in condition) return alternativesOf(condition.not, !negated)
  if (!('all' in condition) && !('any' in condition)) return [[{ ...condition, negated }]]
  const isAll = 'all' in condition
  const parts = (isAll ? condition.all : condition.any).map((one) => alternativesOf(one, negated))
  let joined: Literal[][] = isAll !== negated ? [[]] : []
  for (const part of parts) {
    if (!part) return undefined
    const size = isAll !== negated ? joined.length * part.length : joined.length + part.length
    if (size > MOST_ALTERNATIVES) return undefined
    joined =
      isAll !== negated
        ? joined.flatMap((before) => part.map((after) => [...before, ...after]))
        : [...joined, ...part]
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

/** Fields whose values are whole numbers. */
const WHOLE = ['quantity', 'wanted']

function isPossibleField(field: string, literals: Literal[]): boolean {
  const always = [...WHOLE, 'waitingHours', 'purchased', 'sku'].includes(field)
  const absent = (one: Literal) => (one.op === 'exists' ? one.value === one.negated : undefined)
  if (literals.some((one) => absent(one) === true)) {
    // One comparison needs the field to be absent, so all others must hold for an absent field.
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

/** Values to try: if any value meets all comparisons, one of these does. */
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
  // One text that contains every wanted part, and one that equals no text of the comparisons.
  const parts = literals.filter(({ op, negated }) => op === 'contains' && !negated)
  const together = parts.map(({ value }) => String(value)).join('\u0000')
  return [...whole, ...texts, together, `${together}\u0001`, true, false]
}

function isMet({ op, value, negated }: Literal, actual: Value | undefined): boolean {
  return compare(actual, { field: '', op, value }) !== negated
}
