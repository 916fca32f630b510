/**
 * What the webhooks of mail services and of Twilio mean: every documented type, odd forms, and each
 * documented payload with one field broken in turn. The payloads are those of the vendors'
 * documentation, with addresses of our own.
 */
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { readReports as postmark } from '../../worker/connectors/destinations/email/services/postmark/reports.ts'
import { readReports as resend } from '../../worker/connectors/destinations/email/services/resend/reports.ts'
import { readReports as sendgrid } from '../../worker/connectors/destinations/email/services/sendgrid/reports.ts'
import { readReports as ses } from '../../worker/connectors/destinations/email/services/ses/reports.ts'
import { SmsOptions } from '../../worker/connectors/destinations/sms/options.ts'
import { readReports as readSms } from '../../worker/connectors/destinations/sms/reports.ts'
import type { AddressReports } from '../../worker/connectors/destinations/contract.ts'
import type { Hook } from '../../worker/connectors/hook.ts'
import { TWILIO } from '../fakes/twilio.ts'
import { type Broken, brokenFields, retypedFields } from '../contract/broken.ts'

const ADA = 'ada@example.com'
const EVE = 'eve@example.com'
const NUMBER = '+46701234567'

type Said = AddressReports | undefined
type Reader = (event: unknown) => Said

const hook = (body: string): Hook => ({
  body,
  headers: new Headers(),
  query: new URLSearchParams(),
  now: 0,
})
const json =
  (read: (hook: Hook) => Said): Reader =>
  (event) =>
    read(hook(JSON.stringify(event)))

const bySendGrid = json(sendgrid)
const byPostmark = json(postmark)
const byResend = json(resend)
const bySes: Reader = (event) =>
  ses(
    hook(
      JSON.stringify({
        Type: 'Notification',
        Message: JSON.stringify(event),
        MessageId: '1',
        Timestamp: '2026-11-21T10:00:00.000Z',
        TopicArn: 'arn:aws:sns:eu-north-1:123456789012:alerts',
        SignatureVersion: '2',
        Signature: 'AA==',
        SigningCertURL: 'https://sns.eu-north-1.amazonaws.com/x.pem',
      }),
    ),
  )

const options = v.parse(SmsOptions, {
  type: 'sms',
  accountSid: TWILIO.sid,
  authToken: TWILIO.token,
  from: TWILIO.from,
})
const byTwilio: Reader = (event) => {
  const fields = Object.entries(event as object)
  const texts = fields.map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return readSms(options, hook(new URLSearchParams(texts).toString()))
}

const found = (said: Said) => said?.reports
const about = (reason?: string, email = ADA) => (reason ? [{ email, reason }] : [])

const SENDGRID = {
  email: ADA,
  timestamp: 1513299569,
  'smtp-id': '<14c5d75ce93.dfd.64b469@ismtpd-555>',
  event: 'bounce',
  category: 'cat facts',
  sg_event_id: '6g4ZI7SA-xmRDv57GoPIPw==',
  sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
  bounce_classification: 'Invalid Address',
  reason: '500 unknown recipient',
  status: '5.0.0',
  type: 'bounce',
  tls: 1,
  asm_group_id: 10,
}

const POSTMARK = {
  RecordType: 'Bounce',
  MessageStream: 'outbound',
  ID: 4323372036854775807n.toString(),
  Type: 'HardBounce',
  TypeCode: 1,
  Name: 'Hard bounce',
  Tag: 'Test',
  MessageID: '883953f4-6105-42a2-a16a-77a8eac79483',
  Metadata: { a_key: 'a_value' },
  ServerID: 23,
  Description: 'The server was unable to deliver your message.',
  Details: 'Test bounce details',
  Email: ADA,
  From: 'stock@acme.example',
  BouncedAt: '2019-11-05T16:33:54.9070259Z',
  DumpAvailable: true,
  Inactive: true,
  CanActivate: true,
  Subject: 'Back in stock',
  Content: '<Full dump of bounce>',
}

