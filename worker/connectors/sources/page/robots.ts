/** The robots.txt of a host (RFC 9309): which pages may be read, and how fast. */
import robotsParser from 'robots-parser'
import { readText } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import { ROBOTS_ANSWER } from './limits.ts'

/** The product token that a robots.txt names us by. */
const USER_AGENT_TOKEN = 'Shelfbell'

export interface Robots {
  /** Whether the host's rules are known. If not, no page may be read (RFC 9309, 2.3.1.4). */
  isKnown: boolean
  allows(url: string): boolean
  /** The pause between two requests that the host asks for, in seconds. */
  delaySeconds: number
}

/**
 * Reads the rules of an origin. A missing file allows everything (RFC 9309, 2.3.1.3); an
 * unreachable one allows nothing (2.3.1.4).
 */
export async function readRobots(env: Env, origin: string): Promise<Robots> {
  const url = `${origin}/robots.txt`
  const asked = await askUpstream(env, url, { bounds: ROBOTS_ANSWER })
  if (asked.kind === 'failed') {
    const isMissing = /^http_4(?!08|25|29)/.test(asked.reason)
    return { isKnown: isMissing, allows: () => isMissing, delaySeconds: 0 }
  }
  const body = await readText(asked.response)
  if (body.kind === 'failed') return { isKnown: false, allows: () => false, delaySeconds: 0 }
  return rulesOf(url, body.text)
}

/** The rules that a robots.txt gives; `url` is its own address. Other lines are skipped. Pure. */
export function rulesOf(url: string, text: string): Robots {
  const rules = robotsParser(url, text)
  // The parser gives NaN for a delay that is no number.
  const delay = rules.getCrawlDelay(USER_AGENT_TOKEN) ?? 0
  return {
    isKnown: true,
    allows: (page) => rules.isAllowed(page, USER_AGENT_TOKEN) ?? true,
    delaySeconds: Number.isFinite(delay) ? delay : 0,
  }
}
