/** What mail services report about addresses by webhook. Only verified webhooks count. */
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SNS_CERTIFICATE, SNS_KEY } from '../../fakes/sns.ts'
import { ask, fakeUrl, logged, makeShop, table, type TestShop } from '../../worker/harness.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const from = 'stock@acme.example'
const ADA = 'ada@example.com'

interface Signed {
  /** Instead of the body, if the signature is a part of it. */
  body?: string
  query?: string
  headers?: Record<string, string>
}

/** A mail service: its options, and webhooks with a good and with a bad proof. */
interface Service {
  options: Record<string, unknown>
  good(body: string): Promise<Signed>
  bad: Record<string, (body: string) => Promise<Signed>>
}

const hook = (shop: TestShop, body: string, { query = '', headers = {}, ...signed }: Signed) =>
  ask(`/hooks/email/${shop.publicKey}${query}`, {
    method: 'POST',
    body: signed.body ?? body,
    headers,
  })

const WHSEC = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const SECRET = 'a-secret-of-16-characters-or-more'

const svix = (body: string, secret = WHSEC, at = new Date()): Signed => ({
  headers: {
    'svix-id': 'msg_1',
    'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
    'svix-signature': new Webhook(secret).sign('msg_1', at, body),
  },
})

const RESEND: Service = {
  options: { via: 'resend', from, apiKey: 're_1', webhookSecret: WHSEC },
  good: async (body) => svix(body),
  bad: {
    'another secret': async (body) => svix(body, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
    'another body': async () => svix('{}'),
    'an old time': async (body) => svix(body, WHSEC, new Date(Date.now() - 6 * 60_000)),
    'no signature': async () => ({}),
  },
}

const basic = (password: string): Signed => ({
  headers: { Authorization: `Basic ${btoa(`postmark:${password}`)}` },
})

const POSTMARK: Service = {
  options: { via: 'postmark', from, serverToken: 't', webhookSecret: SECRET },
  good: async () => basic(SECRET),
  bad: {
    'another password': async () => basic(`${SECRET}!`),
    'another header': async () => ({ headers: { 'X-Webhook-Secret': 'guessed' } }),
    'no password': async () => ({}),
  },
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' }
const { privateKey, publicKey: ownKey } = (await crypto.subtle.generateKey(P256, true, [
  'sign',
  'verify',
])) as CryptoKeyPair
const spki = await crypto.subtle.exportKey('spki', ownKey)
const webhookKey = new Uint8Array(spki as ArrayBuffer).toBase64()

/** A signature as SendGrid's libraries write it: DER, integers without superfluous zeros. */
async function sendGrid(body: string, timestamp = '1795255200'): Promise<Signed> {
  const text = new TextEncoder().encode(timestamp + body)
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  const raw = new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, text))
  const integers = [raw.subarray(0, 32), raw.subarray(32)].flatMap((half) => {
    const bytes = [...half.subarray(half.findIndex((byte) => byte !== 0))]
    if ((bytes[0] ?? 0) > 127) bytes.unshift(0)
    return [2, bytes.length, ...bytes]
  })
  const signature = new Uint8Array([0x30, integers.length, ...integers]).toBase64()
  return {
    headers: {
      'X-Twilio-Email-Event-Webhook-Signature': signature,
      'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
    },
  }
}

const SENDGRID: Service = {
  options: { via: 'sendgrid', from, apiKey: 'SG.1', webhookKey },
  good: (body) => sendGrid(body),
  bad: {
    'another body': () => sendGrid('[]'),
    'another time': async (body) => {
      const { headers } = await sendGrid(body)
      return { headers: { ...headers, 'X-Twilio-Email-Event-Webhook-Timestamp': '1795255201' } }
    },
    rubbish: async () => ({
      headers: {
        'X-Twilio-Email-Event-Webhook-Signature': '?',
        'X-Twilio-Email-Event-Webhook-Timestamp': '1',
      },
    }),
    'no signature': async () => ({}),
  },
}

