/** Schemas that several bodies of Sequenzy's API share. */
import * as v from 'valibot'
import { line } from '../../../../shared/text.ts'

const Nothing = v.pipe(
  v.unknown(),
  v.transform(() => undefined),
)

/** A value that may be left out, `null` or `''`: then it is undefined. Anything else has to fit. */
export const orAbsent = <const S extends v.GenericSchema>(schema: S) =>
  v.optional(
    v.lazy((input) => (input === undefined || input === null || input === '' ? Nothing : schema)),
  )

/** The caller's own id of a product, a variant or a person. */
export const OwnId = line(200)

const Cleared = v.pipe(
  v.unknown(),
  v.transform(() => null),
)

/** A value that may be left out; `null` and `''` clear what is stored. Anything else has to fit. */
export const clearable = <const S extends v.GenericSchema>(schema: S) =>
  v.optional(v.lazy((input) => (input === null || input === '' ? Cleared : schema)))
