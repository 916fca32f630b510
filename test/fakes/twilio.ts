/**
 * Twilio's API as a server on loopback: sending a message, and reading the account, its numbers and
 * its messaging services. Errors are its documented codes.
 */
import * as v from 'valibot'
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

export const TWILIO = {
  sid: `AC${'0123456789abcdef'.repeat(2)}`,
  token: 'twilio-auth-token-0123456789',
  from: '+46701740699',
  service: `MG${'0123456789abcdef'.repeat(2)}`,
}

/** Numbers of the Swedish range for fiction, each with the error code it causes. */
export const REFUSED: Record<string, number> = {
  '+46701740610': 21610,
  '+46701740611': 21211,
  '+46701740614': 21614,
  '+46701740608': 21408,
}

const Message = v.pipe(
  v.strictObject({
    To: v.pipe(v.string(), v.regex(/^\+\d{8,15}$/)),
    From: v.optional(v.pipe(v.string(), v.minLength(3))),
    MessagingServiceSid: v.optional(v.literal(TWILIO.service)),
    ShortenUrls: v.optional(v.literal('false')),
    Body: v.pipe(v.string(), v.minLength(1), v.maxLength(1600)),
    StatusCallback: v.optional(v.pipe(v.string(), v.url(), v.startsWith('https://'))),
  }),
  v.check(({ From, MessagingServiceSid }) => (From === undefined) !== !MessagingServiceSid),
  // Only a messaging service can shorten links, and count who follows them.
  v.check(({ ShortenUrls, MessagingServiceSid }) => !ShortenUrls === !MessagingServiceSid),
)

const fault = (status: number, code: number): Answer => ({
  status,
  body: {
    code,
    message: 'As documented.',
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  },
})

function send({ headers, text }: Received): Answer {
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return fault(415, 20415)
  const message = v.safeParse(Message, Object.fromEntries(new URLSearchParams(text)))
  if (!message.success) return fault(400, 21604)
  const { To, From } = message.output
  const code = REFUSED[To]
  if (code) return fault(400, code)
  if (From?.startsWith('+') && From !== TWILIO.from) return fault(400, 21606)
  const sid = `SM${'0123456789abcdef'.repeat(2)}`
  return {
    status: 201,
    body: { sid, status: 'queued', num_segments: '1', error_code: null, error_message: null },
  }
}

const CODES: Record<number, number> = { 401: 20003, 403: 20003, 404: 20404, 429: 20429 }

export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      error: (status) => fault(status, CODES[status] ?? 20001).body,
      answer(request, scene) {
        const { method, headers } = request
        const { pathname, searchParams } = new URL(request.path, 'http://twilio')
        const basic = Buffer.from(`${TWILIO.sid}:${TWILIO.token}`).toString('base64')
        if (headers['authorization'] !== `Basic ${basic}`) return fault(401, 20003)
        const account = `/2010-04-01/Accounts/${TWILIO.sid}`
        switch (`${method} ${pathname}`) {
          case `POST ${account}/Messages.json`:
            return scene === 'too-many' ? fault(400, 20429) : send(request)
          case `GET ${account}.json`: {
            const status = scene === 'suspended' ? 'suspended' : 'active'
            return { status: 200, body: { sid: TWILIO.sid, status, type: 'Full' } }
          }
          case `GET ${account}/IncomingPhoneNumbers.json`: {
            const own = searchParams.get('PhoneNumber') === TWILIO.from
            return { status: 200, body: { incoming_phone_numbers: own ? [{ sid: 'PN1' }] : [] } }
          }
          case `GET /v1/Services/${TWILIO.service}`:
            return { status: 200, body: { sid: TWILIO.service } }
          default:
            return fault(404, 20404)
        }
      },
    }),
}
