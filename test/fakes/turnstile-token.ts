/**
 * Keys and tokens of the fake Turnstile. A token contains its data as plain text, so that the browser's
 * script, the server and a test can each create and read one. Nothing here needs Node, because the
 * tests in workerd use it, too.
 */

/** The only widget that the fake knows, besides the published test keys. */
export const KEYS = {
  siteKey: '0x4AAAAAAAStandInSiteKey',
  secret: '0x4AAAAAAAStandInSecretKey0123456789',
}

/** The token that every test site key gives and every test secret accepts. */
export const DUMMY = 'XXXX.DUMMY.TOKEN.XXXX'

/** The page, the time and the widget of a check in a browser. */
export interface Check {
  siteKey: string
  hostname: string
  action: string
  /** ISO 8601 */
  at: string
  /** Makes each token unique. */
  id: string
}

/** A token as turnstile-api.js makes it on a page; `check` changes the data of a good one. */
export function tokenOf(hostname: string, check: Partial<Check> = {}): string {
  const at = new Date().toISOString()
  const { siteKey } = KEYS
  const whole = { siteKey, hostname, action: 'shelfbell', at, id: crypto.randomUUID(), ...check }
  return `STANDIN.${btoa(JSON.stringify(whole))}`
}

/** The data in a token; undefined for any other text. */
export function readToken(token: string): Check | undefined {
  try {
    return JSON.parse(atob(/^STANDIN\.(.+)$/.exec(token)?.[1] ?? '')) as Check
  } catch {
    return undefined
  }
}