const CHANGE = {
  RecordType: 'SubscriptionChange',
  MessageID: '883953f4-6105-42a2-a16a-77a8eac79483',
  ServerID: 123456,
  MessageStream: 'broadcast',
  ChangedAt: '2020-02-01T10:53:34.416071Z',
  Recipient: ADA,
  Origin: 'Recipient',
  SuppressSending: true,
  SuppressionReason: 'HardBounce',
  Tag: 'my-tag',
  Metadata: { example: 'value' },
}

const RESEND = {
  type: 'email.bounced',
  created_at: '2024-11-22T23:41:12.126Z',
  data: {
    broadcast_id: '8b146471-e88e-4322-86af-016cd36fd216',
    created_at: '2024-11-22T23:41:11.894719+00:00',
    email_id: '56761188-7520-42d8-8898-ff6fc54ce618',
    from: 'Acme <stock@acme.example>',
    to: [ADA],
    subject: 'Back in stock',
    bounce: {
      diagnosticCode: ['smtp; 550 5.5.0 Requested action not taken: mailbox unavailable'],
      message: "The recipient's email address does not exist.",
      subType: 'General',
      type: 'Permanent',
    },
    tags: { category: 'alert' },
  },
}

const SES_MAIL = {
  timestamp: '2016-01-27T14:59:38.237Z',
  messageId: '00000138111222aa-33322211-cccc-cccc-cccc-ddddaaaa0680-000000',
  source: 'stock@acme.example',
  sourceArn: 'arn:aws:ses:us-east-1:888888888888:identity/acme.example',
  sendingAccountId: '123456789012',
  destination: [ADA],
  headersTruncated: false,
  commonHeaders: { from: ['Acme <stock@acme.example>'], to: [ADA], subject: 'Back in stock' },
}
const SES_BOUNCE = {
  eventType: 'Bounce',
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [
      {
        emailAddress: ADA,
        action: 'failed',
        status: '5.1.1',
        diagnosticCode: 'smtp; 550 5.1.1 user unknown',
      },
      { emailAddress: EVE, status: '5.1.1' },
    ],
    timestamp: '2016-01-27T14:59:38.237Z',
    feedbackId: '00000138111222aa-44455566-cccc-cccc-cccc-ddddaaaa068a-000000',
    remoteMtaIp: '127.0.2.0',
    reportingMTA: 'dns; email.example.com',
  },
  mail: SES_MAIL,
}
const SES_COMPLAINT = {
  notificationType: 'Complaint',
  complaint: {
    userAgent: 'AnyCompany Feedback Loop (V0.01)',
    complainedRecipients: [{ emailAddress: ADA }],
    complaintFeedbackType: 'abuse',
    complaintSubType: null,
    arrivalDate: '2016-01-27T14:59:38.237Z',
    timestamp: '2016-01-27T14:59:38.237Z',
    feedbackId: '000001378603177f-18c07c78-fa81-4a58-9dd1-fedc3cb8f49a-000000',
  },
  mail: SES_MAIL,
}

const REPLY = {
  ToCountry: 'SE',
  ToState: '',
  SmsMessageSid: 'SM1',
  NumMedia: '0',
  ToCity: '',
  FromZip: '',
  SmsSid: 'SM1',
  FromState: '',
  SmsStatus: 'received',
  FromCity: '',
  Body: 'STOP',
  FromCountry: 'SE',
  To: TWILIO.from,
  ToZip: '',
  NumSegments: '1',
  MessageSid: 'SM1',
  AccountSid: TWILIO.sid,
  From: NUMBER,
  ApiVersion: '2010-04-01',
}
const CALLBACK = {
  SmsSid: 'SM2',
  SmsStatus: 'undelivered',
  MessageStatus: 'undelivered',
  To: NUMBER,
  MessageSid: 'SM2',
  AccountSid: TWILIO.sid,
  From: TWILIO.from,
  ApiVersion: '2010-04-01',
  ErrorCode: '21610',
  RawDlrDoneDate: '2601281503',
}