const SES: Service = {
  options: {
    via: 'ses',
    from,
    region: 'eu-north-1',
    accessKeyId: 'AKID',
    secretAccessKey: 's',
    webhookSecret: SECRET,
  },
  good: (body) => bySns(body),
  bad: {
    'another secret': async (body) => ({ ...(await bySns(body)), query: '?secret=guessed' }),
    'no secret': async (body) => ({ body: (await bySns(body)).body ?? '' }),
    'no signature': async (body) => ({ body, query: `?secret=${SECRET}` }),
    'another body': async (body) => {
      const signed = await bySns(body)
      return { ...signed, body: signed.body?.replace('ada@', 'eve@') ?? '' }
    },
    'the other version': async (body) => {
      const signed = await bySns(body)
      return {
        ...signed,
        body: signed.body?.replace('"SignatureVersion":"2"', '"SignatureVersion":"1"') ?? '',
      }
    },
    'a certificate elsewhere': (body) =>
      bySns(body, { SigningCertURL: 'https://sns.evil.example/x.pem' }),
    'a certificate that is gone': (body) =>
      bySns(body, { SigningCertURL: `${fakeUrl('sns')}/gone.pem` }),
    rubbish: (body) => bySns(body, { Signature: '?' }),
    // Raw message delivery: the event alone, which nobody signs.
    'no message around it': async (body) => ({
      body: (JSON.parse(body) as { Message: string }).Message,
      query: `?secret=${SECRET}`,
    }),
  },
}

const CERTIFICATE = '/SimpleNotificationService-0123456789abcdef.pem'

/** A message as SNS signs it (SNS, "Verifying the signatures of Amazon SNS messages"). */
async function bySns(body: string, changes: Record<string, string> = {}): Promise<Signed> {
  const message: Record<string, string> = {
    MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
    TopicArn: 'arn:aws:sns:eu-north-1:123456789012:alerts',
    Timestamp: '2026-11-21T10:00:00.000Z',
    SignatureVersion: '2',
    SigningCertURL: `${fakeUrl('sns')}${CERTIFICATE}`,
    Message: '',
    ...(JSON.parse(body) as Record<string, string>),
    ...changes,
  }
  const names = [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Subject',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ]
  const text = names.flatMap((name) => (message[name] === undefined ? [] : [name, message[name]]))
  const hash = message['SignatureVersion'] === '1' ? 'SHA-1' : 'SHA-256'
  const rsa = { name: 'RSASSA-PKCS1-v1_5', hash }
  const pkcs8 = Uint8Array.fromBase64(SNS_KEY)
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, rsa, false, ['sign'])
  const signed = new TextEncoder().encode(`${text.join('\n')}\n`)
  const signature = new Uint8Array(await crypto.subtle.sign(rsa, key, signed)).toBase64()
  return {
    body: JSON.stringify({ Signature: signature, ...message }),
    query: `?secret=${SECRET}`,
  }
}

const resend = (type: string, data: object) =>
  JSON.stringify({ type, created_at: '2026-11-21T10:00:00Z', data: { email_id: 'e', ...data } })
const postmark = (event: object) => JSON.stringify({ MessageStream: 'outbound', ...event })
const change = (event: object) =>
  postmark({ RecordType: 'SubscriptionChange', Recipient: ADA, SuppressSending: true, ...event })
const sendgrid = (...events: object[]) =>
  JSON.stringify(events.map((event) => ({ email: ADA, timestamp: 1, ...event })))
const sns = (message: object, more: object = {}) =>
  JSON.stringify({ Type: 'Notification', Message: JSON.stringify(message), ...more })
const bounced = (bounceType: string) => ({
  eventType: 'Bounce',
  bounce: { bounceType, bouncedRecipients: [{ emailAddress: ADA, status: '5.1.1' }] },
  mail: { messageId: 'x' },
})
const complained = (complaintFeedbackType: string | null) => ({
  notificationType: 'Complaint',
  complaint: { complainedRecipients: [{ emailAddress: ADA }], complaintFeedbackType },
})

