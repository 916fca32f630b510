/** Consents to marketing in Klaviyo's dialect: of one person from a page, of many from a backend. */
import { describe, expect, it } from 'vitest'
import { receivedAt } from '../../contract/destinations/suite.ts'
import { KEYS as KLAVIYO } from '../../fakes/klaviyo.ts'
import { KEYS as TURNSTILE } from '../../fakes/turnstile-token.ts'
import { SECRET } from '../../fakes/webhook.ts'
import { breakD1, OVERLOADED } from '../faults.ts'
import {
  ask,
  consents,
  deliver,
  drain,
  fakeUrl,
  logged,
  ORIGIN,
  table,
  type TestShop,
  world,
} from '../harness.ts'
import {
  everyChannel,
  fromBackend,
  fromPage,
  GUIDE,
  inBrief,
  invalid,
  makeSpeaker,
  newCompanyId,
  subscription,
  WORDS,
} from './klaviyo.ts'

const CLIENT = '/client/subscriptions'
const JOBS = '/api/profile-subscription-bulk-create-jobs'
const DECLARED = {
  consent: {
    version: 'k1',
    texts: { en: { ...WORDS, marketing: 'Send me news.' }, sv: { marketing: 'Skicka nyheter.' } },
  },
}
const makeShop = (settings = {}, klaviyo = {}) =>
  makeSpeaker({ ...everyChannel(), ...settings }, { ...DECLARED, ...klaviyo })
const path = (shop: TestShop) => `${CLIENT}?company_id=${shop.publicKey}`

const EMAIL = 'ada@example.com'
const PHONE = '+15005550006'
const SWEDISH = '+46701740605'
const YES = { consent: 'SUBSCRIBED' }
const NEWS = { marketing: YES }

/** The body of a page. */
const one = (attributes: unknown, more = {}) => ({
  data: {
    type: 'subscription',
    attributes: {
      custom_source: 'Back in stock form',
      profile: { data: { type: 'profile', attributes } },
      ...more,
    },
    relationships: { list: { data: { type: 'list', id: 'Y6nRLr' } } },
  },
})

/** The body of a backend. */
const job = (profiles: unknown[], more = {}) => ({
  data: {
    type: 'profile-subscription-bulk-create-job',
    attributes: {
      profiles: { data: profiles.map((attributes) => ({ type: 'profile', attributes })) },
      ...more,
    },
    relationships: { list: { data: { type: 'list', id: 'Y6nRLr' } } },
  },
})

const page = async (shop: TestShop, body: unknown, headers = {}) =>
  inBrief(await fromPage(path(shop), body, headers))
const backend = async (shop: TestShop, body: unknown) =>
  inBrief(await fromBackend(shop, JOBS, body))

/** What is recorded: the channels by their purpose, each once. */
const recorded = async () =>
  (await consents()).map(({ purpose, channel }) => `${purpose} ${channel}`).toSorted()

const STORED = ['consent', 'contact', 'alias', 'subscription', 'outbox']
const stored = async () => (await Promise.all(STORED.map((name) => table(name)))).flat()

const AT = '/data/attributes/profile/data/attributes/subscriptions'
const AT_JOB = '/data/attributes/profiles/data/0/attributes/subscriptions'
const BAD_EMAIL = 'Invalid email address'
const BAD_PHONE = 'Invalid phone number format (Example of a valid format: +12345678901)'
const UNKNOWN_CHANNEL = 'Each channel is one of email, sms, whatsapp.'
const NO_OBJECT = 'This must be an object.'
const NOT_YES = 'The consent must be SUBSCRIBED.'
const NEEDS_IMPORT = "'consented_at' is only for a request with 'historical_import'."

