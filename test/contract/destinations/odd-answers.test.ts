/**
 * The answers of Voyado, Voyado for Centra, Sequenzy, a webhook's receiver and Turnstile, with every field
 * broken in turn. An odd answer never turns an accepted call into a repeated or dead one, nor a refusal into
 * a success.
 */
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Call } from '../../../worker/connectors/destinations/call.ts'
import type { Calls } from '../../../worker/connectors/destinations/contract.ts'
import type { Outcome } from '../../../worker/connectors/destinations/outcome.ts'
import { SequenzyOptions } from '../../../worker/connectors/destinations/sequenzy/options.ts'
import { sequenzy } from '../../../worker/connectors/destinations/sequenzy/sequenzy.ts'
import { VoyadoCentraOptions } from '../../../worker/connectors/destinations/voyado-centra/options.ts'
import { voyadoCentra } from '../../../worker/connectors/destinations/voyado-centra/voyado-centra.ts'
import { VoyadoOptions } from '../../../worker/connectors/destinations/voyado/options.ts'
import { voyado } from '../../../worker/connectors/destinations/voyado/voyado.ts'
import { WebhookOptions } from '../../../worker/connectors/destinations/webhook/options.ts'
import { webhook } from '../../../worker/connectors/destinations/webhook/webhook.ts'
import type { Context } from '../../../worker/connectors/contract.ts'
import { judgementOf } from '../../../worker/connectors/turnstile/rules.ts'
import { SECRET } from '../../fakes/webhook.ts'
import { type Broken, brokenFields, retypedFields } from '../broken.ts'

interface Said {
  status: number
  /** Sent as JSON, unless it is text. */
  body?: unknown
}

/** A request by its method and the end of its path, and the answer to it. */
type Answers = Record<string, Said>

/**
 * Stands in for the servers, so that thousands of answers are cheap. `answers` may be replaced; `asked` has
 * the requests since then.
 */
const upstream = { answers: {} as Answers, asked: [] as string[] }

function answering(answers: Answers): string[] {
  upstream.answers = answers
  upstream.asked = []
  return upstream.asked
}

beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const { pathname } = new URL(String(input))
    const line = `${init?.method} ${pathname}`
    const { answers, asked } = upstream
    asked.push(line)
    const said = Object.entries(answers).find(([route]) => {
      const [method, end = ''] = route.split(' ')
      return method === init?.method && pathname.endsWith(end)
    })?.[1]
    if (!said) throw new Error(`no answer to ${line}`)
    const { status, body } = said
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    return new Response(status === 204 ? null : (text ?? null), { status })
  })
})
afterEach(() => vi.restoreAllMocks())

const CALL: Call = {
  key: 'key-1',
  at: 1_700_000_000_000,
  subscriptionId: '0190a0b0-0000-7000-8000-000000000001',
  contactId: 'AKLfIWnvpIs_KyV0NVRnRg',
  channels: ['email'],
  to: { email: 'ada@example.com' },
  sku: '4711',
  locale: 'sv-SE',
  externalId: '4',
  quantity: 1,
  product: { title: 'Tee', url: 'https://acme.example/p/tee' },
}
const CONTEXT = {
  shop: { settings: { defaultLocale: 'en', country: 'SE', destinations: [], sources: [] } },
} as unknown as Context

/** Bodies that no document names. */
const ODD = ['', 'null', '[]', '{}', '1', '"OK"', '<html><p>Thank you</p></html>', '{"id":', 'OK']

const oddBodies: Broken[] = ODD.map((body) => ({ path: '', instead: body, payload: body }))

/** Every version of a payload with one field broken, and with one retyped. */
const variants = (payload: unknown, decides: readonly string[] = []): Broken[] => [
  ...brokenFields(payload, decides),
  ...retypedFields(payload),
]

interface Result {
  one: Broken
  outcome: Outcome | undefined
  asked: string[]
}

/** The cases that did not end as they must; one comparison for all, because there are thousands. */
const wrong = (results: Result[], isRight: (result: Result) => boolean): unknown[] =>
  results.filter((result) => !isRight(result)).map(({ one, outcome }) => ({ one, outcome }))

/** Makes a call once for each version of an answer, and gives the outcomes that came. */
async function each(
  cases: Broken[],
  make: () => Calls,
  call: (calls: Calls) => Promise<Outcome> | undefined,
  answersOf: (payload: unknown) => Answers,
): Promise<Result[]> {
  const results: Result[] = []
  for (const one of cases) {
    const asked = answering(answersOf(one.payload))
    results.push({ one, outcome: await call(make()), asked })
  }
  return results
}