/** Webhooks of each service, with the reason of the suppression that must follow, if any. */
const SAID: [string, Service, string, ('bounce' | 'complaint' | 'stop')?][] = [
  ['Resend: bounced', RESEND, resend('email.bounced', { to: [ADA] }), 'bounce'],
  [
    'Resend: bounced for good',
    RESEND,
    resend('email.bounced', { to: ['Ada@Example.com'], bounce: { type: 'Permanent' } }),
    'bounce',
  ],
  [
    'Resend: a full mailbox',
    RESEND,
    resend('email.bounced', { to: [ADA], bounce: { type: 'Transient' } }),
  ],
  ['Resend: suppressed', RESEND, resend('email.suppressed', { to: [ADA] }), 'bounce'],
  ['Resend: complained', RESEND, resend('email.complained', { to: [ADA] }), 'complaint'],
  [
    'Resend: bounced for one of two recipients',
    RESEND,
    resend('email.bounced', { to: [ADA, 'eve@example.com'] }),
  ],
  ['Resend: delivered', RESEND, resend('email.delivered', { to: [ADA] })],
  [
    'Postmark: hard bounce',
    POSTMARK,
    postmark({ RecordType: 'Bounce', Type: 'HardBounce', Email: ADA }),
    'bounce',
  ],
  [
    'Postmark: soft bounce',
    POSTMARK,
    postmark({ RecordType: 'Bounce', Type: 'SoftBounce', Email: ADA }),
  ],
  [
    'Postmark: spam complaint',
    POSTMARK,
    postmark({ RecordType: 'SpamComplaint', Type: 'SpamComplaint', Email: ADA }),
    'complaint',
  ],
  [
    'Postmark: complaint in a broadcast stream',
    POSTMARK,
    change({ SuppressionReason: 'SpamComplaint', Origin: 'Recipient' }),
    'complaint',
  ],
  [
    'Postmark: bounce in a broadcast stream',
    POSTMARK,
    change({ SuppressionReason: 'HardBounce', Origin: 'Recipient' }),
    'bounce',
  ],
  [
    'Postmark: unsubscribed there',
    POSTMARK,
    change({ SuppressionReason: 'ManualSuppression', Origin: 'Recipient' }),
    'stop',
  ],
  [
    'Postmark: unsubscribed by the shop itself',
    POSTMARK,
    change({ SuppressionReason: 'ManualSuppression', Origin: 'Customer' }),
  ],
  [
    'Postmark: reactivated',
    POSTMARK,
    change({ SuppressSending: false, SuppressionReason: null, Origin: 'Customer' }),
  ],
  [
    'SendGrid: bounced, among others',
    SENDGRID,
    sendgrid({ event: 'processed' }, { event: 'bounce', type: 'bounce', status: '5.5.0' }),
    'bounce',
  ],
  ['SendGrid: blocked', SENDGRID, sendgrid({ event: 'bounce', type: 'blocked' })],
  ['SendGrid: deferred', SENDGRID, sendgrid({ event: 'deferred' })],
  ['SendGrid: reported as spam', SENDGRID, sendgrid({ event: 'spamreport' }), 'complaint'],
  [
    'SendGrid: dropped because it bounced before',
    SENDGRID,
    sendgrid({ event: 'dropped', reason: 'Bounced Address' }),
    'bounce',
  ],
  ['SendGrid: unsubscribed there', SENDGRID, sendgrid({ event: 'unsubscribe' }), 'stop'],
  ['SES: bounced', SES, sns(bounced('Permanent')), 'bounce'],
  ['SES: bounced, with a subject', SES, sns(bounced('Permanent'), { Subject: 'Bounce' }), 'bounce'],
  [
    'SES: bounced, signed the old way',
    SES,
    sns(bounced('Permanent'), { SignatureVersion: '1' }),
    'bounce',
  ],
  ['SES: a full mailbox', SES, sns(bounced('Transient'))],
  ['SES: complained', SES, sns(complained('abuse')), 'complaint'],
  ['SES: complained, without a type', SES, sns(complained(null)), 'complaint'],
  ['SES: marked as not spam', SES, sns(complained('not-spam'))],
  ['SES: delivered', SES, sns({ eventType: 'Delivery', mail: {} })],
]

const shopWith = (service: Service) =>
  makeShop({ destinations: [{ type: 'email', ...service.options }] })

