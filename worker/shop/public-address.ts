/** Which addresses an upstream may have outside local development. */

/**
 * Whether an address is https on a public host name. Literal IP addresses are refused altogether,
 * which covers loopback, private and link-local ranges in all their spellings; so are names that
 * never resolve publicly.
 */
export function isPublicHttps(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  const literal = hostname.startsWith('[') || /^[\d.]+$/.test(hostname)
  const inner = /(^|\.)(localhost|local|internal|lan|home\.arpa|test|invalid)$/.test(hostname)
  return protocol === 'https:' && !literal && !inner && hostname.includes('.')
}

/** Whether the Worker may ask there: anywhere in local development, else in public only. */
export const isReachable = (env: Env, address: string): boolean =>
  env.LOCAL === 'true' || isPublicHttps(address)
