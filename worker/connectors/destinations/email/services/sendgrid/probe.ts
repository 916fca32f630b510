/** What SendGrid says about the key, its scopes and the sender's domain. */
import * as v from 'valibot'
import { callUpstream } from '../../../../client.ts'
import { jsonIn } from '../../../../answer.ts'
import type { Finding } from '../../../contract.ts'
import { domainOf, keyRefused } from '../mail.ts'
import type { SendGridOptions } from './options.ts'

const Scopes = v.object({ scopes: v.array(v.string()) })
const Domains = v.array(v.object({ domain: v.string(), valid: v.boolean() }))

/** Reads the scopes of the key and, if it may, the authenticated domains. */
export async function probe(options: SendGridOptions, from: string): Promise<Finding[]> {
  const answer = await get(options, '/v3/scopes')
  const scopes = jsonIn(Scopes, answer)?.scopes
  if (!scopes) {
    const detail = 'SendGrid does not accept the key. Create another one under Settings, API Keys.'
    return [keyRefused(answer, detail)]
  }
  const maySend = scopes.includes('mail.send')
  return [
    { what: 'key', ok: true, detail: 'SendGrid accepts the key.' },
    {
      what: 'scope',
      ok: maySend,
      detail: maySend
        ? 'The key may send.'
        : 'The key may not send. Give it the permission Mail Send under Settings, API Keys.',
    },
    await senderFinding(options, scopes, from),
    await trackingFinding(options, scopes),
  ]
}

const get = ({ baseUrl, apiKey = '' }: SendGridOptions, path: string) =>
  callUpstream(baseUrl + path, { headers: { Authorization: `Bearer ${apiKey}` } })

const Tracking = v.object({
  result: v.array(v.object({ name: v.string(), enabled: v.boolean() })),
})

/** Whether the account tracks mails. This is only information: each mail switches tracking off. */
async function trackingFinding(options: SendGridOptions, scopes: string[]): Promise<Finding> {
  const what = 'tracking'
  const settings = scopes.includes('tracking_settings.read')
    ? jsonIn(Tracking, await get(options, '/v3/tracking_settings'))
    : undefined
  if (!settings) {
    const detail =
      'Not asked: the key cannot see what the account tracks. Every mail switches tracking off.'
    return { what, ok: true, detail }
  }
  const on = settings.result.filter(
    ({ name, enabled }) => enabled && ['open', 'click'].includes(name),
  )
  const detail =
    on.length === 0
      ? 'The account tracks neither opens nor clicks.'
      : `The account tracks ${on.map(({ name }) => `${name}s`).join(' and ')}. Every mail switches it off.`
  return { what, ok: true, detail }
}

async function senderFinding(
  options: SendGridOptions,
  scopes: string[],
  from: string,
): Promise<Finding> {
  const what = 'sender'
  const unknown: Finding = {
    what,
    ok: true,
    detail: `Not asked: the key cannot see whether ${from} is a verified sender. Look in SendGrid under Settings, Sender Authentication.`,
  }
  if (!scopes.includes('whitelabel.read')) return unknown
  const answer = await get(options, '/v3/whitelabel/domains')
  const domains = jsonIn(Domains, answer)
  if (!domains) return unknown
  const domain = domainOf(from)
  const ok = domains.some((one) => one.valid && one.domain === domain)
  return {
    what,
    ok,
    detail: ok
      ? `The domain ${domain} is authenticated.`
      : `The domain ${domain} is not authenticated. Authenticate it under Settings, Sender Authentication. A single verified sender works as well.`,
  }
}