const idIn = (outcome: Outcome | undefined): string | undefined =>
  outcome?.kind === 'accepted' ? outcome.id : undefined
const counted = (asked: string[], method: string, end: string): number =>
  asked.filter((line) => line.startsWith(method) && line.endsWith(end)).length

const CONTACT = 'f5774867-8358-111f-85a4-af1200eced95'
const SUBSCRIPTION = 'cba5aba5-cf3c-40f5-a4db-b0d100bb2c7a'
const made = {
  id: SUBSCRIPTION,
  contactId: CONTACT,
  sku: '4711',
  locale: 'sv-SE',
  externalId: '4',
  createdOn: '2023-12-07T12:21:28+01:00',
}
const other = { ...made, id: 'aaaaaaaa-cf3c-40f5-a4db-b0d100bb2c7a', sku: 'VASE' }
const contact = {
  id: CONTACT,
  attributes: { firstName: 'Ada', points: 3 },
  meta: { contactType: 'Contact' },
  preferences: { acceptsEmail: false, acceptsSms: false },
  consents: [{ id: 'backInStock', value: true }],
}
const fault = {
  errorCode: 'InvalidArgument',
  message: 'Invalid argument',
  messageDetails: { field: 'locale' },
  validationErrors: [{ errorDescription: 'Unknown locale' }],
}

