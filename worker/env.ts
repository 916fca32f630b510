/** The Worker's bindings, variables and secrets: from wrangler.toml and `wrangler secret`. */
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
      /** Finds repetitions of a request. */
      LIMIT_REPEAT: RateLimit
      /** Counts wrong keys, by client. */
      LIMIT_FAILURES: RateLimit
      EMAIL: SendEmail
      /** The address of this Worker, without a slash at the end. */
      PUBLIC_URL: string
      /** The sender of mails when a shop names none. */
      MAIL_FROM: string
      /**
       * The DNS-over-HTTPS server that resolves a host name before the Worker calls a shop's own
       * address.
       */
      DNS_URL: string
      /** Contact for reports of vulnerabilities: a `mailto:` or `https:` address. Optional. */
      SECURITY_CONTACT?: string
      SHELFBELL_SECRET?: string
      /** The old secret, while it is being replaced (docs/deploying.md). */
      SHELFBELL_SECRET_BEFORE?: string
      ADMIN_TOKEN?: string
      /** `true` only in `npm run dev` and in tests: enables the demo's keys and pages. */
      LOCAL?: string
    }
  }
  type Env = Cloudflare.Env
}

/**
 * Whether the Worker runs on a developer's machine: allows the demo's keys and loopback servers.
 */
export const isLocal = (env: Env): boolean => env.LOCAL === 'true'
