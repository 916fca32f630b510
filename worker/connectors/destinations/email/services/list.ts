/** All mail services. A new one is a folder here, an import and an entry in `MAIL_SERVICES`. */
import { cloudflare } from './cloudflare/cloudflare.ts'
import { postmark } from './postmark/postmark.ts'
import { resend } from './resend/resend.ts'
import { sendgrid } from './sendgrid/sendgrid.ts'
import { ses } from './ses/ses.ts'

/** The list. The options, secrets and fault texts of e-mail follow from it. */
export const MAIL_SERVICES = [cloudflare, resend, postmark, sendgrid, ses] as const