describe('a bounce that Postmark reports', () => {
  // Postmark, "Bounce API": all documented types and codes.
  it.each<[string, number, string?]>([
    ['HardBounce', 1, 'bounce'],
    ['Transient', 2],
    ['Unsubscribe', 16, 'stop'],
    ['Subscribe', 32],
    ['AutoResponder', 64],
    ['AddressChange', 128],
    ['DnsError', 256],
    ['SpamNotification', 512],
    ['OpenRelayTest', 1024],
    ['Unknown', 2048],
    ['SoftBounce', 4096],
    ['VirusNotification', 8192],
    ['ChallengeVerification', 16_384],
    ['BadEmailAddress', 100_000, 'bounce'],
    ['SpamComplaint', 100_001, 'complaint'],
    ['ManuallyDeactivated', 100_002],
    ['Unconfirmed', 100_003],
    ['Blocked', 100_006],
    ['SMTPApiError', 100_007],
    ['InboundError', 100_008],
    ['DMARCPolicy', 100_009],
    ['TemplateRenderingFailed', 100_010],
  ])(
    'of the type %s (%i) is read by what it means, by name or by code',
    (Type, TypeCode, reason) => {
      for (const type of [
        { Type, TypeCode },
        { Type },
        { Type: null, TypeCode: String(TypeCode) },
      ]) {
        const { Type: _, TypeCode: __, ...rest } = POSTMARK
        expect(found(byPostmark({ ...rest, ...type }))).toEqual(about(reason))
      }
    },
  )

  it('of a type that is not documented counts if it switched the address off', () => {
    const event = { ...POSTMARK, Type: 'Unheard', TypeCode: 99 }
    expect(found(byPostmark(event))).toEqual(about('bounce'))
    expect(found(byPostmark({ ...event, Inactive: false }))).toEqual([])
  })

  it('counts without a RecordType, as older webhooks are', () => {
    const { RecordType: _, ...older } = POSTMARK
    expect(found(byPostmark(older))).toEqual(about('bounce'))
    expect(found(byPostmark([{ ...older, Type: 'SpamComplaint' }]))).toEqual(about('complaint'))
  })
})

describe('feedback that SES reports', () => {
  const complaint = (complaintFeedbackType: unknown) => ({
    ...SES_COMPLAINT,
    complaint: { ...SES_COMPLAINT.complaint, complaintFeedbackType },
  })
  // SES, "Complaint object", and the registry of RFC 5965.
  it.each([
    ['abuse', 'complaint'],
    ['fraud', 'complaint'],
    ['other', 'complaint'],
    [null, 'complaint'],
    ['opt-out', 'complaint'],
    ['auth-failure', undefined],
    ['Auth-Failure', undefined],
    ['not-spam', undefined],
    ['virus', undefined],
  ])('of the type %j is a complaint only if a person complained: %s', (type, reason) => {
    expect(bySes(complaint(type))).toEqual({ reports: about(reason), unreadable: 0 })
  })

  const bounce = (bounceType: string, bounceSubType: string) => ({
    ...SES_BOUNCE,
    bounce: {
      ...SES_BOUNCE.bounce,
      bounceType,
      bounceSubType,
      bouncedRecipients: [{ emailAddress: ADA }],
    },
  })
  // SES, "Bounce types".
  it.each([
    ['Undetermined', 'Undetermined'],
    ['Permanent', 'General', 'bounce'],
    ['Permanent', 'NoEmail', 'bounce'],
    ['Permanent', 'Suppressed', 'bounce'],
    ['Permanent', 'OnAccountSuppressionList', 'bounce'],
    ['Permanent', 'UnsubscribedRecipient', 'stop'],
    ['PERMANENT', 'General', 'bounce'],
    ['Transient', 'General'],
    ['Transient', 'MailboxFull'],
    ['Transient', 'MessageTooLarge'],
    ['Transient', 'CustomTimeoutExceeded'],
    ['Transient', 'ContentRejected'],
    ['Transient', 'AttachmentRejected'],
  ])('about a bounce %s/%s is read by what it means', (type, subType, reason?: string) => {
    expect(found(bySes(bounce(type, subType)))).toEqual(about(reason))
  })

  it.each([
    ['with a name', [{ emailAddress: `"Ada" <${ADA}>` }], 0],
    ['as a delivery report writes it', [{ emailAddress: `rfc822; ${ADA}` }], 0],
    ['in upper case', [{ emailAddress: 'ADA@EXAMPLE.COM' }], 0],
    ['as an object instead of a list', { emailAddress: ADA }, 0],
    ['as a list that PHP wrote as an object', { 0: { emailAddress: ADA } }, 0],
    ['as a text', [ADA], 0],
    ['beside one without an address', [{ status: '5.1.1' }, { emailAddress: ADA }, null], 2],
  ])('counts for a recipient %s', (_, bouncedRecipients, unreadable) => {
    const event = { ...SES_BOUNCE, bounce: { ...SES_BOUNCE.bounce, bouncedRecipients } }
    expect(bySes(event)).toEqual({ reports: about('bounce'), unreadable })
  })
})

