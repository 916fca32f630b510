/**
 * Klaviyo: takes subscriptions and keeps its own list. With a private key the server endpoint is
 * used ("Create Back In Stock Subscription"), with a company id alone the client endpoint. Both
 * answer 202 without a body, which means accepted or already there: Klaviyo takes one subscription
 * for a profile and a variant, and has no way to cancel it. Every request names its revision.
 */
import * as v from 'valibot'
import type { KlaviyoOptions } from '../../shared/destinations/klaviyo.ts'
import type { Channel } from '../../shared/text.ts'
import type { Call, Connector, Outcome } from './connector.ts'
import { type Answer, callUpstream, judge } from './upstream.ts'

const JSON_API = 'application/vnd.api+json'
const CHANNELS: Record<Channel, string> = {
  email: 'EMAIL',
  sms: 'SMS',
  push: 'PUSH',
  whatsapp: 'WHATSAPP',
}

export const klaviyo: Connector<'klaviyo'> = {
  type: 'klaviyo',
  can: () => ['subscribe'],
  tells: ({ channels }) => channels,
  secrets: ['privateKey'],
  addresses: ['baseUrl'],
  faults: ({ privateKey, companyId }) => (privateKey || companyId ? [] : [['', 'key_required']]),
  create: (options) => ({
    subscribe: async (call) => judge(await send(options, call), verdict),
  }),
}

function send(options: KlaviyoOptions, call: Call): Promise<Answer> {
  const { baseUrl, privateKey, companyId, revision } = options
  const path = privateKey
    ? '/api/back-in-stock-subscriptions'
    : `/client/back-in-stock-subscriptions?company_id=${encodeURIComponent(companyId ?? '')}`
  return callUpstream(baseUrl.replace(/\/$/, '') + path, {
    method: 'POST',
    headers: {
      Accept: JSON_API,
      'Content-Type': JSON_API,
      revision,
      ...(privateKey && { Authorization: `Klaviyo-API-Key ${privateKey}` }),
    },
    body: JSON.stringify(subscription(options, call)),
  })
}

function subscription({ catalog }: KlaviyoOptions, call: Call) {
  return {
    data: {
      type: 'back-in-stock-subscription',
      attributes: {
        channels: call.channels.map((channel) => CHANNELS[channel]),
        profile: {
          data: {
            type: 'profile',
            attributes: {
              ...(call.email && { email: call.email }),
              ...(call.phone && { phone_number: call.phone }),
            },
          },
        },
      },
      relationships: {
        variant: {
          data: {
            type: 'catalog-variant',
            id: `${catalog}:::${call.product?.variantId ?? call.sku}`,
          },
        },
      },
    },
  }
}

const Errors = v.object({ errors: v.array(v.object({ code: v.optional(v.string()) })) })

/** The first error code of a JSON:API answer; an edge may answer with anything. */
function errorCode(body: string): string | undefined {
  try {
    const parsed = v.safeParse(Errors, JSON.parse(body))
    const code = parsed.success ? parsed.output.errors[0]?.code : undefined
    return code && /^[a-z_]{1,40}$/.test(code) ? code : undefined
  } catch {
    return undefined
  }
}

function verdict(status: number, body: string): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const code = errorCode(body)
  const reason = code ?? `http_${status}`
  // What a duplicate is answered with is not documented; these can mean nothing else.
  if (status === 409 || code?.startsWith('duplicate')) return { kind: 'accepted' }
  // The variant comes with Klaviyo's next catalogue, the key with the merchant's next look.
  if ([401, 403, 404].includes(status)) return { kind: 'parked', reason }
  return { kind: 'refused', reason }
}