describe('a webhook of a mail service', () => {
  it.each(SAID)(
    'suppresses the address only where it should: %s',
    async (_, service, body, reason) => {
      const shop = await shopWith(service)
      await shop.subscribe()
      const answer = await hook(shop, body, await service.good(body))
      expect([answer.status, await answer.text()]).toEqual([200, ''])
      expect(await table('suppression')).toMatchObject(reason ? [{ reason }] : [])
      expect(await table('subscription')).toHaveLength(reason ? 0 : 1)
      const withdrawn = (await table('consent')).filter(({ action }) => action === 'withdrawn')
      expect(withdrawn.map(({ method }) => method)).toEqual(reason ? [reason] : [])
    },
  )

  const proofs = Object.entries({ RESEND, POSTMARK, SENDGRID, SES }).flatMap(([name, service]) =>
    Object.entries(service.bad).map(([what, sign]) => ({ name, what, sign, service })),
  )
  it.each(proofs)('is refused with $what: $name', async ({ service, sign }) => {
    const shop = await shopWith(service)
    await shop.subscribe()
    const body = SAID.find(([, one, , reason]) => one === service && reason)?.[2] ?? ''
    const answer = await hook(shop, body, await sign(body))
    expect(answer.status).toBe(401)
    expect(await table('suppression')).toEqual([])
    expect(await table('subscription')).toHaveLength(1)
  })

  it.each([
    ['webhookSecret', RESEND],
    ['webhookSecret', POSTMARK],
    ['webhookKey', SENDGRID],
    ['webhookSecret', SES],
  ])('is refused if the settings have no %s', async (field, service) => {
    const options = { ...service.options, [field]: undefined }
    const shop = await makeShop({ destinations: [{ type: 'email', ...options }] })
    const body = service === SES ? sns({}) : '{}'
    expect((await hook(shop, body, await service.good(body))).status).toBe(401)
  })

  it.each([RESEND, POSTMARK, SENDGRID, SES])(
    'is answered 202 and logged if its format is unknown',
    async (one) => {
      const shop = await shopWith(one)
      const body = one === SES ? sns({ surprise: true }) : '{"surprise":true}'
      expect((await hook(shop, body, await one.good(body))).status).toBe(202)
      expect(await logged(shop, 'hook_unreadable')).toMatchObject([{ source: 'email' }])
    },
  )

  it('is applied although other events cannot be read, and the log counts those', async () => {
    const shop = await shopWith(SENDGRID)
    await shop.subscribe()
    await shop.subscribe({ email: 'bob@example.com' })
    const bounce = { event: 'bounce', type: 'bounce' }
    const body = JSON.stringify([
      null,
      { event: 7, email: ADA },
      { ...bounce, email: `"Ada" <${ADA.toUpperCase()}>`, timestamp: 'soon', status: 5 },
      { ...bounce, email: { of: ADA } },
      'nonsense',
      { event: 'spamreport', email: 'bob@example.com', category: {} },
    ])
    expect((await hook(shop, body, await SENDGRID.good(body))).status).toBe(200)
    const reasons = (await table<{ reason: string }>('suppression')).map(({ reason }) => reason)
    expect(reasons.toSorted()).toEqual(['bounce', 'complaint'])
    expect(await table('subscription')).toEqual([])
    const entries = await logged(shop, 'reports_unreadable')
    expect(entries).toMatchObject([{ source: 'email', unreadable: 3, reports: 2 }])
    expect(JSON.stringify(entries)).not.toContain('@')
    expect(await logged(shop, 'hook_unreadable')).toEqual([])
  })

  it('counts for an address with dots in a row, in quotes or without', async () => {
    const shop = await shopWith(SENDGRID)
    for (const email of ['a..b@docomo.ne.jp', 'c.@ezweb.ne.jp']) await shop.subscribe({ email })
    const bounce = { event: 'bounce', type: 'bounce' }
    const body = JSON.stringify([
      { ...bounce, email: '"a..b"@docomo.ne.jp' },
      { ...bounce, email: 'c.@ezweb.ne.jp' },
    ])
    expect((await hook(shop, body, await SENDGRID.good(body))).status).toBe(200)
    expect(await table('suppression')).toHaveLength(2)
    expect(await table('subscription')).toEqual([])
  })

  it('suppresses the address once when it arrives twice', async () => {
    const shop = await shopWith(POSTMARK)
    await shop.subscribe()
    const body = postmark({ RecordType: 'Bounce', Type: 'HardBounce', Email: ADA })
    for (let time = 0; time < 2; time += 1) await hook(shop, body, basic(SECRET))
    expect(await table('suppression')).toHaveLength(1)
  })

  it('from Postmark may carry the secret in a header', async () => {
    const shop = await shopWith(POSTMARK)
    const body = postmark({ RecordType: 'Delivery', Recipient: ADA })
    const headers = { 'X-Webhook-Secret': SECRET }
    expect((await hook(shop, body, { headers })).status).toBe(200)
  })

  it('is not found if the shop sends through Cloudflare’s binding', async () => {
    const shop = await makeShop()
    expect((await hook(shop, '{}', {})).status).toBe(404)
  })
})

