/** The mail services of all.ts as one list. */
import * as all from './all.ts'

/** The list. The options, secrets and fault texts of e-mail follow from it. */
export const MAIL_SERVICES = Object.values(all)