describe('an odd answer of Voyado', () => {
  const engage = (changes = {}) =>
    voyado.create(
      v.parse(VoyadoOptions, {
        type: 'voyado',
        baseUrl: 'https://acme.voyado.com',
        apiKey: 'key',
        contactType: 'Contact',
        ...changes,
      }),
      CONTEXT,
    )
  const subscribe = (calls: Calls) => calls.subscribe?.(CALL)
  const KNOWN: Answers = {
    'GET /contacts/id': { status: 200, body: JSON.stringify(CONTACT) },
    'GET /backinstock/subscriptions': { status: 202, body: { data: [] } },
    'POST /backinstock/subscriptions': { status: 201, body: made },
    'POST /contacts': { status: 201, body: contact },
    [`DELETE /${SUBSCRIPTION}`]: { status: 204 },
  }
  const withAnswer = (route: string, status: number) => (body: unknown) => ({
    ...KNOWN,
    [route]: { status, body },
  })

  it('to a new subscription leaves it accepted, and makes no second one', async () => {
    const route = 'POST /backinstock/subscriptions'
    const results = await each(
      [...variants(made), ...oddBodies],
      engage,
      subscribe,
      withAnswer(route, 201),
    )
    const isRight = ({ outcome, asked }: Result) =>
      outcome?.kind === 'accepted' && counted(asked, 'POST', '/subscriptions') === 1
    expect(wrong(results, isRight)).toEqual([])
    expect(results).toHaveLength(101)
  })

  it('to a new contact makes no second contact, and goes on to the subscription', async () => {
    const route = 'POST /contacts'
    // Voyado finds the contact only once it was made.
    const results: Result[] = []
    for (const one of [...variants(contact), ...oddBodies]) {
      const answers = withAnswer(route, 201)(one.payload)
      const lookUp = { status: 404, body: { errorCode: 'ContactNotFound' } as unknown }
      answers['GET /contacts/id'] = lookUp
      const asked = answering(answers)
      const push = asked.push.bind(asked)
      asked.push = (line) => {
        if (line.endsWith('/contacts')) Object.assign(lookUp, { status: 200, body: `"${CONTACT}"` })
        return push(line)
      }
      results.push({ one, outcome: await subscribe(engage()), asked })
    }
    const isRight = ({ outcome, asked }: Result) =>
      idIn(outcome) === SUBSCRIPTION &&
      counted(asked, 'POST', '/contacts') === 1 &&
      counted(asked, 'POST', '/subscriptions') === 1
    expect(wrong(results, isRight)).toEqual([])
    expect(results).toHaveLength(202)
  })

  it('to the look-up of a contact is read as far as it can be', async () => {
    const outcomeFor = async (body: string) => {
      const asked = answering({ ...KNOWN, 'GET /contacts/id': { status: 200, body } })
      const outcome = await subscribe(engage())
      return [outcome?.kind, counted(asked, 'POST', '/contacts')]
    }
    for (const body of [`"${CONTACT}"`, CONTACT, ` ${CONTACT}\n`, `{"id":"${CONTACT}"}`, '4711']) {
      expect([body, await outcomeFor(body)]).toEqual([body, ['accepted', 0]])
    }
    // The answer has no contact, but Voyado refuses a second contact with the address.
    for (const body of ['', 'null', '""']) {
      expect([body, await outcomeFor(body)]).toEqual([body, ['accepted', 1]])
    }
    for (const body of ['<html>Bad gateway</html>', '{}', '[]', 'true', `"${'x'.repeat(101)}"`]) {
      expect([body, await outcomeFor(body)]).toEqual([body, ['retry', 0]])
    }
  })

  it('that lists subscriptions hides none of them', async () => {
    // These fields identify the subscription of the call.
    const decides = ['data.1.sku', 'data.1.locale', 'data.1.externalId']
    const list = { data: [other, made, other], paging: { next: 2 } }
    const results = await each(
      variants(list, decides),
      engage,
      subscribe,
      withAnswer('GET /backinstock/subscriptions', 202),
    )
    const isRight = ({ one, outcome, asked }: Result) =>
      outcome?.kind === 'accepted' &&
      (idIn(outcome) === SUBSCRIPTION) === (one.path !== 'data.1.id') &&
      counted(asked, 'POST', '/subscriptions') === 0
    expect(wrong(results, isRight)).toEqual([])
    expect(results).toHaveLength(290)
  })

  it('that lists subscriptions in another shape stops no new subscription', async () => {
    for (const body of ['', 'null', '[]', '{}', '{"data":null}', '{"data":{}}', '{"items":[]}']) {
      const asked = answering(withAnswer('GET /backinstock/subscriptions', 200)(body))
      expect([body, (await subscribe(engage()))?.kind]).toEqual([body, 'accepted'])
      expect([body, counted(asked, 'POST', '/subscriptions')]).toEqual([body, 1])
    }
    answering(withAnswer('GET /backinstock/subscriptions', 200)('<html></html>'))
    expect(await subscribe(engage())).toMatchObject({ kind: 'retry' })
  })

  it('never leaves a person subscribed who cancels', async () => {
    const cancel = async (body: unknown) => {
      const asked = answering(withAnswer('GET /backinstock/subscriptions', 200)(body))
      const outcome = await engage().cancel?.(CALL)
      return [outcome?.kind, counted(asked, 'DELETE', SUBSCRIPTION)]
    }
    for (const body of [{ data: [made] }, [made], { data: { 0: other, 2: made } }]) {
      expect(await cancel(body)).toEqual(['accepted', 1])
    }
    expect(await cancel({ data: [] })).toEqual(['accepted', 0])
    // The subscription may exist: the call is tried again later.
    for (const body of [{}, { items: [made] }, { data: 'none' }, { data: [{ ...made, id: {} }] }]) {
      expect(await cancel(body)).toEqual(['retry', 0])
    }
  })

  it('about several contacts is never taken for one contact', async () => {
    const several = {
      ...fault,
      errorCode: 'MultipleMatches',
      messageDetails: { multipleMatchesFound: [CONTACT, '4711'] },
    }
    const answers = withAnswer('GET /contacts/id', 409)
    const refusing = await each(variants(several), engage, subscribe, answers)
    const isRefused = ({ outcome, asked }: Result) =>
      outcome?.kind === 'refused' && outcome.reason === 'multiple_matches' && asked.length === 1
    expect(wrong(refusing, isRefused)).toEqual([])
    expect(refusing).toHaveLength(136)
    const lists = new Set(['messageDetails.multipleMatchesFound', 'messageDetails'])
    const first = () => engage({ whenSeveral: 'first' })
    const taking = await each(variants(several), first, subscribe, answers)
    const isTaken = ({ one, outcome }: Result) =>
      outcome?.kind === 'accepted' || (lists.has(one.path) && outcome?.kind === 'refused')
    expect(wrong(taking, isTaken)).toEqual([])
  })

  it.each([
    { status: 400, kind: 'refused' },
    { status: 401, kind: 'parked' },
    { status: 403, kind: 'parked' },
    { status: 404, kind: 'parked' },
    { status: 422, kind: 'refused' },
    { status: 500, kind: 'retry' },
  ])('with status $status stays what it is: $kind', async ({ status, kind }) => {
    const route = 'POST /backinstock/subscriptions'
    const results = await each(
      [...variants(fault), ...oddBodies],
      engage,
      subscribe,
      withAnswer(route, status),
    )
    const isRight = ({ one, outcome }: Result) => {
      const known = !['errorCode', ''].includes(one.path) && kind !== 'retry'
      const reasons = known ? ['invalid_argument'] : [`http_${status}`, 'nonsense']
      return outcome?.kind === kind && 'reason' in outcome && reasons.includes(outcome.reason)
    }
    expect(wrong(results, isRight)).toEqual([])
    expect(results).toHaveLength(114)
  })
})