/** What a profile agrees to, in the bodies of every revision. */
const AGREED: [name: string, identifiers: object, subscriptions: unknown, channels: string[]][] = [
  ['e-mail', { email: EMAIL }, { email: NEWS }, ['email']],
  [
    'everything of 2026-07-15',
    { email: EMAIL, phone_number: PHONE },
    {
      email: { marketing: YES, open_tracking: YES },
      sms: { marketing: YES, transactional: YES },
      whatsapp: { marketing: YES },
      push: null,
    },
    ['email', 'sms', 'whatsapp'],
  ],
  ['only what it names', { email: EMAIL, phone_number: PHONE }, { sms: NEWS }, ['sms']],
  ['the lists of 2023-07-15', { phone_number: PHONE }, { sms: ['MARKETING'] }, ['sms']],
  [
    'both kinds of 2023-07-15',
    { email: EMAIL, phone_number: PHONE },
    {
      email: ['MARKETING'],
      sms: ['MARKETING', 'TRANSACTIONAL'],
    },
    ['email', 'sms'],
  ],
  ['transactional alone', { phone_number: PHONE }, { sms: { transactional: YES } }, []],
  ['nothing', { email: EMAIL }, {}, []],
  [
    'null',
    { email: EMAIL, phone_number: null },
    { email: { marketing: YES }, sms: null },
    ['email'],
  ],
]

/** What is wrong with one profile: what it says of itself, where the error points to, and its words. */
const WRONG: [attributes: object, where: string, detail: string][] = [
  [{ email: 'ada', subscriptions: { email: NEWS } }, 'email', BAD_EMAIL],
  [{ email: 7, subscriptions: { email: NEWS } }, 'email', BAD_EMAIL],
  [{ email: ['ada@example.com'], subscriptions: { email: NEWS } }, 'email', BAD_EMAIL],
  [{ subscriptions: { email: NEWS } }, 'email', BAD_EMAIL],
  [{ email: null, phone_number: null, subscriptions: { email: NEWS } }, 'email', BAD_EMAIL],
  [{ phone_number: PHONE, subscriptions: { email: NEWS } }, 'email', BAD_EMAIL],
  [{ email: 'a\u0000da@example.com', subscriptions: {} }, 'email', BAD_EMAIL],
  [{ email: EMAIL, subscriptions: { sms: NEWS } }, 'phone_number', BAD_PHONE],
  [{ phone_number: '0701740605', subscriptions: { sms: NEWS } }, 'phone_number', BAD_PHONE],
  [{ email: EMAIL, phone_number: '+1', subscriptions: {} }, 'phone_number', BAD_PHONE],
  // A number of a country that the shop does not write to, and one that cannot exist.
  [{ phone_number: '+4915112345678', subscriptions: { sms: NEWS } }, 'phone_number', BAD_PHONE],
  [{ phone_number: '+46000000000', subscriptions: { sms: NEWS } }, 'phone_number', BAD_PHONE],
  [{ email: EMAIL, subscriptions: 'email' }, '', NO_OBJECT],
  [{ email: EMAIL, subscriptions: ['email'] }, '', NO_OBJECT],
  [{ email: EMAIL, subscriptions: { push: { marketing: YES, tokens: [] } } }, '', UNKNOWN_CHANNEL],
  [{ email: EMAIL, subscriptions: { 'eve@example.com': NEWS } }, '', UNKNOWN_CHANNEL],
  [{ email: EMAIL, subscriptions: { email: 'MARKETING' } }, '/email', NO_OBJECT],
  [{ email: EMAIL, subscriptions: { email: true } }, '/email', NO_OBJECT],
  [
    { email: EMAIL, subscriptions: { email: { marketing: 'SUBSCRIBED' } } },
    '/email/marketing',
    NO_OBJECT,
  ],
  [
    { email: EMAIL, subscriptions: { email: ['NEWS'] } },
    '/email',
    'Each consent is MARKETING or TRANSACTIONAL.',
  ],
  [
    { email: EMAIL, subscriptions: { email: [null] } },
    '/email',
    'Each consent is MARKETING or TRANSACTIONAL.',
  ],
  [
    { email: EMAIL, subscriptions: { email: { marketing: {} } } },
    '/email/marketing/consent',
    NOT_YES,
  ],
  [
    { email: EMAIL, subscriptions: { email: { marketing: { consent: 'UNSUBSCRIBED' } } } },
    '/email/marketing/consent',
    NOT_YES,
  ],
  [
    { phone_number: PHONE, subscriptions: { sms: { transactional: { consent: 'NEVER' } } } },
    '/sms/transactional/consent',
    NOT_YES,
  ],
  [
    {
      email: EMAIL,
      subscriptions: { email: { marketing: { ...YES, consented_at: '2024-05-06T07:00:00Z' } } },
    },
    '/email/marketing/consented_at',
    NEEDS_IMPORT,
  ],
]

