/** Values as ASP.NET's JSON reader takes them. Pure. */
import * as v from 'valibot'
import { ExternalId, Locale, Sku } from '../../../../shared/text.ts'

/** A text, also as a number: `12345` is `"12345"`. A whole number that JSON cannot keep exactly is none. */
export const texty = <const S extends v.GenericSchema>(schema: S) =>
  v.pipe(
    v.unknown(),
    v.transform((input) =>
      typeof input === 'number' && (Number.isSafeInteger(input) || !Number.isInteger(input))
        ? String(input)
        : input,
    ),
    schema,
  )

/** What is absent: `null`, and an empty text. */
const orAbsent = (input: unknown): unknown =>
  input === null || (typeof input === 'string' && input.trim() === '') ? undefined : input

/** A value that may be absent. */
export const absentOr = <const S extends v.GenericSchema>(schema: S) =>
  v.optional(v.pipe(v.unknown(), v.transform(orAbsent), v.optional(schema)))

/** The sku of an item. */
export const ItemSku = texty(Sku)
/** The reference to an entity in an external system. */
export const Reference = texty(ExternalId)
/** A culture code: `sv-se`, `sv_SE` and `sv-SE` are one. */
export const Culture = Locale
