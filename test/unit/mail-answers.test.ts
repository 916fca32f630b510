/**
 * What mail services and Twilio answer to a message, also with one field broken in turn: an accepted
 * message is accepted once, and a refusal stays that refusal.
 */
import * as v from 'valibot'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as services from '../../worker/connectors/destinations/email/services/all.ts'
import type {
  MailSchema,
  MailService,
} from '../../worker/connectors/destinations/email/services/contract.ts'
import { SmsOptions } from '../../worker/connectors/destinations/sms/options.ts'
import { sms } from '../../worker/connectors/destinations/sms/sms.ts'
import type { Outcome } from '../../worker/connectors/destinations/outcome.ts'
import { TWILIO } from '../fakes/twilio.ts'
import { brokenFields, retypedFields } from '../contract/broken.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const from = 'stock@acme.example'
const mail = {
  key: '1:email:1',
  to: 'ada@example.com',
  from: { email: from, name: 'Acme' },
  subject: 'Back in stock: Tee',
  html: '<p>It’s back',
  text: 'It’s back',
  unsubscribe: 'https://bell.test/u/1',
}
const common = { type: 'email', from, rate: {} }

type Send = () => Promise<Outcome>
const by = (service: MailService<MailSchema, string>, options: object): Send => {
  const parsed = v.parse(service.options, { ...common, via: service.via, ...options })
  return () => service.open(parsed, {} as Env).send(mail)
}

const RESEND = by(services.resend, { apiKey: 're_1' })
const POSTMARK = by(services.postmark, { serverToken: 't' })
const SENDGRID = by(services.sendgrid, { apiKey: 'SG.1' })
const SES = by(services.ses, { region: 'eu-north-1', accessKeyId: 'AKID', secretAccessKey: 's' })
const TWILIOS: Send = async () => {
  const options = v.parse(SmsOptions, {
    type: 'sms',
    accountSid: TWILIO.sid,
    authToken: TWILIO.token,
    from: TWILIO.from,
  })
  const shop = {
    id: '019a0000-0000-7abc-8def-0123456789ab',
    publicKey: 'pk_1',
    settings: { name: 'Acme', defaultLocale: 'en' },
  }
  const context = { env: { PUBLIC_URL: 'https://bell.test' }, shop } as never
  const { confirm } = sms.create(options, context)
  const ask = { confirmation: '019a1111-2222-7333-b444-555566667777' }
  const call = { to: { sms: '+46701234567' }, contactId: 'IUbCCE9Ebkc_TOXRVuj3sg', ask } as never
  return (await confirm?.(call)) ?? { kind: 'refused', reason: 'nothing_to_send' }
}

/** Sends a message that is answered in this way, and says how often the service was called. */
async function answered(send: Send, status: number, body: string, headers = {}): Promise<Outcome> {
  const calls = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => new Response(body, { status, headers }))
  const outcome = await send()
  expect(calls).toHaveBeenCalledTimes(1)
  calls.mockRestore()
  return outcome
}

const BODIES = ['', ' ', 'null', '[]', '{}', '7', '"sent"', '<!DOCTYPE html><p>Accepted', '{"id":']

