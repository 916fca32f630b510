/** IP addresses of clients: a part for rate limits, and a part that is stored. Pure. */

/**
 * The key under which rate limits count a client: an IPv4 address, or the first 64 bits of an IPv6
 * address. Every customer of a network has at least 2^64 addresses (RFC 6177), so whole addresses
 * would be a new client for each request. All requests without an address count as one client.
 */
export function clientOf(ip: string | undefined): string {
  if (!ip) return 'unknown'
  const groups = groupsOf(ip)
  if (!groups) return ip
  // An IPv4 address in the form of IPv6 (RFC 4291, 2.5.5.2).
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (mapped) return groups.slice(6).flatMap(bytesOf).join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** An IP address without its last part: /24 of IPv4, /48 of IPv6. */
export function truncateIp(ip: string | undefined): string | undefined {
  if (!ip) return undefined
  if (ip.includes('.') && !ip.includes(':')) return ip.replace(/\.\d+$/, '.0')
  const [head = ''] = ip.split('::')
  const groups = head.split(':').filter(Boolean).slice(0, 3)
  return `${groups.join(':')}::`
}

const bytesOf = (group: number) => [group >> 8, group & 255]

/** The eight groups of an IPv6 address (RFC 4291, 2.2); undefined for any other text. */
function groupsOf(ip: string): number[] | undefined {
  // The URL parser reads every spelling, and writes the last 32 bits as two groups, too.
  if (!ip.includes(':') || !URL.canParse(`http://[${ip}]`)) return undefined
  const [head = '', tail] = new URL(`http://[${ip}]`).hostname.slice(1, -1).split('::')
  const read = (text: string) => text.split(':').filter(Boolean)
  const [first, last] = [read(head), read(tail ?? '')]
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0')
  return [...first, ...zeros, ...last].map((group) => Number.parseInt(group, 16))
}