describe('an event of Resend', () => {
  const event = (type: string, data: object) => ({
    ...RESEND,
    type,
    data: { ...RESEND.data, ...data },
  })
  it.each([
    ['email.bounced', { bounce: { type: 'Permanent', subType: 'Suppressed' } }, 'bounce'],
    ['email.bounced', { bounce: undefined }, 'bounce'],
    ['email.bounced', { bounce: { type: 'Transient' } }],
    ['email.bounced', { bounce: { type: 'transient' } }],
    ['email.bounced', { bounce: { type: 'Undetermined' } }],
    ['email.suppressed', { suppressed: { type: 'OnAccountSuppressionList' } }, 'bounce'],
    ['email.complained', {}, 'complaint'],
    ['email.delivery_delayed', {}],
    ['email.failed', { failed: { reason: 'reached_daily_quota' } }],
    ['suppression.added', { to: undefined, email: ADA, origin: 'bounce' }, 'bounce'],
    ['suppression.added', { to: undefined, email: ADA, origin: 'complaint' }, 'complaint'],
    ['suppression.added', { to: undefined, email: ADA, origin: 'manual' }],
    ['suppression.removed', { to: undefined, email: ADA, origin: 'bounce' }],
    ['email.bounced', { to: ADA }, 'bounce'],
    ['email.bounced', { to: `Ada <${ADA}>` }, 'bounce'],
    ['email.bounced', { to: [null, ADA, ADA.toUpperCase()] }, 'bounce'],
    ['email.bounced', { to: { 0: ADA } }, 'bounce'],
    ['email.bounced', { to: [ADA, EVE] }],
  ])('is read by what it means: %s %j', (type, data, reason?: string) => {
    expect(found(byResend(event(type, data)))).toEqual(about(reason))
  })

  it('counts as the only one of a list', () => {
    expect(found(byResend([RESEND]))).toEqual(about('bounce'))
  })
})

describe('an event of SendGrid', () => {
  // SendGrid, "Event Webhook Reference".
  it.each([
    ['bounce', { type: 'bounce' }, 'bounce'],
    ['bounce', { type: 'blocked' }],
    ['bounce', { type: 'expired' }],
    ['bounce', { type: null, status: '4.2.2' }],
    ['bounce', { type: null, status: 5.1 }, 'bounce'],
    ['deferred', {}],
    ['dropped', { reason: 'Bounced Address' }, 'bounce'],
    ['dropped', { reason: 'Invalid' }, 'bounce'],
    ['dropped', { reason: 'Spam Reporting Address' }, 'complaint'],
    ['dropped', { reason: 'Unsubscribed Address' }, 'stop'],
    ['dropped', { reason: 'Spam Content (if Spam Checker app is enabled)' }],
    ['dropped', { reason: 'Recipient List over Package Quota' }],
    ['dropped', { reason: 'Invalid SMTPAPI header' }],
    ['dropped', { reason: null }],
    ['spamreport', {}, 'complaint'],
    ['unsubscribe', {}, 'stop'],
    ['group_unsubscribe', {}],
    ['group_resubscribe', {}],
  ])('is read by what it means: %s %j', (event, changes, reason?: string) => {
    expect(found(bySendGrid([{ ...SENDGRID, event, ...changes }]))).toEqual(about(reason))
  })

  it('counts alone, in a list of one, and in a list that became an object', () => {
    for (const body of [SENDGRID, [SENDGRID], { 0: SENDGRID, 2: null }]) {
      expect(found(bySendGrid(body))).toEqual(about('bounce'))
    }
  })

  it.each([null, 'nonsense', 7, {}, [null], ['nonsense'], [[]]])(
    'that cannot be read at all is of an unknown shape: %j',
    (body) => expect(bySendGrid(body)).toBeUndefined(),
  )
})

