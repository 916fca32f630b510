/** What Resend says about the key and the sender's domain. */
import * as v from 'valibot'
import { callUpstream } from '../../../../client.ts'
import { jsonIn, statusOf } from '../../../../answer.ts'
import type { Finding } from '../../../contract.ts'
import { domainOf, keyRefused } from '../mail.ts'
import { errorName } from './error.ts'
import type { ResendOptions } from './options.ts'

const Domains = v.object({ data: v.array(v.object({ name: v.string(), status: v.string() })) })

/** Lists the domains, which a key that may only send cannot do. */
export async function probe(
  { baseUrl, apiKey = '' }: ResendOptions,
  from: string,
): Promise<Finding[]> {
  const headers = { Authorization: `Bearer ${apiKey}` }
  const answer = await callUpstream(`${baseUrl}/domains`, { headers })
  if (answer.answered && errorName(answer.body) === 'restricted_api_key') {
    const detail =
      'Resend accepts the key, but the key may only send. The first mail shows whether the domain of the sender is verified.'
    return [{ what: 'key', ok: true, detail }]
  }
  const domains = jsonIn(Domains, answer)?.data
  if (statusOf(answer) !== 200 || !domains) {
    const detail = 'Resend does not accept the key. Create another one in Resend under API Keys.'
    return [keyRefused(answer, detail)]
  }
  const domain = domainOf(from)
  const ok = domains.some((one) => one.name === domain && one.status === 'verified')
  return [
    { what: 'key', ok: true, detail: 'Resend accepts the key.' },
    {
      what: 'sender',
      ok,
      detail: ok
        ? `The domain ${domain} is verified.`
        : `The domain ${domain} is not verified. Add it in Resend under Domains, and add its records to your DNS.`,
    },
  ]
}