describe('an odd answer of Sequenzy', () => {
  const relay = (changes = {}) =>
    sequenzy.create(
      v.parse(SequenzyOptions, { type: 'sequenzy', apiKey: 'key', ...changes }),
      CONTEXT,
    )
  const call: Call = {
    ...CALL,
    siblings: async () => [{ sku: '4711', quantity: 0, sellable: false, product: TEE }],
  }
  const TEE = { title: 'Tee', url: 'https://acme.example/p/tee' }
  const upserted = {
    success: true,
    upserted: 1,
    backInStockEventsTriggered: 0,
    products: [{ productId: 'TEE', variants: [{ variantId: '4711', inStock: false }] }],
  }
  const asked = { success: true, subscriberId: 'sub_abc123' }
  const event = {
    success: true,
    subscriber: { id: 'sub_abc123', email: 'ada@example.com', created: true },
    event: { id: 'evt_1', name: 'back_in_stock', definitionCreated: false },
  }
  const refusal = { success: false, error: { code: 'plan', message: 'Not in your plan' } }
  const GOOD: Answers = {
    'POST /products': { status: 200, body: upserted },
    'POST /back-in-stock': { status: 200, body: asked },
    'POST /events': { status: 200, body: event },
  }
  const calls: Record<string, (one: Calls) => Promise<Outcome> | undefined> = {
    'POST /products': (one) => one.subscribe?.(call),
    'POST /back-in-stock': (one) => one.subscribe?.(call),
    'POST /events': (one) => one.notify?.(call),
  }
  const makeFor = (route: string) => () =>
    relay(route === 'POST /events' ? { mode: 'deferred' } : {})
  const run = (route: string, cases: Broken[], status = 200) =>
    each(cases, makeFor(route), calls[route] ?? (() => undefined), (body) => ({
      ...GOOD,
      [route]: { status, body },
    }))

  it.each([
    { route: 'POST /products', body: upserted, cases: 136 },
    { route: 'POST /back-in-stock', body: asked, cases: 15 },
    { route: 'POST /events', body: event, cases: 118 },
  ])('to $route leaves the call accepted', async ({ route, body, cases }) => {
    const results = await run(route, variants(body, ['success']))
    const isRight = ({ outcome, asked: lines }: Result) =>
      outcome?.kind === 'accepted' && lines.length === (route === 'POST /events' ? 1 : 2)
    expect(wrong(results, isRight)).toEqual([])
    expect(results).toHaveLength(cases)
    expect(wrong(await run(route, oddBodies), isRight)).toEqual([])
  })

  it('names the subscriber by a text or a number', async () => {
    const named = async (subscriberId: unknown) => {
      const [result] = await run('POST /back-in-stock', [
        { path: '', instead: '', payload: { success: 'true', subscriberId } },
      ])
      return result?.outcome
    }
    expect(await named(4711)).toEqual({ kind: 'accepted', id: '4711' })
    expect(await named('sub_1')).toEqual({ kind: 'accepted', id: 'sub_1' })
    expect(await named(null)).toEqual({ kind: 'accepted' })
  })

  it.each(['POST /products', 'POST /back-in-stock', 'POST /events'])(
    'to %s that says it failed stays a refusal',
    async (route) => {
      const cases = [
        ...variants(refusal, ['success']),
        ...['false', 0, '0', null, undefined, 'nonsense', {}].map((success) => ({
          path: 'success',
          instead: String(success),
          payload: { ...refusal, success },
        })),
        ...['false', 0, '0', false].map((success) => ({
          path: 'success',
          instead: String(success),
          payload: { success },
        })),
      ]
      const results = await run(route, cases)
      const isRefused = ({ outcome }: Result) =>
        outcome?.kind === 'refused' && outcome.reason === 'not_successful'
      expect(wrong(results, isRefused)).toEqual([])
      expect(results).toHaveLength(56)
    },
  )

  it.each([
    { status: 400, kind: 'refused' },
    { status: 401, kind: 'parked' },
    { status: 404, kind: 'parked' },
    { status: 409, kind: 'accepted' },
    { status: 500, kind: 'retry' },
  ])('with status $status stays what it is: $kind', async ({ status, kind }) => {
    const results = await run('POST /back-in-stock', [...variants(refusal), ...oddBodies], status)
    expect(wrong(results, ({ outcome }) => outcome?.kind === kind)).toEqual([])
    expect(results).toHaveLength(68)
  })
})

