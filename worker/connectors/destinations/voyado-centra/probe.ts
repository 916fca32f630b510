/** What can be found out without making a subscription: whether something answers at the address. */
import { callUpstream } from '../../client.ts'
import type { Context } from '../../contract.ts'
import type { Finding } from '../contract.ts'
import type { VoyadoCentraOptions } from './options.ts'

/** Asks as a browser asks before it posts: the only request that leaves nothing behind. */
export async function probe(
  { url, locales }: VoyadoCentraOptions,
  { shop }: Context,
): Promise<Finding[]> {
  const answer = await callUpstream(url, {
    method: 'OPTIONS',
    headers: {
      Origin: shop.settings.origins[0] ?? '',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    },
  })
  const status = answer.answered ? `http_${answer.status}` : answer.reason
  // A server need not know OPTIONS; it only must not say that nothing is there.
  const ok = answer.answered && answer.status < 500 && ![404, 410].includes(answer.status)
  return [
    {
      what: 'endpoint',
      ok,
      detail: ok
        ? `Something answers at the address (${status}). The first subscription shows whether it takes subscriptions: Engage must then show it on the contact.`
        : `Nothing usable answers at the address (${status}). Take url from Voyado's page "Subscription API for Centra", or ask your Voyado contact.`,
    },
    {
      what: 'fields',
      ok: true,
      detail:
        'Not checked: only a real subscription shows whether the names of the properties and the store are right. Compare fields and tenantId with what Voyado gave you.',
    },
    {
      what: 'catalog',
      ok: true,
      detail: `Not checked: Shelfbell cannot see the product feeds in Engage. Engage needs a feed for each of ${locales.join(', ')}, with every sku, also when it is out of stock.`,
    },
    {
      what: 'flow',
      ok: true,
      detail:
        'Not checked: Shelfbell cannot see whether Engage reads stock from Centra, and whether its automation is live. Look at the integration log in Engage (Administration).',
    },
  ]
}
