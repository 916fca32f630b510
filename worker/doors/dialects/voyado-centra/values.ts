/**
 * The six values of Voyado's subscription API for Centra, read from a body. What they mean stands in Voyado's
 * page "Back in stock" for Centra; the names of the properties are settings, because no published copy of
 * that page has them in full. Pure.
 */
import * as v from 'valibot'
import { Email } from '../../../../shared/email.ts'
import { localeIn } from '../../../../shared/locale.ts'
import { ExternalId, objectFault, Sku } from '../../../../shared/text.ts'
import { parse } from '../../../parse.ts'
import type { Result } from '../../../result.ts'
import type { Dialects } from '../../../shop/dialects.ts'

type Settings = NonNullable<Dialects['voyadoCentra']>
/** The names of the six properties in the bodies of a shop's callers. */
export type Names = Settings['names']

/** A whole number counts as its digits: Centra's ids are numbers in its own API. */
const digits = (input: unknown): unknown =>
  Number.isSafeInteger(input) ? String(input) : (input ?? undefined)

const textOrDigits = <const S extends v.GenericSchema<string, string>>(schema: S) =>
  v.pipe(v.unknown(), v.transform(digits), schema)

const YES: ReadonlySet<unknown> = new Set([true, 1, '1', 'true'])
const NO: ReadonlySet<unknown> = new Set([false, 0, '0', 'false', '', null, undefined])

/** Consent is never guessed: a value that is neither yes nor no is refused. */
const Newsletter = v.pipe(
  v.unknown(),
  v.transform((input) => (typeof input === 'string' ? input.trim().toLowerCase() : input)),
  v.check((input) => YES.has(input) || NO.has(input), 'not_a_boolean'),
  v.transform((input) => YES.has(input)),
)

const valuesFor = (stores: readonly string[]) =>
  v.object(
    {
      email: Email,
      sku: textOrDigits(Sku),
      newsletter: Newsletter,
      store: v.pipe(v.unknown(), v.transform(digits), v.picklist(stores, 'store_unknown')),
      // No shopper can mend a template that wrote no locale: the shop's own takes its place.
      locale: v.pipe(v.unknown(), v.transform(localeIn)),
      // Required, because each stock change of Centra names a market and serves nobody of another one.
      externalId: textOrDigits(ExternalId),
    },
    objectFault,
  )

/** What a caller asks for. `locale` is canonical; undefined if the body has none that can be used. */
export type Values = v.InferOutput<ReturnType<typeof valuesFor>>

/**
 * The six values of a body. The pointer of each fault is the value's own word (`/email`), whatever its name
 * in the body is. A name counts in any case if the body does not have it exactly; other properties are
 * ignored.
 */
export function valuesOf(body: unknown, { stores, names }: Settings): Result<Values> {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
  const properties = isObject ? Object.entries(body) : []
  const valueOf = (name: string): unknown => {
    const low = name.toLowerCase()
    const own =
      properties.find(([key]) => key === name) ??
      properties.find(([key]) => key.toLowerCase() === low)
    return own?.[1]
  }
  const picked = Object.entries(names).map(([word, name]) => [word, valueOf(name)])
  return parse(valuesFor(stores), isObject ? Object.fromEntries(picked) : null)
}
