/** robots.txt of a host (RFC 9309): what may be read, and how fast. */
import robotsParser from 'robots-parser'
import { askUpstream, textOfAnswer } from '../../ask.ts'

/** The name that rules in a robots.txt may be for. */
const AGENT = 'Shelfbell'
/** RFC 9309, 2.5: at least this much has to be read. */
const ROBOTS_BYTES = 512 * 1024

export interface Robots {
  allows(url: string): boolean
  /** Seconds between two requests that the host asks for. */
  delaySeconds: number
}

/**
 * The rules of an origin. A file that is not there allows everything (2.3.1.3); one that cannot be
 * reached allows nothing (2.3.1.4).
 */
export async function robotsOf(env: Env, origin: string): Promise<Robots> {
  const url = `${origin}/robots.txt`
  const asked = await askUpstream(env, url)
  if (asked.kind === 'failed') {
    const gone = /^http_4(?!08|25|29)/.test(asked.reason)
    return { allows: () => gone, delaySeconds: 0 }
  }
  const body = await textOfAnswer(asked.response, ROBOTS_BYTES)
  if (body.kind === 'failed') return { allows: () => false, delaySeconds: 0 }
  const rules = robotsParser(url, body.text)
  return {
    allows: (page) => rules.isAllowed(page, AGENT) ?? true,
    delaySeconds: rules.getCrawlDelay(AGENT) ?? 0,
  }
}
