/** What wrangler.toml and the secrets give the Worker. */
import type { IntakeMessage, MatchMessage, OutboxMessage, SourceMessage } from './messages.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      DB: D1Database
      CACHE: KVNamespace
      MATCH_QUEUE: Queue<MatchMessage>
      OUTBOX_QUEUE: Queue<OutboxMessage>
      INTAKE_QUEUE: Queue<IntakeMessage>
      SOURCE_QUEUE: Queue<SourceMessage>
      LIMIT_ADDRESS: RateLimit
      LIMIT_IP: RateLimit
      EMAIL: SendEmail
      /** The address that this Worker is reached at, without a slash at the end. */
      PUBLIC_URL: string
      /** The sender of mails where a shop names none. */
      MAIL_FROM: string
      /** Where host names are looked up before somebody's own address is called. */
      DNS_URL: string
      SHELFBELL_SECRET?: string
      ADMIN_TOKEN?: string
      /** `true` only where `npm run dev` or a test says so: admits the demo's keys and pages. */
      LOCAL?: string
    }
  }
  type Env = Cloudflare.Env
}

/** Whether this is somebody's own machine: the demo's keys, and servers on loopback, are welcome. */
export const isLocal = (env: Env): boolean => env.LOCAL === 'true'
