/**
 * Postmark's API as a server on loopback: `POST /email`, `GET /server`, `GET /message-streams/:id`.
 * Errors are 422 with its documented codes.
 */
import * as v from 'valibot'
import { Mailbox } from './mailbox.ts'
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

export const POSTMARK_TOKENS = {
  live: 'ab12cd34-postmark-live',
  sandbox: 'ab12cd34-postmark-sandbox',
}

const Mail = v.strictObject({
  From: v.pipe(v.string(), v.regex(/^("[^"]+"|[^<",]+) <[^@<>\s]+@[^@<>\s]+>$/)),
  To: Mailbox,
  Subject: v.pipe(v.string(), v.minLength(1)),
  HtmlBody: v.string(),
  TextBody: v.string(),
  ReplyTo: v.optional(v.pipe(v.string(), v.email())),
  MessageStream: v.string(),
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
  TrackOpens: v.literal(false),
  TrackLinks: v.literal('None'),
})

/** An address that is answered with the documented code 406, and a sender that is not confirmed. */
const INACTIVE = 'inactive@example.com'

const fault = (ErrorCode: number, Message = 'As documented.'): Answer => ({
  status: 422,
  body: { ErrorCode, Message },
})

function send({ headers, body }: Received): Answer {
  const json = 'application/json'
  if (headers['content-type'] !== json || headers['accept'] !== json) return fault(409)
  const mail = v.safeParse(Mail, body)
  if (!mail.success) return fault(300, "Invalid 'To' address.")
  const { From, To, MessageStream } = mail.output
  if (From.endsWith('@unconfirmed.example>')) return fault(401)
  if (From.endsWith('@phrased.example>')) return fault(300, "Invalid 'From' address.")
  if (!From.endsWith('@acme.example>')) return fault(400)
  if (MessageStream !== 'outbound' && MessageStream !== 'broadcast') return fault(300)
  if (To === INACTIVE) return fault(406, 'Found inactive addresses.')
  const MessageID = 'b7bc2f4a-e38e-4336-af7d-e6c392c2f817'
  const SubmittedAt = '2026-11-21T10:00:00.0000000Z'
  return { status: 200, body: { To, SubmittedAt, MessageID, ErrorCode: 0, Message: 'OK' } }
}

export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      error: (status) => (status === 401 ? { ErrorCode: 10, Message: 'Bad token.' } : undefined),
      answer(request, scene) {
        const { method, path, headers } = request
        const token = headers['x-postmark-server-token'] ?? ''
        if (!Object.values(POSTMARK_TOKENS).includes(token)) {
          return { status: 401, body: { ErrorCode: 10, Message: 'Bad or missing server token.' } }
        }
        if (method === 'POST' && path === '/email') return send(request)
        if (method !== 'GET' || headers['accept'] !== 'application/json') return { status: 404 }
        const DeliveryType = token === POSTMARK_TOKENS.sandbox ? 'Sandbox' : 'Live'
        if (path === '/server') {
          const tracks = {
            TrackOpens: scene === 'tracking',
            TrackLinks: scene === 'tracking-links' ? 'HtmlOnly' : 'None',
          }
          return { status: 200, body: { ID: 1, Name: 'Acme', DeliveryType, ...tracks } }
        }
        const stream = /^\/message-streams\/(outbound|broadcast)$/.exec(path)?.[1]
        return stream ? { status: 200, body: { ID: stream } } : { status: 404 }
      },
    }),
}
