/**
 * Amazon SES v2 as a server on loopback: SendEmail, GetAccount, GetEmailIdentity. It checks SigV4
 * with an implementation of its own, and that addresses are ASCII.
 */
import { createHash, createHmac } from 'node:crypto'
import * as v from 'valibot'
import { Mailbox } from './mailbox.ts'
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

export const SES_KEY = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLE' }
export const SES_REGION = 'eu-north-1'

const utf8 = v.strictObject({ Data: v.string(), Charset: v.literal('UTF-8') })
const ascii = v.pipe(v.string(), v.regex(/^[\x20-\x7e]+$/))
const Mail = v.strictObject({
  FromEmailAddress: ascii,
  Destination: v.strictObject({ ToAddresses: v.tuple([Mailbox]) }),
  ReplyToAddresses: v.optional(v.tuple([v.pipe(ascii, v.email())])),
  Content: v.strictObject({
    Simple: v.strictObject({
      Subject: utf8,
      Body: v.strictObject({ Text: utf8, Html: utf8 }),
      Headers: v.tuple([
        v.strictObject({
          Name: v.literal('List-Unsubscribe'),
          Value: v.pipe(v.string(), v.regex(/^<https:\/\/\S+>$/)),
        }),
        v.strictObject({
          Name: v.literal('List-Unsubscribe-Post'),
          Value: v.literal('List-Unsubscribe=One-Click'),
        }),
      ]),
    }),
  }),
  ConfigurationSetName: v.optional(v.literal('alerts')),
  ConfigurationOverrides: v.strictObject({
    Tracking: v.strictObject({
      OpenTrackingEnabled: v.literal('DISABLED'),
      ClickTrackingEnabled: v.literal('DISABLED'),
    }),
  }),
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/

/** AWS, "Create a signed AWS API request": canonical request, string to sign, signature. */
function isSigned({ method, target, headers, text }: Received): boolean {
  const [, id, day = '', region, service, names = '', signature] =
    HEADER.exec(headers['authorization'] ?? '') ?? []
  const at = headers['x-amz-date'] ?? ''
  if (id !== SES_KEY.id || region !== SES_REGION || service !== 'ses') return false
  if (!names.split(';').includes('host') || !at.startsWith(day)) return false
  if (Math.abs(Date.now() - Date.parse(at.replace(TIME, '$1-$2-$3T$4:$5:$6Z'))) > 15 * 60_000) {
    return false
  }
  const [pathname = '', query = ''] = target.split('?')
  const encoded = pathname.split('/').map((part) => encodeURIComponent(part))
  const canonical = [
    method,
    encoded.join('/'),
    query,
    ...names.split(';').map((name) => `${name}:${headers[name] ?? ''}`),
    '',
    names,
    sha256(text),
  ].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')
  const key = [region, service, 'aws4_request'].reduce(
    (last, part) => hmac(last, part),
    hmac(`AWS4${SES_KEY.secret}`, day),
  )
  return hmac(key, toSign).toString('hex') === signature
}

const TIME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

const fault = (status: number, type: string, message = 'As documented.'): Answer => ({
  status,
  headers: { 'x-amzn-ErrorType': `${type}:http://internal.amazon.com/coral/` },
  body: { message },
})

/** The documented type that a scene answers to a good mail. */
const SCENES: Record<string, Answer> = {
  unverified: fault(400, 'MessageRejected', 'Email address is not verified.'),
  rejected: fault(400, 'MessageRejected', 'Message contains a virus.'),
  'no-domain': fault(400, 'MailFromDomainNotVerifiedException'),
  paused: fault(400, 'SendingPausedException'),
  suspended: fault(400, 'AccountSuspendedException'),
  'bad-request': fault(400, 'BadRequestException'),
  'no-set': fault(404, 'NotFoundException'),
  'over-limit': fault(400, 'LimitExceededException'),
  'too-many': fault(429, 'TooManyRequestsException'),
}

export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      error: () => ({ message: 'As documented.' }),
      answer(request, scene) {
        if (!isSigned(request)) return fault(403, 'SignatureDoesNotMatch')
        const { method, path, headers, body } = request
        const route = `${method} ${path}`
        if (route === 'GET /v2/email/account') {
          const ProductionAccessEnabled = scene !== 'sandbox'
          const SendQuota = { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 }
          const SendingEnabled = scene !== 'paused'
          const EngagementMetrics = scene === 'tracking' ? 'ENABLED' : 'DISABLED'
          const VdmAttributes = {
            VdmEnabled: 'ENABLED',
            DashboardAttributes: { EngagementMetrics },
          }
          const account = { SendingEnabled, ProductionAccessEnabled, SendQuota, VdmAttributes }
          return { status: 200, body: account }
        }
        if (method === 'GET' && path.startsWith('/v2/email/identities/')) {
          const name = decodeURIComponent(path.slice('/v2/email/identities/'.length))
          if (name !== 'acme.example') return fault(404, 'NotFoundException')
          return { status: 200, body: { IdentityType: 'DOMAIN', VerifiedForSendingStatus: true } }
        }
        if (route === 'GET /v2/email/configuration-sets/alerts/event-destinations') {
          if (scene === 'no-events') return fault(403, 'AccessDeniedException')
          const MatchingEventTypes = [
            'BOUNCE',
            'COMPLAINT',
            ...(scene === 'tracking' ? ['OPEN'] : []),
          ]
          const alerts = { Name: 'alerts', Enabled: true, MatchingEventTypes }
          return { status: 200, body: { EventDestinations: [alerts] } }
        }
        if (route !== 'POST /v2/email/outbound-emails')
          return fault(404, 'UnknownOperationException')
        if (headers['content-type'] !== 'application/json') return fault(415, 'BadRequestException')
        if (!v.is(Mail, body)) return fault(400, 'BadRequestException')
        return SCENES[scene] ?? { status: 200, body: { MessageId: '0100019a-0000-7abc' } }
      },
    }),
}
