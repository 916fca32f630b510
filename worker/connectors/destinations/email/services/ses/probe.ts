/** What SES says about the key, the account and the sender. */
import * as v from 'valibot'
import { jsonIn, statusOf } from '../../../../answer.ts'
import type { Finding } from '../../../contract.ts'
import { domainOf, keyRefused } from '../mail.ts'
import type { SignedCall } from './api.ts'
import type { SesOptions } from './options.ts'

const Account = v.object({
  SendingEnabled: v.optional(v.boolean()),
  ProductionAccessEnabled: v.optional(v.boolean()),
  SendQuota: v.optional(v.object({ MaxSendRate: v.optional(v.number()) })),
  VdmAttributes: v.optional(
    v.object({
      DashboardAttributes: v.optional(v.object({ EngagementMetrics: v.optional(v.string()) })),
    }),
  ),
})

/** Reads the account and the identity of the sender. */
export async function probe(
  call: SignedCall,
  { configurationSet }: SesOptions,
  from: string,
): Promise<Finding[]> {
  const answer = await call('GET', '/v2/email/account')
  const account = jsonIn(Account, answer)
  if (statusOf(answer) !== 200 || !account) {
    const detail =
      'SES does not accept the key, or the key lacks ses:GetAccount. It needs ses:SendEmail, and for this check ses:GetAccount and ses:GetEmailIdentity.'
    return [keyRefused(answer, detail)]
  }
  return [
    { what: 'key', ok: true, detail: 'SES accepts the key.' },
    sendingFinding(account),
    sandboxFinding(account),
    await senderFinding(call, from),
    await trackingFinding(call, account, configurationSet),
  ]
}

function sendingFinding({ SendingEnabled, SendQuota }: v.InferOutput<typeof Account>): Finding {
  const what = 'account'
  if (SendingEnabled === false) {
    const detail = 'SES has paused sending for the account. The SES console shows why.'
    return { what, ok: false, detail }
  }
  const most = SendQuota?.MaxSendRate
  const limit = most === undefined ? '' : `, ${most} a second: set rate.perSecond to at most that`
  return { what, ok: true, detail: `The account may send${limit}.` }
}

function sandboxFinding({ ProductionAccessEnabled }: v.InferOutput<typeof Account>): Finding {
  const ok = ProductionAccessEnabled !== false
  return {
    what: 'sandbox',
    ok,
    detail: ok
      ? 'The account is out of the sandbox.'
      : 'The account is in the sandbox: it reaches verified addresses only. Ask AWS for production access.',
  }
}

const Destinations = v.object({
  EventDestinations: v.array(v.object({ MatchingEventTypes: v.array(v.string()) })),
})

/**
 * Whether the account and the configuration set track mails (SES,
 * "TrackingConfigurationOverrides"). This is only information: each mail switches tracking off.
 */
async function trackingFinding(
  call: SignedCall,
  { VdmAttributes }: v.InferOutput<typeof Account>,
  set: string | undefined,
): Promise<Finding> {
  const what = 'tracking'
  const on =
    VdmAttributes?.DashboardAttributes?.EngagementMetrics === 'ENABLED' ? ['The account'] : []
  const path = `/v2/email/configuration-sets/${encodeURIComponent(set ?? '')}/event-destinations`
  const destinations = set ? jsonIn(Destinations, await call('GET', path)) : undefined
  const types = destinations?.EventDestinations.flatMap((one) => one.MatchingEventTypes) ?? []
  if (types.some((type) => type === 'OPEN' || type === 'CLICK')) on.push(`The set ${set}`)
  const asked =
    set && !destinations
      ? ' Not asked about the set: the key lacks ses:GetConfigurationSetEventDestinations.'
      : ''
  const detail =
    on.length === 0
      ? `Nothing was found that tracks opens or clicks.${asked} Every mail switches tracking off.`
      : `${on.join(' and ')} would track opens or clicks.${asked} Every mail switches it off.`
  return { what, ok: true, detail }
}

const Identity = v.object({ VerifiedForSendingStatus: v.boolean() })

/** Whether the sender's domain is verified, or else the address itself. */
async function senderFinding(call: SignedCall, from: string): Promise<Finding> {
  const domain = domainOf(from)
  for (const name of [domain, from]) {
    const answer = await call('GET', `/v2/email/identities/${encodeURIComponent(name)}`)
    if (statusOf(answer) === 200 && jsonIn(Identity, answer)?.VerifiedForSendingStatus) {
      return { what: 'sender', ok: true, detail: `${name} is verified.` }
    }
  }
  const detail = `Neither ${domain} nor ${from} is verified in this region. Add one of them in SES under Identities.`
  return { what: 'sender', ok: false, detail }
}
