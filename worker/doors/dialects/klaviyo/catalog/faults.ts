/** What the Catalog API answers where something is wrong. */
import type { Context } from 'hono'
import type { ChangeFault, CreateFault } from '../../../../klaviyo-catalog/variants.ts'
import type { Fault } from '../../../../result.ts'
import { fieldDetail } from '../../../field-detail.ts'
import { invalidInput, type KlaviyoError, klaviyoErrors } from '../errors.ts'
import type { Unreadable } from './resources.ts'

const DETAILS: Record<string, string> = {
  number_invalid: 'This must be a number.',
  id_malformed: 'Use an id such as $custom:::$default:::EXTERNAL-ID.',
  id_different: 'This is not the id in the path.',
}

/** 404: no such item, variant or job. */
export const missing = (source?: KlaviyoError['source']): KlaviyoError => ({
  status: 404,
  code: 'not_found',
  title: 'Not found.',
  detail: 'The shop has no resource with this id.',
  ...(source && { source }),
})

/** 400 for each fault of a body. `base`: the pointer of the resource that the faults are in. */
export const inBody = (faults: Fault[], base: string): KlaviyoError[] =>
  faults.map(({ pointer, code }) =>
    invalidInput(`${base}${pointer}`, DETAILS[code] ?? fieldDetail(code)),
  )

/** 400: something in the query is wrong. */
export const inQuery = (parameter: string, detail: string): KlaviyoError => ({
  ...invalidInput('', detail),
  source: { parameter },
})

/** An answer with errors, of which there is at least one. */
export const refused = (c: Context, errors: KlaviyoError[]): Response => {
  const [first = missing(), ...more] = errors
  return klaviyoErrors(c, first, ...more)
}

/** The errors of a resource that cannot be read. */
export const unreadable = (error: Unreadable, base: string): KlaviyoError[] =>
  'foreign' in error ? [missing({ pointer: base + error.foreign })] : inBody(error.faults, base)

/** 409 for what exists, 404 for what does not. `base`: the pointer of the resource. */
export function outcomeError(error: CreateFault | ChangeFault, base: string): KlaviyoError {
  switch (error) {
    case 'duplicate':
      return {
        status: 409,
        code: 'duplicate',
        title: 'Conflict.',
        detail: 'The shop has a resource with this external id already. Change it instead.',
        source: { pointer: `${base}/attributes/external_id` },
      }
    case 'sku_taken':
      return {
        status: 409,
        code: 'duplicate',
        title: 'Conflict.',
        detail: 'Another variant of the shop has this sku, by which Shelfbell knows who waits.',
        source: { pointer: `${base}/attributes/sku` },
      }
    case 'item_unknown':
      return missing({ pointer: `${base}/relationships/item/data/id` })
    case 'unknown':
      return missing({ pointer: `${base}/id` })
    default:
      return error satisfies never
  }
}