const isAddress = (where: string) => where === 'email' || where === 'phone_number'
/** Parts of what WRONG sends. An error's id is hexadecimal. */
const ECHO = /@|eve|\+1500|\+4[69]/

/** What each row of AGREED is answered, and what is recorded of it: channels and methods. */
async function recordedByRow(send: (attributes: object) => Promise<string>) {
  const found: [string, string, string[], unknown[]][] = []
  for (const [name, identifiers, subscriptions] of AGREED) {
    const answer = await send({ ...identifiers, subscriptions })
    const rows = await consents()
    expect(rows.every(({ purpose }) => purpose === 'marketing')).toBe(true)
    expect(await table('contact')).toHaveLength(rows.length > 0 ? 1 : 0)
    const channels = rows.map(({ channel }) => String(channel)).toSorted()
    const methods = [...new Set(rows.map(({ method }) => method))]
    found.push([name, answer, channels, methods])
    await world.env.DB.batch(
      ['consent', 'contact'].map((from) => world.env.DB.prepare(`DELETE FROM ${from}`)),
    )
  }
  return found
}

describe('consents of a page', () => {
  it('record marketing over what they name, in the bodies of every revision', async () => {
    const shop = await makeShop()
    const found = await recordedByRow((attributes) => page(shop, one(attributes)))
    expect(found).toEqual(
      AGREED.map(([name, , , channels]) => [
        name,
        '202',
        channels,
        channels.length > 0 ? ['form'] : [],
      ]),
    )
  })

  it('without subscriptions record marketing over each address, as Klaviyo does', async () => {
    const shop = await makeShop()
    expect(await page(shop, one({ email: EMAIL, phone_number: PHONE }))).toBe('202')
    expect(await recorded()).toEqual(['marketing email', 'marketing sms'])
  })

  it('may have their identifiers beside the list, as the guide’s example for SMS does', async () => {
    const shop = await makeShop()
    const flat = { list_id: 'Y6nRLr', custom_source: 'Back in Stock', phone_number: PHONE }
    expect(await page(shop, { data: { type: 'subscription', attributes: flat } })).toBe('202')
    expect(await recorded()).toEqual(['marketing sms'])
    const wrong = { data: { type: 'subscription', attributes: { ...flat, phone_number: '12' } } }
    expect(await page(shop, wrong)).toBe(GUIDE.phone)
  })

  it('are recorded in the declared words of their language, with the page and the visitor', async () => {
    const shop = await makeShop()
    const headers = { Referer: `${ORIGIN}/p/tee?utm=1`, 'User-Agent': 'Browser' }
    await page(shop, one({ email: EMAIL, locale: 'sv_SE' }), headers)
    await page(shop, one({ email: 'bob@example.com', locale: '{{ locale }}' }), {
      Referer: 'https://elsewhere.example/p',
    })
    const about = {
      purpose: 'marketing',
      version: 'k1',
      words: 'declared',
      method: 'form',
      sku: '',
    }
    const rows = (await consents()).toSorted((a, b) =>
      String(a['text']) < String(b['text']) ? 1 : -1,
    )
    expect(rows).toMatchObject([
      {
        ...about,
        locale: 'sv-SE',
        text: 'Skicka nyheter.',
        page: `${ORIGIN}/p/tee`,
        user_agent: 'Browser',
        ip: expect.stringMatching(/\.0$/),
      },
      { ...about, locale: '', text: 'Send me news.', page: null },
    ])
  })

  it('are refused with the first fault, and then nothing is stored', async () => {
    const shop = await makeShop()
    const answers: string[] = []
    for (const [attributes] of WRONG) answers.push(await page(shop, one(attributes)))
    expect(answers).toEqual(
      WRONG.map(([, where, detail]) =>
        invalid(isAddress(where) ? `/data/attributes/${where}` : AT + where, detail),
      ),
    )
    expect(answers.join()).not.toMatch(ECHO)
    expect(await stored()).toEqual([])
  })

  it('are refused in a wrong shape', async () => {
    const rows: [name: string, body: unknown, pointer: string, detail: string][] = [
      ['null', null, '/data', "'data' must be an object."],
      ['a list', [], '/data', "'data' is a required field."],
      ['a number', 7, '/data', "'data' must be an object."],
      [
        'no attributes',
        { data: { type: 'subscription' } },
        '/data/attributes',
        "'attributes' is a required field.",
      ],
      [
        'another type',
        { data: { type: 'list', attributes: {} } },
        '/data/type',
        'The type is not the one that this address takes.',
      ],
      [
        'a profile of another type',
        one({}, { profile: { data: { type: 'person', attributes: {} } } }),
        '/data/attributes/profile/data/type',
        'The type is not the one that this address takes.',
      ],
      [
        'a profile without attributes',
        one({}, { profile: { data: { type: 'profile' } } }),
        '/data/attributes/profile/data/attributes',
        "'attributes' is a required field.",
      ],
    ]
    const shop = await makeShop()
    const answers: [string, string][] = []
    for (const [name, body] of rows) answers.push([name, await page(shop, body)])
    expect(answers).toEqual(
      rows.map(([name, , pointer, detail]) => [name, invalid(pointer, detail)]),
    )
  })

  it('answer the preflight, every spelling of the address, and no other method', async () => {
    const alias = newCompanyId()
    const shop = await makeShop({}, { companyIds: [alias] })
    const preflight = await ask(path(shop), {
      method: 'OPTIONS',
      headers: {
        Origin: ORIGIN,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type,revision',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toBe('content-type,revision')
    const body = one({ email: EMAIL })
    const answer = await fromPage(`${CLIENT}/?company_id=${alias}`, body)
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN)
    expect(await inBrief(answer)).toBe('202')
    const proxied = { Authorization: 'Klaviyo-API-Key pk_of_nobody' }
    expect(await page(shop, body, proxied)).toBe('202')
    expect(await page(shop, body, { 'Content-Type': 'application/vnd.api+json' })).toBe('202')
    expect(await page(shop, body, { 'Content-Type': 'text/plain' })).toMatch(/^415 /)
    expect(await page(shop, body, { Origin: 'https://elsewhere.example' })).toMatch(/^403 /)
    expect(await page(shop, '{"data":')).toMatch(/^400 .*parse_error/)
    expect(await page(shop, one({ email: EMAIL, title: 'x'.repeat(9000) }))).toMatch(/^413 /)
    const wrong = await fromPage(`${CLIENT}?company_id=TESTER`, body)
    expect(await inBrief(wrong)).toBe(GUIDE.companyId(' TESTER'))
    const get = await ask(path(shop), { headers: { Origin: ORIGIN } })
    expect(get.headers.get('Allow')).toBe('POST, OPTIONS')
    expect(await inBrief(get)).toMatch(/^405 /)
    expect(await table('consent')).toHaveLength(1)
  })

  it('are held to the limits and the ceiling of new contacts, with Retry-After', async () => {
    const shop = await makeShop({ limits: { newContactsPerHour: 1 } })
    expect(await page(shop, one({ email: EMAIL }))).toBe('202')
    const answer = await fromPage(path(shop), one({ email: 'bob@example.com' }))
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect(await inBrief(answer)).toMatch(/^429 /)
    expect(await table('contact')).toHaveLength(1)
    const busy = await makeShop()
    world.env = { ...world.env, LIMIT_ADDRESS: { limit: async () => ({ success: false }) } }
    const limited = await fromPage(path(busy), one({ email: EMAIL }))
    expect(limited.headers.get('Retry-After')).toBe('60')
    expect(await inBrief(limited)).toMatch(/^429 /)
  })

  it('are recorded and not passed on where the shop uses Turnstile: no token can come', async () => {
    const baseUrl = fakeUrl('webhook')
    const shop = await makeSpeaker(
      {
        turnstile: { ...TURNSTILE, baseUrl: fakeUrl('turnstile') },
        destinations: [
          { type: 'email' },
          { type: 'webhook', url: `${baseUrl}/hook`, secret: SECRET },
        ],
      },
      DECLARED,
    )
    expect(await page(shop, one({ email: EMAIL }))).toBe('202')
    expect(await recorded()).toEqual(['marketing email'])
    await drain()
    expect(await table('outbox')).toEqual([])
    expect(await logged(shop, 'consent_unconfirmed')).toEqual([{ count: 1 }])
    expect(await backend(shop, job([{ email: EMAIL, subscriptions: { email: NEWS } }]))).toBe('202')
    expect(await table('outbox')).toMatchObject([{ call: 'consent' }])
  })

  it('wait while D1 is overloaded', async () => {
    const shop = await makeShop()
    await page(shop, one({ email: 'bob@example.com' }))
    const mend = breakD1(OVERLOADED)
    const answers = [
      await page(shop, one({ email: EMAIL })),
      await backend(shop, job([{ email: EMAIL, subscriptions: { email: NEWS } }])),
    ]
    mend()
    expect(answers).toEqual(['202', expect.stringMatching(/^503 /)])
    for (const message of world.queued.splice(0)) await deliver(message)
    expect(await recorded()).toEqual(['marketing email', 'marketing email'])
  })
})

describe('a job of consents', () => {
  it('records marketing over what it names, in the bodies of every revision', async () => {
    const shop = await makeShop()
    const found = await recordedByRow((attributes) => backend(shop, job([attributes])))
    expect(found).toEqual(
      AGREED.map(([name, , , channels]) => [
        name,
        '202',
        channels,
        channels.length > 0 ? ['api'] : [],
      ]),
    )
  })

  it('is refused with the first fault of a profile, and then nothing of it is stored', async () => {
    const shop = await makeShop()
    const right = { email: 'bob@example.com', subscriptions: { email: NEWS } }
    const second = AT_JOB.replace('/0/', '/1/')
    const answers: string[] = []
    for (const [attributes] of WRONG) answers.push(await backend(shop, job([right, attributes])))
    expect(answers).toEqual(
      WRONG.map(([, where, detail]) =>
        invalid(isAddress(where) ? second.replace('subscriptions', where) : second + where, detail),
      ),
    )
    expect(answers.join()).not.toMatch(ECHO)
    expect(await stored()).toEqual([])
  })

  it('takes a thousand profiles, and no more', async () => {
    const shop = await makeShop()
    const profile = (n: number) => ({ email: `p${n}@example.com`, subscriptions: { email: NEWS } })
    const profiles = Array.from({ length: 1001 }, (_, n) => profile(n))
    expect(await backend(shop, job(profiles))).toBe(
      invalid('/data/attributes/profiles/data', 'At most 1000 profiles can be sent at a time.'),
    )
    expect(await backend(shop, job([]))).toBe(
      invalid('/data/attributes/profiles/data', 'Name at least one profile.'),
    )
    expect(await backend(shop, job(profiles.slice(1)))).toBe('202')
    expect(await table('contact')).toHaveLength(1000)
  })

  const old = (consented_at: unknown) => ({
    email: EMAIL,
    subscriptions: { email: { marketing: { ...YES, consented_at } } },
  })
  const TIME_AT = `${AT_JOB}/email/marketing/consented_at`
  const IN_PAST = "'consented_at' must be a time in the past, for example 2024-05-06T07:00:00Z."
  const NEEDED = "'consented_at' is required with 'historical_import'."

  it('of a historical import records when each consent was given', async () => {
    const shop = await makeShop()
    const profiles = [
      old('2024-05-06T07:00:00Z'),
      { ...old('2023-01-02T03:04:05.678+01:00'), email: 'b@example.com' },
    ]
    expect(await backend(shop, job(profiles, { historical_import: true }))).toBe('202')
    expect((await consents()).map(({ at }) => at).toSorted()).toEqual([
      Date.UTC(2023, 0, 2, 2, 4, 5, 678),
      Date.UTC(2024, 4, 6, 7),
    ])
  })

  it('of a historical import is refused at a time that is none, or not in the past', async () => {
    const rows: [time: unknown, detail: string][] = [
      [undefined, NEEDED],
      [null, NEEDED],
      ['2999-01-01T00:00:00Z', IN_PAST],
      ['0001-01-01T00:00:00Z', IN_PAST],
      ['2024-05-06', IN_PAST],
      ['2024-05-06T07:00:00', IN_PAST],
      ['2024-13-06T07:00:00Z', IN_PAST],
      ['yesterday', IN_PAST],
      [1714978800000, IN_PAST],
      [{}, IN_PAST],
    ]
    const shop = await makeShop()
    const answers: [unknown, string][] = []
    for (const [time] of rows) {
      answers.push([time, await backend(shop, job([old(time)], { historical_import: true }))])
    }
    expect(answers).toEqual(rows.map(([time, detail]) => [time, invalid(TIME_AT, detail)]))
    expect(await stored()).toEqual([])
  })

  it('of a historical import cannot be in the lists of 2023, which have no times', async () => {
    const shop = await makeShop()
    const listed = { email: EMAIL, subscriptions: { email: ['MARKETING'] } }
    const body = job([listed], { historical_import: true })
    expect(await backend(shop, body)).toBe(invalid(`${AT_JOB}/email`, NEEDED))
  })

  it('is refused in a wrong shape', async () => {
    const rows: [name: string, body: unknown, pointer: string, detail: string][] = [
      [
        'no profiles',
        job([], { profiles: null }),
        '/data/attributes/profiles',
        "'profiles' must be an object.",
      ],
      [
        'an object of profiles',
        job([], { profiles: { data: {} } }),
        '/data/attributes/profiles/data',
        "'data' must be a list.",
      ],
      [
        'a null among them',
        job([], { profiles: { data: [null] } }),
        '/data/attributes/profiles/data/0',
        "'0' must be an object.",
      ],
      [
        'an import that is no boolean',
        job([{}], { historical_import: 'yes' }),
        '/data/attributes/historical_import',
        "'historical_import' must be true or false.",
      ],
      ['no subscriptions', job([{ email: EMAIL }]), AT_JOB, "'subscriptions' is a required field."],
      [
        'a locale that is none',
        job([{ email: EMAIL, locale: 'english', subscriptions: {} }]),
        AT_JOB.replace('subscriptions', 'locale'),
        'Invalid locale',
      ],
      [
        'the body of a page',
        one({ email: EMAIL }),
        '/data/type',
        'The type is not the one that this address takes.',
      ],
    ]
    const shop = await makeShop()
    const answers: [string, string][] = []
    for (const [name, body] of rows) answers.push([name, await backend(shop, body)])
    expect(answers).toEqual(
      rows.map(([name, , pointer, detail]) => [name, invalid(pointer, detail)]),
    )
  })

  it('needs a key for everything, and cannot be read: Klaviyo has no way to either', async () => {
    const shop = await makeShop()
    const body = job([{ email: EMAIL, subscriptions: { email: NEWS } }])
    expect(await inBrief(await fromPage(JOBS, body))).toBe(GUIDE.key)
    const made = await shop.api('POST', '/v1/keys', { name: 'stock', scopes: ['stock', 'people'] })
    const { secretKey } = await made.json<{ secretKey: string }>()
    const stock = await fromBackend({ ...shop, secretKey }, JOBS, body)
    expect(await inBrief(stock)).toMatch(/^403 /)
    expect(await inBrief(await fromBackend(shop, `${JOBS}/`, body))).toBe('202')
    const headers = { Authorization: `Klaviyo-API-Key ${shop.secretKey}` }
    const read = await ask(JOBS, { headers })
    expect(read.headers.get('Allow')).toBe('POST')
    expect(await inBrief(read)).toMatch(/^405 /)
    expect(await inBrief(await ask(`${JOBS}/01J`, { headers }))).toMatch(/^404 /)
    const gone = JOBS.replace('create', 'delete')
    expect(await inBrief(await fromBackend(shop, gone, body))).toMatch(/^404 /)
  })
})

describe('consents over Klaviyo’s dialect', () => {
  it('are refused without declared words, and the answer and the log name the setting', async () => {
    const shop = await makeShop({}, { consent: { version: 'k1', texts: { en: WORDS } } })
    const attributes = { email: EMAIL, subscriptions: { email: NEWS } }
    for (const answer of [
      await page(shop, one(attributes)),
      await backend(shop, job([attributes])),
    ]) {
      expect(answer).toMatch(/^400 .*needs? marketing in dialects\.klaviyo\.consent\.texts/)
    }
    expect(await stored()).toEqual([])
    expect(await logged(shop, 'dialect_words_missing')).toEqual([{ reason: 'klaviyo:marketing' }])
  })

  it('are refused over a channel that the shop does not offer', async () => {
    const shop = await makeSpeaker({}, DECLARED)
    const attributes = {
      email: EMAIL,
      phone_number: SWEDISH,
      subscriptions: { email: NEWS, sms: NEWS },
    }
    const detail = 'The shop does not offer one of the channels.'
    expect(await page(shop, one(attributes))).toContain(invalid(AT, detail))
    expect(await backend(shop, job([attributes]))).toContain(invalid(AT_JOB, detail))
    expect(await stored()).toEqual([])
  })

  it('to alerts by SMS are marketing, too, where the shop says that its words ask for it', async () => {
    const recordedAs = async (smsConsent: string) => {
      const baseUrl = fakeUrl('klaviyo')
      const { privateKey, listId } = KLAVIYO
      const klaviyo = {
        type: 'klaviyo',
        privateKey,
        listId,
        baseUrl,
        catalog: '$custom:::$default',
      }
      const shop = await makeSpeaker(
        {
          channels: ['sms'],
          smsCountries: ['US'],
          destinations: [{ ...klaviyo, channels: ['sms'], smsConsent }],
          consent: { version: 'w1', texts: { en: { sms: 'Text me, also with offers.' } } },
        },
        DECLARED,
      )
      const body = subscription({ phone_number: PHONE }, ['SMS'])
      const to = '/client/back-in-stock-subscriptions'
      await fromPage(`${to}?company_id=${shop.publicKey}`, body)
      await drain()
      const sent = (await receivedAt(baseUrl)).find((call) => call.path.startsWith(JOBS))
      return /"subscriptions":(\{.*?\}\}\})/.exec(JSON.stringify(sent?.body))?.[1]
    }
    const transactional = '"transactional":{"consent":"SUBSCRIBED"}'
    expect(await recordedAs('transactional')).toBe(`{"sms":{${transactional}}}`)
    expect(await recordedAs('marketing')).toBe(
      `{"sms":{"marketing":{"consent":"SUBSCRIBED"},${transactional}}}`,
    )
  })

  it('of a suppressed person are answered as all others, and not stored', async () => {
    const shop = await makeShop()
    await shop.api('PUT', '/v1/suppressions', { email: EMAIL })
    const attributes = { email: EMAIL, subscriptions: { email: NEWS } }
    expect(await page(shop, one(attributes))).toBe('202')
    expect(await backend(shop, job([attributes]))).toBe('202')
    expect(await stored()).toEqual([])
  })

  it('are 403 where the dialect is off', async () => {
    const shop = await makeSpeaker({ dialects: {} })
    const attributes = { email: EMAIL, subscriptions: { email: NEWS } }
    expect(await page(shop, one(attributes))).toMatch(/^403 .*dialects\.klaviyo/)
    expect(await backend(shop, job([attributes]))).toMatch(/^403 .*dialects\.klaviyo/)
  })
})
