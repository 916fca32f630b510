/**
 * Parses the items of a list one by one, so that one of an unknown shape does not spoil the others.
 */
import * as v from 'valibot'
import type { ItemFaults } from './item-faults.ts'

/**
 * The items that fit the schema. The others are noted as `item_unreadable`. `nameOf` reads the name
 * of an item of any shape.
 */
export function readableItems<T>(
  schema: v.GenericSchema<unknown, T>,
  items: readonly unknown[],
  faults: ItemFaults,
  nameOf: (item: unknown) => string,
): T[] {
  return items.flatMap((item) => {
    const parsed = v.safeParse(schema, item, { abortEarly: true })
    if (parsed.success) return [parsed.output]
    faults.note(nameOf(item), 'item_unreadable')
    return []
  })
}

const Named = v.object({ id: v.union([v.number(), v.string()]) })

/** `product 7`: the id of an item, if it has one. */
export const namedById =
  (what: string) =>
  (item: unknown): string => {
    const named = v.safeParse(Named, item)
    return named.success ? `${what} ${String(named.output.id).slice(0, 100)}` : what
  }
