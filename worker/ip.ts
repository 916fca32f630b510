/** IP addresses of clients: the part that limits count by, and the part that is kept. Pure. */

/**
 * What a limit counts a client by. An IPv4 address is one client. Of an IPv6 address only the first
 * 64 bits count: a network gives every customer at least that many addresses (RFC 6177), so the
 * whole address would be a new client for each request. Requests without an address are one client.
 */
export function clientOf(ip: string | undefined): string {
  if (!ip) return 'unknown'
  const groups = groupsOf(ip)
  if (!groups) return ip
  // An IPv4 address that a dual-stack host writes as IPv6 (RFC 4291, 2.5.5.2).
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
  // The URL parser knows every spelling, and writes the last 32 bits as two groups as well.
  if (!ip.includes(':') || !URL.canParse(`http://[${ip}]`)) return undefined
  const [head = '', tail] = new URL(`http://[${ip}]`).hostname.slice(1, -1).split('::')
  const read = (text: string) => text.split(':').filter(Boolean)
  const [first, last] = [read(head), read(tail ?? '')]
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0')
  return [...first, ...zeros, ...last].map((group) => Number.parseInt(group, 16))
}
