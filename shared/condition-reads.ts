/**
 * Which fields a condition reads, and at which values its comparisons change: a match looks at people
 * again only then. Pure.
 */
import type { Comparison, Condition } from './condition.ts'

/** All comparisons of a condition, in any depth. */
function comparisonsOf(condition: Condition): Comparison[] {
  if ('all' in condition) return condition.all.flatMap(comparisonsOf)
  if ('any' in condition) return condition.any.flatMap(comparisonsOf)
  return 'not' in condition ? comparisonsOf(condition.not) : [condition]
}

/** Whether a condition reads a field, or a field below it: `product` also stands for `product.price`. */
export const reads = (condition: Condition | undefined, field: string): boolean =>
  condition !== undefined &&
  comparisonsOf(condition).some((one) => one.field === field || one.field.startsWith(`${field}.`))

/** The numbers with which a condition compares a field. */
const comparedWith = (condition: Condition | undefined, field: string): [Comparison, number][] =>
  (condition ? comparisonsOf(condition) : [])
    .filter((one) => one.field === field)
    .flatMap((one) =>
      [one.value]
        .flat()
        .flatMap((value) => (typeof value === 'number' ? [[one, value] as const] : [])),
    )
    .map(([one, value]) => [one, value])

/**
 * The whole numbers at which the result of a comparison of `quantity` changes: it has one value below
 * such a number, and the other at it and above. `gte 10` changes at 10, `gt 10` at 11, `eq 10` at 10 and
 * at 11.
 */
export function quantityCuts(condition: Condition | undefined): number[] {
  const cuts = comparedWith(condition, 'quantity').flatMap(([{ op }, value]): number[] => {
    const [from, above] = [Math.ceil(value), Math.floor(value) + 1]
    switch (op) {
      case 'gte':
      case 'lt':
        return [from]
      case 'gt':
      case 'lte':
        return [above]
      default:
        return from === above ? [] : [from, above]
    }
  })
  return [...new Set(cuts)].toSorted((a, b) => a - b)
}

const HOUR_MS = 60 * 60 * 1000

/**
 * The ages of a subscription, in milliseconds, at which a comparison of `waitingHours` may change, in
 * order: the compared time itself, and the moment after it.
 */
export function waitingCuts(condition: Condition | undefined): number[] {
  const ages = comparedWith(condition, 'waitingHours').flatMap(([, hours]) => {
    const age = Math.ceil(hours * HOUR_MS)
    return [age, age + 1]
  })
  return [...new Set(ages)].toSorted((a, b) => a - b)
}