describe('a webhook of Twilio', () => {
  const stop = [{ phone: NUMBER, reason: 'stop' }]
  const start = [{ phone: NUMBER, reason: 'start' }]
  it.each([
    ['a reply', {}, stop],
    ['in full width', { Body: 'ＳＴＯＰ' }, stop],
    ['without a body, classified by Twilio', { Body: undefined, OptOutType: 'STOP' }, stop],
    ['classified in lower case', { Body: 'genug', OptOutType: ' stop ' }, stop],
    ['with a classification that nobody knows', { OptOutType: 'UNKNOWN' }, stop],
    ['that asks for help', { OptOutType: 'HELP' }, []],
    ['that starts again, in full width', { Body: '「ＳＴＡＲＴ」' }, start],
    ['from a number with a space', { From: ` ${NUMBER}` }, stop],
    ['from a short code', { From: '71234' }, []],
    ['over another channel', { From: `whatsapp:${NUMBER}` }, []],
    ['without a sender', { From: undefined }, undefined],
    ['without a text', { Body: undefined, SmsStatus: undefined }, undefined],
  ])('is read, also if it is odd: %s', (_, changes, reports) => {
    const fields = Object.entries({ ...REPLY, ...changes }).filter(([, one]) => one !== undefined)
    expect(found(byTwilio(Object.fromEntries(fields)))).toEqual(reports)
  })

  it.each([
    ['21610', stop],
    [' 21610 ', stop],
    ['30003', []],
    ['30005', []],
    ['nonsense', []],
    ['', []],
  ])('about a message that did not arrive, with the code %j', (ErrorCode, reports) => {
    expect(found(byTwilio({ ...CALLBACK, ErrorCode }))).toEqual(reports)
    expect(found(byTwilio({ ...CALLBACK, ErrorCode, MessageStatus: 'delivered' }))).toEqual([])
  })
})

/**
 * Reads a payload with each field broken in turn. A field that does not decide changes nothing. A broken
 * one that decides costs nothing but its own event: `beside` is read all the same. Gives the number of
 * payloads of both kinds.
 */
function play(
  read: (payload: unknown) => Said,
  payload: unknown,
  decides: readonly string[],
  beside?: (payload: unknown) => Said,
): [number, number] {
  const expected = read(payload)
  const others: Broken[] = [...brokenFields(payload, decides), ...retypedFields(payload)]
  const odd = others.filter(({ payload: one }) => {
    const said = read(one)
    return JSON.stringify(said?.reports) !== JSON.stringify(expected?.reports)
  })
  expect(odd.map(({ path, instead }) => `${path}: ${instead}`)).toEqual([])
  if (!beside) return [others.length, 0]
  const all = [...brokenFields(payload, [])]
  const lost = all.filter(({ payload: one }) => {
    const reports = beside(one)?.reports ?? []
    return !reports.some((report) => JSON.stringify(report).includes(EVE))
  })
  expect(lost.map(({ path, instead }) => `${path}: ${instead}`)).toEqual([])
  return [others.length, all.length]
}

