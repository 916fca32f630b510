/** All mail services: one line each. */
export { cloudflare } from './cloudflare/cloudflare.ts'
export { postmark } from './postmark/postmark.ts'
export { resend } from './resend/resend.ts'
export { sendgrid } from './sendgrid/sendgrid.ts'
export { ses } from './ses/ses.ts'