describe('a SendGrid signature', () => {
  it('is accepted in the test vector of SendGrid’s own library', async () => {
    // The published test vector of sendgrid-nodejs.
    const publicKey =
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA=='
    const shop = await shopWith({
      ...SENDGRID,
      options: { ...SENDGRID.options, webhookKey: publicKey },
    })
    const body = '{"category":"example_payload","event":"test_event","message_id":"message_id"}'
    const headers = {
      'X-Twilio-Email-Event-Webhook-Signature':
        'MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH2j/0=',
      'X-Twilio-Email-Event-Webhook-Timestamp': '1588788367',
    }
    // Well signed; one event instead of a list of them.
    expect((await hook(shop, body, { headers })).status).toBe(200)
    expect((await hook(shop, `${body} `, { headers })).status).toBe(401)
  })

  it('is accepted whatever the length of its DER integers', async () => {
    const shop = await shopWith(SENDGRID)
    for (let n = 0; n < 40; n += 1) {
      const body = `[${' '.repeat(n)}]`
      expect((await hook(shop, body, await sendGrid(body))).status).toBe(200)
    }
  })
})

describe('the subscription confirmation of an SNS topic', () => {
  const AT_SNS = `https://sns.eu-north-1.amazonaws.com${CERTIFICATE}`
  const greeting = (SubscribeURL: string, changes = {}) => {
    const message = { Type: 'SubscriptionConfirmation', Token: 't', Message: '…', SubscribeURL }
    return bySns(JSON.stringify(message), { SigningCertURL: AT_SNS, ...changes })
  }

  /** Answers calls to SNS, and lists those that are not for its certificate. */
  function atSns(status: number): string[] {
    const called: string[] = []
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
      if (String(url) === AT_SNS) return new Response(SNS_CERTIFICATE)
      called.push(String(url))
      return new Response('', { status })
    })
    return called
  }

  const LINK = 'https://sns.eu-north-1.amazonaws.com/?Action=ConfirmSubscription&Token=t'

  it('is accepted by calling its link', async () => {
    const shop = await shopWith(SES)
    const called = atSns(200)
    const answer = await hook(shop, '', await greeting(LINK))
    expect(answer.status).toBe(200)
    expect(called).toEqual([LINK])
  })

  it('is answered 401 if its link fails, so that SNS repeats it', async () => {
    const shop = await shopWith(SES)
    atSns(500)
    expect((await hook(shop, '', await greeting(LINK))).status).toBe(401)
  })

  it.each([
    'http://sns.eu-north-1.amazonaws.com/?Token=t',
    'https://sns.eu-north-1.amazonaws.com.evil.example/',
    'https://evil.example/?x=https://sns.eu-north-1.amazonaws.com/',
    'https://sns.eu-north-1.amazonaws.com@evil.example/',
    'http://169.254.169.254/latest/meta-data/',
  ])('causes no call to an address that is not SNS: %s', async (link) => {
    const shop = await shopWith(SES)
    const called = atSns(200)
    expect((await hook(shop, '', await greeting(link))).status).toBe(401)
    expect(called).toEqual([])
  })

  it('causes no call with a forged signature', async () => {
    const shop = await shopWith(SES)
    const called = atSns(200)
    const forged = await greeting(LINK, { Signature: btoa('x'.repeat(256)) })
    expect((await hook(shop, '', forged)).status).toBe(401)
    expect(called).toEqual([])
  })

  it.each([
    'http://sns.eu-north-1.amazonaws.com/x.pem',
    'https://sns.eu-north-1.amazonaws.com.evil.example/x.pem',
    'https://sns.eu-north-1.amazonaws.com:8443/x.pem',
    'https://evil.example/sns.eu-north-1.amazonaws.com/x.pem',
    'https://user@sns.eu-north-1.amazonaws.com/x.pem',
    'https://sns.eu-north-1.amazonaws.com/?x=.pem',
    'nonsense',
  ])('reads no certificate from an address that is not of SNS: %s', async (SigningCertURL) => {
    const shop = await shopWith(SES)
    const called = atSns(200)
    expect((await hook(shop, '', await greeting(LINK, { SigningCertURL }))).status).toBe(401)
    expect(called).toEqual([])
  })

  it('is answered 200 without a call if it says that the subscription ended', async () => {
    const shop = await shopWith(SES)
    const called = atSns(200)
    const ended = await greeting(LINK, { Type: 'UnsubscribeConfirmation' })
    expect((await hook(shop, '', ended)).status).toBe(200)
    expect(called).toEqual([])
  })

  it('causes no call without the secret', async () => {
    const shop = await shopWith(SES)
    const called = atSns(200)
    const { body = '' } = await greeting(LINK)
    expect((await hook(shop, body, {})).status).toBe(401)
    expect(called).toEqual([])
  })
})