describe('a report with one field broken in turn', () => {
  const eve = { ...SENDGRID, email: EVE }
  it.each([
    // `event` says what happened, `email` to whom, `reason` of a dropped mail why.
    ['bounce', {}, ['event', 'email'], [168, 195]],
    ['bounce', { type: 'blocked' }, ['event', 'type'], [168, 195]],
    ['dropped', { reason: 'Bounced Address' }, ['event', 'email', 'reason'], [153, 195]],
    ['spamreport', {}, ['event', 'email'], [168, 195]],
    ['unsubscribe', {}, ['event', 'email'], [168, 195]],
  ])('still comes through SendGrid: %s %j', (event, changes, decides, counts) => {
    const payload = { ...SENDGRID, ...changes, event }
    const cases = play(
      (one) => bySendGrid([one]),
      payload,
      decides,
      (one) => bySendGrid([one, eve, null]),
    )
    expect(cases).toEqual(counts)
  })

  it.each([
    // The type has two names, so no single field but the address decides.
    ['HardBounce', { ...POSTMARK }, ['Email'], 299],
    ['SoftBounce', { ...POSTMARK, Type: 'SoftBounce', TypeCode: 4096 }, [], 314],
    ['Unsubscribe', { ...POSTMARK, Type: 'Unsubscribe', TypeCode: 16 }, ['Email'], 299],
    [
      'SpamComplaint',
      { ...POSTMARK, RecordType: 'SpamComplaint', Type: 'SpamComplaint', TypeCode: 100_001 },
      ['Email'],
      299,
    ],
    [
      'SubscriptionChange',
      CHANGE,
      ['RecordType', 'Recipient', 'SuppressSending', 'SuppressionReason'],
      121,
    ],
  ])('still comes through Postmark: %s', (_, payload, decides, count) => {
    expect(play(byPostmark, payload, decides)).toEqual([count, 0])
  })

  it.each([
    ['email.bounced', RESEND, ['type', 'data.to.0'], 210],
    [
      'a transient bounce',
      { ...RESEND, data: { ...RESEND.data, bounce: { type: 'Transient', subType: 'General' } } },
      ['type', 'data.bounce.type'],
      165,
    ],
    ['email.complained', { ...RESEND, type: 'email.complained' }, ['type', 'data.to.0'], 210],
  ])('still comes through Resend: %s', (_, payload, decides, count) => {
    expect(play(byResend, payload, decides)).toEqual([count, 0])
  })

  it.each([
    [
      'Bounce',
      SES_BOUNCE,
      // Both addresses decide here, each about itself.
      ['eventType', 'bounce.bounceType', 'bounce.bouncedRecipients.*.emailAddress'],
      360,
    ],
    [
      'Complaint',
      SES_COMPLAINT,
      ['notificationType', 'complaint.complainedRecipients.*.emailAddress'],
      314,
    ],
  ])('still comes through SES: %s', (_, payload, decides, count) => {
    expect(play(bySes, payload, decides)).toEqual([count, 0])
  })

  it('still comes through SES for the other recipient', () => {
    const recipients = SES_BOUNCE.bounce.bouncedRecipients
    const withOne = (one: unknown) => ({
      ...SES_BOUNCE,
      bounce: { ...SES_BOUNCE.bounce, bouncedRecipients: [one, { emailAddress: EVE }] },
    })
    const cases = play(
      (one) => bySes(withOne(one)),
      recipients[0],
      ['emailAddress'],
      (one) => bySes(withOne(one)),
    )
    expect(cases).toEqual([45, 60])
  })

  it.each([
    // The text decides only if Twilio has not classified it.
    ['a reply', REPLY, ['From', 'Body'], 251],
    ['a reply that Twilio classified', { ...REPLY, OptOutType: 'STOP' }, ['From'], 281],
    ['a status', CALLBACK, ['To', 'ErrorCode'], 122],
  ])('still comes through Twilio: %s', (_, payload, decides, count) => {
    expect(play(byTwilio, payload, decides)).toEqual([count, 0])
  })
})
