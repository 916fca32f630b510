/** Which addresses an upstream may have outside local development. Pure. */
import ipaddr from 'ipaddr.js'

/**
 * Whether an address is https on a public host name. Literal IP addresses are refused, which covers
 * loopback, private and link-local ranges in all their spellings. Names that never resolve publicly
 * and names with a dot at the end are refused, too. whereabouts.ts looks names up.
 */
export function isPublicHttps(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  const literal = hostname.startsWith('[') || /^[\d.]+$/.test(hostname)
  const inner = /(^|\.)(localhost|local|internal|lan|home\.arpa|test|invalid)$/.test(hostname)
  // A dot at the end makes another spelling of the same name.
  if (hostname.endsWith('.')) return false
  return protocol === 'https:' && !literal && !inner && hostname.includes('.')
}

/** Whether a host name, as URL gives it, is the machine itself. */
export const isLoopback = (hostname: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(hostname)

/** Whether an IP address belongs to the public internet: unicast, in none of the special ranges. */
export function isPublicIp(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  return ipaddr.process(address).range() === 'unicast'
}