describe('an odd answer', () => {
  const centra = () =>
    voyadoCentra.create(
      v.parse(VoyadoCentraOptions, {
        type: 'voyado-centra',
        url: 'https://centra.voyado.example/subscriptions',
        tenantId: 'acme',
        locales: ['sv-SE'],
      }),
      CONTEXT,
    )
  const receiver = () =>
    webhook.create(
      v.parse(WebhookOptions, {
        type: 'webhook',
        url: 'https://acme.example/hook/subscriptions',
        secret: SECRET,
      }),
      CONTEXT,
    )
  const told = { id: 1, success: false, error: 'No', errors: [{ code: 'x' }], status: 'failed' }

  it.each([
    { of: 'Voyado for Centra', make: centra, refused: 'refused', gone: 'refused' },
    { of: 'a webhook’s receiver', make: receiver, refused: 'retry', gone: 'refused' },
  ])('of $of counts by its status, whatever the body is', async ({ make, refused, gone }) => {
    for (const [status, kind, cases] of [
      [200, 'accepted', [...variants(told), ...oddBodies]],
      [202, 'accepted', oddBodies],
      [400, refused, [...variants(told), ...oddBodies]],
      [410, gone, oddBodies],
      [503, 'retry', oddBodies],
    ] as const) {
      const results = await each(
        [...cases],
        make,
        (calls) => calls.subscribe?.(CALL),
        (body) => ({ 'POST /subscriptions': { status, body } }),
      )
      const isRight = ({ outcome, asked }: Result) => outcome?.kind === kind && asked.length === 1
      expect(wrong(results, isRight)).toEqual([])
      expect(results).toHaveLength(cases.length)
    }
    expect(variants(told)).toHaveLength(105)
  })
})

describe('an odd answer of Turnstile', () => {
  const HOSTS = ['acme.example']
  const passed = {
    success: true,
    challenge_ts: '2026-11-28T10:00:00Z',
    hostname: 'acme.example',
    'error-codes': [] as string[],
    action: 'shelfbell',
    cdata: '',
    metadata: { interactive: false, ephemeral_id: 'x:9f78' },
  }
  const failed = {
    ...passed,
    success: false,
    'error-codes': ['timeout-or-duplicate'],
    messages: [] as string[],
  }
  const judge = (payload: unknown) => judgementOf(200, JSON.stringify(payload), HOSTS)

  it('lets a person through unless what decides is broken', () => {
    const cases = variants(passed, ['success', 'hostname', 'action'])
    expect(cases.filter(({ payload }) => judge(payload).kind !== 'passed')).toEqual([])
    expect(cases).toHaveLength(87)
    for (const success of [true, 'true', 1, '1']) {
      expect(judge({ ...passed, success })).toEqual({ kind: 'passed' })
    }
  })

  it('lets a person through only if it has the host, the page and the success', () => {
    const cases = variants(passed).filter(({ path }) => ['hostname', 'action'].includes(path))
    for (const { payload } of cases) {
      expect(judge(payload)).toEqual({ kind: 'refused', reason: 'elsewhere' })
    }
    expect(cases).toHaveLength(30)
    for (const success of [undefined, null, '', 'nonsense', {}, [], 7.5]) {
      expect(judge({ ...passed, success })).toMatchObject({ kind: 'unknown', again: true })
    }
  })

  it('refuses a bad token whatever else is broken', () => {
    const cases = variants(failed, ['success'])
    const isRefused = ({ payload }: Broken) => {
      const judgement = judge(payload)
      return judgement.kind === 'refused' && judgement.reason === 'failed'
    }
    expect(cases.filter((one) => !isRefused(one))).toEqual([])
    expect(cases).toHaveLength(147)
    for (const success of [false, 'false', 0, '0']) {
      expect(judge({ ...failed, success })).toEqual({ kind: 'refused', reason: 'failed' })
    }
  })

  it('names a wrong secret in a list or as one text', () => {
    const reason = 'invalid-input-secret'
    for (const codes of [[reason], reason, { 0: reason }, [null, reason]]) {
      expect(judge({ ...failed, 'error-codes': codes })).toEqual({
        kind: 'unknown',
        reason,
        again: false,
      })
    }
  })
})
