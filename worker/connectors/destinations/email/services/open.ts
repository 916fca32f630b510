/** All mail services. A new one is a file here, its options in shared/destinations/email.ts, and a case. */
import type { EmailOptions } from '../options.ts'
import { openCloudflare } from './cloudflare.ts'
import type { Mailer } from './mailer.ts'
import { openPostmark } from './postmark.ts'
import { openResend } from './resend.ts'
import { openSendGrid } from './sendgrid.ts'
import { openSes } from './ses.ts'

/** The service of some options, secrets in clear. */
export function openMailer(options: EmailOptions, env: Env): Mailer {
  switch (options.via) {
    case 'cloudflare':
      return openCloudflare(env)
    case 'resend':
      return openResend(options)
    case 'postmark':
      return openPostmark(options)
    case 'sendgrid':
      return openSendGrid(options)
    case 'ses':
      return openSes(options)
  }
}
