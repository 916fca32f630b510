/** The Worker's rate limits: bindings of wrangler.toml, counted for each location of Cloudflare. */
import { errorName, logLine } from './log-line.ts'

/** The bindings of all rate limits. */
const LIMITS = ['LIMIT_ADDRESS', 'LIMIT_IP', 'LIMIT_REPEAT', 'LIMIT_FAILURES'] as const
export type Limit = (typeof LIMITS)[number]

/**
 * Counts a call, and gives whether it is within the limit. A limit that is not bound, or gives no
 * answer, refuses nobody: a shopper who is turned away is lost to the shop. `GET /health` names the
 * limits that are not bound.
 */
export async function withinLimit(env: Env, limit: Limit, key: string): Promise<boolean> {
  const binding: RateLimit | undefined = env[limit]
  if (!binding) return true
  try {
    return (await binding.limit({ key })).success
  } catch (error) {
    logLine('error', 'limit_failed', { limit, error: errorName(error) })
    return true
  }
}

/** The rate limits that wrangler.toml does not bind. */
export const unboundLimits = (env: Env): Limit[] => LIMITS.filter((limit) => !env[limit])
