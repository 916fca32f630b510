/**
 * Options of the e-mail destination. `via` names the mail service; each service has its own options
 * and takes none of another's.
 */
import * as v from 'valibot'
import { schemasOf } from '../../contract.ts'
import { MAIL_SERVICES } from './services/list.ts'

export const EmailOptions = v.variant('via', schemasOf(MAIL_SERVICES), 'choice_unknown')
export type EmailOptions = v.InferOutput<typeof EmailOptions>
