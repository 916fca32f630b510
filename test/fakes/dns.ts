/** A DNS resolver over HTTPS that answers the JSON of Cloudflare and Google. */
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

const CNAME = 5
const TYPES: Record<string, number> = { A: 1, AAAA: 28, TXT: 16 }

/** The host names that the resolver knows. */
export const HOSTS: Record<string, { A?: string[]; AAAA?: string[] }> = {
  'public.example': { A: ['93.184.215.14'], AAAA: ['2606:2800:21f:cb07:6820:80da:af6b:8b2c'] },
  'four-only.example': { A: ['93.184.215.14'] },
  'moved.example': { A: ['93.184.215.14'] },
  'feed.example': { A: ['93.184.215.14'] },
  '127.0.0.1.nip.io': { A: ['127.0.0.1'] },
  '169-254-169-254.sslip.io': { A: ['169.254.169.254'] },
  'loopback.example': { A: ['127.0.0.1'] },
  'private-10.example': { A: ['10.1.2.3'] },
  'private-172.example': { A: ['172.16.0.1'] },
  'private-192.example': { A: ['192.168.1.1'] },
  'carrier.example': { A: ['100.64.0.1'] },
  'metadata.example': { A: ['169.254.169.254'] },
  'nowhere-4.example': { A: ['0.0.0.0'] },
  'loopback-6.example': { AAAA: ['::1'] },
  'unique-local.example': { AAAA: ['fd00::1'] },
  'link-local.example': { AAAA: ['fe80::1'] },
  'mapped.example': { AAAA: ['::ffff:10.0.0.1'] },
  'mapped-hex.example': { AAAA: ['::ffff:7f00:1'] },
  'translated.example': { AAAA: ['64:ff9b::a00:1'] },
  'one-of-two.example': { A: ['93.184.215.14', '10.0.0.1'] },
  'four-public-six-private.example': { A: ['93.184.215.14'], AAAA: ['::1'] },
}

/** The names that have texts. */
const TEXTS: Record<string, { TXT: string[] }> = {
  // A sender whose mail service is Cloudflare, as Cloudflare sets it up.
  'cf-bounce.good-sender.example': { TXT: ['"v=spf1 include:_spf.mx.cloudflare.net ~all"'] },
  'cf-bounce._domainkey.good-sender.example': {
    TXT: ['"v=DKIM1; h=sha256; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOC" "AQ8AMIIBCgKCAQEA"'],
  },
  '_dmarc.good-sender.example': { TXT: ['"v=DMARC1; p=reject;"', '"google-site-verification=x"'] },
  '_spf.mx.cloudflare.net': { TXT: ['"v=spf1 ip4:104.30.0.0/20 ~all"'] },
}

function answer({ method, path, headers }: Received): Answer {
  const url = new URL(path, 'http://dns')
  if (method !== 'GET' || url.pathname !== '/dns-query') return { status: 404 }
  if (headers['accept'] !== 'application/dns-json') return { status: 400 }
  const name = url.searchParams.get('name') ?? ''
  const type = Number(url.searchParams.get('type'))
  const host: Record<string, string[]> | undefined = HOSTS[name] ?? TEXTS[name]
  const body = (Status: number, Answer?: unknown[]) => ({
    Status,
    Question: [{ name, type }],
    ...(Answer && { Answer }),
  })
  const headersOf = { 'Content-Type': 'application/dns-json' }
  if (!host) return { status: 200, headers: headersOf, body: body(3) }
  const [kind = ''] = Object.entries(TYPES).find(([, code]) => code === type) ?? []
  const addresses = host[kind] ?? []
  const alias = { name, type: CNAME, TTL: 60, data: `edge.${name}.` }
  const found = addresses.map((data) => ({ name: `edge.${name}`, type, TTL: 60, data }))
  return { status: 200, headers: headersOf, body: body(0, [alias, ...found]) }
}

export const fake: FakeSystem = { start: () => startUpstream({ answer }) }
