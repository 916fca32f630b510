/**
 * Keys and tokens of the Turnstile that stands in. A token says in itself what the real one only
 * stands for, so that the script in the browser, the server and a test can make it apart from each
 * other. No Node in here: the tests in workerd need it as well.
 */

/** The only widget that it knows, besides the published test keys. */
export const KEYS = {
  siteKey: '0x4AAAAAAAStandInSiteKey',
  secret: '0x4AAAAAAAStandInSecretKey0123456789',
}

/** What every test site key gives, and a test secret takes. */
export const DUMMY = 'XXXX.DUMMY.TOKEN.XXXX'

/** Where, when and by which widget a browser was checked. */
export interface Check {
  siteKey: string
  hostname: string
  action: string
  /** ISO 8601 */
  at: string
  /** No two tokens are the same. */
  id: string
}

/** A token as turnstile-api.js makes it on a page; `check` says what differs from a good one. */
export function tokenOf(hostname: string, check: Partial<Check> = {}): string {
  const at = new Date().toISOString()
  const { siteKey } = KEYS
  const whole = { siteKey, hostname, action: 'shelfbell', at, id: crypto.randomUUID(), ...check }
  return `STANDIN.${btoa(JSON.stringify(whole))}`
}

/** What a token says; undefined where it is none. */
export function readToken(token: string): Check | undefined {
  try {
    return JSON.parse(atob(/^STANDIN\.(.+)$/.exec(token)?.[1] ?? '')) as Check
  } catch {
    return undefined
  }
}