describe('a message that was accepted', () => {
  it.each([
    ['Resend', RESEND, 200, { id: '49a3999c-0ce1-4ea6-ab68-afcd6dc2e794' }, 15],
    [
      'Postmark',
      POSTMARK,
      200,
      {
        To: 'ada@example.com',
        SubmittedAt: '2014-02-17T07:25:01.4178645-05:00',
        MessageID: '0a129aee-e1cd-480d-b08d-4f48548ff48d',
        ErrorCode: 0,
        Message: 'OK',
      },
      61,
    ],
    ['SendGrid', SENDGRID, 202, { message: 'accepted' }, 15],
    ['SES', SES, 200, { MessageId: '0100019a-0000-7abc' }, 15],
    [
      'Twilio',
      TWILIOS,
      201,
      { sid: 'SM1', status: 'queued', num_segments: '1', error_code: null, to: '+46701234567' },
      75,
    ],
  ])('is accepted once, however odd the answer of %s is', async (_, send, status, body, count) => {
    // An error code other than 0 decides: it is a refusal, whatever the status.
    const all = [...brokenFields(body, ['ErrorCode']), ...retypedFields(body)]
    const texts = [...BODIES, ...all.map(({ payload }) => JSON.stringify(payload))]
    const kinds = new Set<string>()
    for (const text of texts) kinds.add((await answered(send, status, text)).kind)
    expect([...kinds]).toEqual(['accepted'])
    expect(all.length).toBe(count)
  })

  it.each([
    ['Resend', RESEND, { id: 4711 }],
    ['Postmark', POSTMARK, { ErrorCode: '0', MessageID: 4711 }],
    ['SES', SES, { MessageId: 4711 }],
    ['Twilio', TWILIOS, { sid: 4711 }],
  ])('keeps an id that %s wrote as a number', async (_, send, body) => {
    const outcome = await answered(send, 200, JSON.stringify(body))
    expect(outcome).toMatchObject({ kind: 'accepted', id: '4711' })
  })

  it.each([undefined, null, 'sent', {}, { messageId: 7 }])(
    'by Cloudflare’s binding is accepted, whatever it gives: %j',
    async (given) => {
      const { cloudflare } = services
      const env = { EMAIL: { send: async () => given } } as unknown as Env
      const options = v.parse(cloudflare.options, common)
      expect((await cloudflare.open(options, env).send(mail)).kind).toBe('accepted')
    },
  )
})

describe('a message that was refused', () => {
  const type = { 'x-amzn-ErrorType': 'MessageRejected:http://internal.amazon.com/coral/' }
  it.each<[string, Send, number, object, string[], object, object, number]>([
    [
      'Resend',
      RESEND,
      422,
      { statusCode: 422, name: 'validation_error', message: 'As documented.' },
      ['name'],
      {},
      { kind: 'refused', reason: 'validation_error' },
      31,
    ],
    [
      'Postmark',
      POSTMARK,
      422,
      { ErrorCode: 406, Message: 'Inactive recipient' },
      ['ErrorCode'],
      {},
      { kind: 'refused', reason: 'postmark_406', address: 'bounce' },
      16,
    ],
    [
      'SendGrid',
      SENDGRID,
      400,
      { errors: [{ message: 'As documented.', field: 'subject', help: null }], id: '7' },
      ['errors.0.field'],
      {},
      { kind: 'refused', reason: 'invalid:subject' },
      45,
    ],
    [
      'SES',
      SES,
      400,
      { message: 'Message contains a virus.' },
      [],
      type,
      { kind: 'refused', reason: 'MessageRejected' },
      15,
    ],
    [
      'SES without the header',
      SES,
      400,
      { __type: 'com.amazonaws.sesv2#MessageRejected', message: 'Message contains a virus.' },
      ['__type'],
      {},
      { kind: 'refused', reason: 'MessageRejected' },
      15,
    ],
    [
      'Twilio',
      TWILIOS,
      400,
      { code: 21211, message: 'As documented.', more_info: 'https://www.twilio.com', status: 400 },
      ['code'],
      {},
      { kind: 'refused', reason: 'twilio_21211', address: 'bounce' },
      47,
    ],
  ])(
    'stays that refusal, however odd the answer of %s is',
    async (_, send, status, body, decides, headers, outcome, count) => {
      const all = [...brokenFields(body, decides), ...retypedFields(body)]
      for (const { payload, path, instead } of all) {
        const said = await answered(send, status, JSON.stringify(payload), headers)
        expect({ path, instead, ...said }).toEqual({ path, instead, ...outcome })
      }
      expect(all.length).toBe(count)
      // Without what decides it is another refusal, and never a success or a repetition.
      const others = [...brokenFields(body, [])].map(({ payload }) => JSON.stringify(payload))
      for (const text of [...BODIES, ...others]) {
        expect((await answered(send, status, text, headers)).kind).toBe('refused')
      }
    },
  )

  it('is read from a list of faults whose first one is odd, or from one instead of a list', async () => {
    for (const errors of [
      [null, { field: 'subject' }],
      { field: 'subject' },
      { 0: { field: 'subject' } },
    ]) {
      const outcome = await answered(SENDGRID, 400, JSON.stringify({ errors }))
      expect(outcome).toEqual({ kind: 'refused', reason: 'invalid:subject' })
    }
  })
})
