/** What Resend says about the key and the sender's domain. */
import * as v from 'valibot'
import { callUpstream } from '../../../../client.ts'
import { type Answer, jsonIn, statusOf } from '../../../../answer.ts'
import type { Finding } from '../../../contract.ts'
import { domainOf, keyRefused } from '../mail.ts'
import { errorName } from './error.ts'
import type { ResendOptions } from './options.ts'

const Domains = v.object({
  data: v.array(v.object({ id: v.string(), name: v.string(), status: v.string() })),
})
const Domain = v.object({
  open_tracking: v.optional(v.boolean()),
  click_tracking: v.optional(v.boolean()),
})

/** Lists the domains, which a key that may only send cannot do. */
export async function probe(
  { baseUrl, apiKey = '' }: ResendOptions,
  from: string,
): Promise<Finding[]> {
  const headers = { Authorization: `Bearer ${apiKey}` }
  const answer = await callUpstream(`${baseUrl}/domains`, { headers })
  if (answer.answered && errorName(answer.body) === 'restricted_api_key') {
    const detail =
      'Resend accepts the key, but the key may only send. The first mail shows whether the domain of the sender is verified. Look in Resend under Domains whether it tracks opens or clicks: both must be off.'
    return [{ what: 'key', ok: true, detail }]
  }
  const domains = jsonIn(Domains, answer)?.data
  if (statusOf(answer) !== 200 || !domains) {
    const detail = 'Resend does not accept the key. Create another one in Resend under API Keys.'
    return [keyRefused(answer, detail)]
  }
  const domain = domainOf(from)
  const own = domains.find((one) => one.name === domain)
  const ok = own?.status === 'verified'
  return [
    { what: 'key', ok: true, detail: 'Resend accepts the key.' },
    {
      what: 'sender',
      ok,
      detail: ok
        ? `The domain ${domain} is verified.`
        : `The domain ${domain} is not verified. Add it in Resend under Domains, and add its records to your DNS.`,
    },
    ...(own
      ? [trackingFinding(await callUpstream(`${baseUrl}/domains/${own.id}`, { headers }))]
      : []),
  ]
}

/** Whether Resend tracks the mails of a domain. A mail cannot switch that off. */
function trackingFinding(answer: Answer): Finding {
  const what = 'tracking'
  const domain = jsonIn(Domain, answer)
  if (statusOf(answer) !== 200 || domain?.open_tracking === undefined) {
    const detail =
      'Resend did not say whether the domain tracks opens or clicks. Look in Resend under Domains, Configuration: both must be off.'
    return { what, ok: false, detail }
  }
  const ok = !domain.open_tracking && !domain.click_tracking
  return {
    what,
    ok,
    detail: ok
      ? 'The domain tracks neither opens nor clicks.'
      : 'The domain tracks opens or clicks. Switch both off in Resend under Domains, Configuration: a mail cannot do it.',
  }
}
