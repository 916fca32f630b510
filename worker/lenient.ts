/**
 * Schemas for data of other systems. A vendor's plugin, a theme or an upgrade may write any field in another
 * type, so a connector is strict only about the fields that decide: the identity, the quantity, the
 * signature. Every other field is left out if it cannot be read.
 *
 * Except `WordOrNone`, `NeededList` and `needed`, all schemas here take any input, a missing key too, and
 * give `undefined` if they cannot read it (`List`, `ListOrOne` and `each` an empty list).
 * `""`, `null`, `0` and `false` mean nothing where a text is expected: PHP writes all of them.
 * Use `needed` for a field that decides.
 *
 * @example
 * ```ts
 * const Variation = v.object({ id: needed(Id), sku: Word, price: Amount, image: orNothing(Image) })
 * ```
 * `v.object` of valibot accepts a list, too: give at least one `needed` field to an object in `orNothing`.
 */
import * as v from 'valibot'

const reading = <T>(read: (input: unknown) => T | undefined) =>
  v.pipe(
    v.optional(v.unknown(), () => null),
    v.transform(read),
  )

const isExact = (input: number): boolean => !Number.isInteger(input) || Number.isSafeInteger(input)

function wordIn(input: unknown): string | undefined {
  const isDigits = typeof input === 'number' && input !== 0 && isExact(input)
  const text = isDigits ? String(input) : input
  return (typeof text === 'string' && text.trim()) || undefined
}

/**
 * A text that is not empty, trimmed. A number other than 0 is its digits; a whole number that JSON
 * cannot keep exactly is nothing, because its digits are not those that were sent.
 */
export const Word = reading(wordIn)

// The values that PHP writes for an absent text.
const isNothing = (input: unknown): boolean =>
  input === null || input === false || input === 0 || (typeof input === 'string' && !input.trim())

/**
 * A text that decides and may be absent: `undefined` for `''`, `null`, 0, `false` and a missing key. Text
 * and numbers are read as `Word` reads them. Anything else does not fit: it may name another item.
 */
export const WordOrNone = v.pipe(
  v.optional(v.unknown(), () => null),
  v.check((input) => wordIn(input) !== undefined || isNothing(input)),
  v.transform(wordIn),
)

/**
 * Like `WordOrNone`, but every input fits: `null` if there is no text, `undefined` if the value is missing
 * or cannot be read. For a field whose item is worth reading without it.
 */
export const WordOrNull = v.pipe(
  v.optional(v.unknown()),
  v.transform((input) => wordIn(input) ?? (isNothing(input) ? null : undefined)),
)

/** A word that names a state, in lower case: `instock`. A number names none. */
export const State = reading((input) =>
  typeof input === 'string' ? input.trim().toLowerCase() || undefined : undefined,
)

const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)$/

/** A number, also as text (`"12"`, `"12.0000"`). Signs are kept; units and grouped digits are not read. */
export const Amount = reading((input) => {
  const number = typeof input === 'string' && DECIMAL.test(input.trim()) ? Number(input) : input
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
})

const YES = new Set<unknown>([true, 1, '1', 'true', 'yes'])
const NO = new Set<unknown>([false, 0, '0', 'false', 'no'])

/** A boolean, also as 0 and 1 or as a word. */
export const Flag = reading((input) => {
  const value = typeof input === 'string' ? input.trim().toLowerCase() : input
  return YES.has(value) ? true : NO.has(value) ? false : undefined
})

/** A number that identifies something: whole, above 0, and exact. Also as text. */
export const Id = reading((input) => {
  const number = typeof input === 'string' && /^\s*\d+\s*$/.test(input) ? Number(input) : input
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0
    ? number
    : undefined
})

/** The items of a list; `undefined` for anything else. */
function itemsOf(input: unknown): unknown[] | undefined {
  if (Array.isArray(input)) return input
  if (typeof input !== 'object' || input === null) return
  const entries = Object.entries(input)
  const isList = entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))
  return isList ? entries.map(([, value]) => value) : undefined
}

/** A list. PHP writes one with a gap in its keys as an object: `{"0": …, "2": …}`. Anything else is empty. */
export const List = v.pipe(
  v.optional(v.unknown(), () => []),
  v.transform((input): unknown[] => itemsOf(input) ?? []),
)

/** The items of a list; an object or a text that is no list is the only item. Anything else is empty. */
export const ListOrOne = v.pipe(
  v.optional(v.unknown(), () => []),
  v.transform((input): unknown[] => {
    const isOne = typeof input === 'string' || (typeof input === 'object' && input !== null)
    return itemsOf(input) ?? (isOne ? [input] : [])
  }),
)

/** A list that decides, also as PHP's object. Anything else does not fit. */
export const NeededList = v.pipe(
  v.unknown(),
  v.check((input) => itemsOf(input) !== undefined, 'not_a_list'),
  List,
)

/**
 * The items of a list that fit a schema. To count or log the others, read `List`. `list`: `ListOrOne` if the
 * only item may come without a list.
 */
export const each = <const S extends v.GenericSchema>(item: S, list: typeof List = List) =>
  v.pipe(
    list,
    v.transform((items): v.InferOutput<S>[] =>
      items.flatMap((one) => {
        const parsed = v.safeParse(item, one)
        return parsed.success ? [parsed.output] : []
      }),
    ),
  )

/** The output of a schema; `undefined` if the input does not fit it. */
export const orNothing = <const S extends v.GenericSchema>(schema: S) =>
  v.fallback(v.optional(schema), undefined)

/** A field that decides: the item does not fit without it. */
export const needed = <const S extends v.GenericSchema>(schema: S) =>
  v.pipe(
    schema,
    v.check((value) => value !== undefined, 'missing'),
    v.transform((value) => value as Exclude<v.InferOutput<S>, undefined>),
  )
