/** What is believed about stock, and how it is asked for. */
import type { Mutant } from './mutant.ts'

export const SOURCES: Mutant[] = [
  {
    id: '36',
    says: 'A webhook that comes again is taken again.',
    file: 'worker/hook/receive.ts',
    search: 'if (id && (await wasSeen(',
    replace: 'if (!id && (await wasSeen(',
    test: 'worker/hooks.test.ts › a webhook › has no effect when it is delivered again',
  },
  {
    id: '37',
    says: 'A webhook that is signed with another secret is taken.',
    file: 'worker/connectors/signature.ts',
    search: 'given, encoder.encode(body))) return true',
    replace: 'given, encoder.encode(body))) return true\n    if (body) return true',
    test: 'contract/sources/shopify.test.ts › source shopify with webhooks › refuses a wrong signature, and changes nothing',
  },
  {
    id: '38',
    says: 'A webhook of Centra’s that is hours old is taken.',
    file: 'worker/connectors/sources/centra/webhook.ts',
    search: "<= HOOK_AGE_MS ? 'good' : 'stale'",
    replace: "<= HOOK_AGE_MS ? 'good' : 'good'",
    test: 'contract/sources/centra.test.ts › a webhook of Centra',
  },
  {
    id: '40',
    says: 'A feed that lost most of its items marks them as sold out.',
    file: 'worker/connectors/sources/feed/feed.ts',
    search: 'if (shrunk && !accept) return',
    replace: 'if (shrunk && !accept && items < 0) return',
    test: 'contract/sources/feed.test.ts › a feed with fewer items than before',
  },
  {
    id: '41',
    says: 'Pages that robots.txt forbids are read.',
    file: 'worker/connectors/sources/page/robots.ts',
    search: 'rules.isAllowed(page, USER_AGENT_TOKEN) ?? true',
    replace: 'rules.isAllowed(page, USER_AGENT_TOKEN) !== null',
    test: 'contract/sources/page.test.ts › the page source › reads a page only if robots.txt allows it to us, or to all',
  },
  {
    id: '42',
    says: 'What a feed no longer has stays in stock, although the shop says otherwise.',
    file: 'worker/connectors/sources/feed/missing.ts',
    search: '!has(sku)',
    replace: "!has(sku) && sku === ''",
    test: 'contract/sources/feed.test.ts › a feed with fewer items than before › marks missing items as sold out if the shop says so',
  },
  {
    id: '64',
    says: 'Secrets go along on a redirect to another host.',
    file: 'worker/connectors/client.ts',
    search: 'headers = withoutSecrets(headers)',
    replace: 'headers = { ...headers }',
    test: 'contract/sources/redirects.test.ts › a redirect to another host › is followed without the user name and password',
  },
  {
    id: '73',
    says: 'A redirect to a private address is followed.',
    file: 'worker/connectors/client.ts',
    search: 'if (!isReachable(env, next.href) || !mayLeadTo(next)) break',
    replace: 'if (!mayLeadTo(next)) break',
    test: 'contract/sources/redirects.test.ts › outside local development, a redirect',
  },
]
