/** The list of destinations, and the example in the contract. */
import * as v from 'valibot'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { strictObject } from '../../shared/text.ts'
import { callUpstream } from '../../worker/connectors/client.ts'
import { missing, schemasOf } from '../../worker/connectors/contract.ts'
import { defineDestination } from '../../worker/connectors/destinations/contract.ts'
import { MAIL_SERVICES } from '../../worker/connectors/destinations/email/services/list.ts'
import {
  connectorOf,
  Destination,
  DESTINATION_FAULT_TEXTS,
  DESTINATIONS,
} from '../../worker/connectors/destinations/list.ts'
import { common } from '../../worker/connectors/destinations/options.ts'
import { outcomeOf } from '../../worker/connectors/destinations/outcome.ts'
import { baseUrl, rate, secret } from '../../worker/connectors/options.ts'

afterEach(() => vi.restoreAllMocks())

describe('the list of destinations', () => {
  it('finds each destination by its type, and contains none twice', () => {
    const types = DESTINATIONS.map(({ type }) => type)
    expect(new Set(types).size).toBe(types.length)
    for (const type of types) expect(connectorOf({ type })).toMatchObject({ type })
  })

  it('has exactly one text for each fault code of a destination', () => {
    const own = [...DESTINATIONS, ...MAIL_SERVICES].flatMap((one: { faultTexts?: object }) =>
      Object.keys(one.faultTexts ?? {}),
    )
    const codes = Object.keys(DESTINATION_FAULT_TEXTS)
    expect(codes).toContain('sender_second')
    // The destination `email` repeats the texts of its mail services.
    expect(codes.toSorted()).toEqual([...new Set(own)].toSorted())
    const withoutServices = DESTINATIONS.flatMap((one: { faultTexts?: object }) =>
      Object.keys(one.faultTexts ?? {}),
    )
    expect(new Set(withoutServices).size).toBe(withoutServices.length)
  })

  it('seals every secret of every mail service', () => {
    const { secrets } = connectorOf({ type: 'email' })
    for (const service of MAIL_SERVICES)
      expect(secrets).toEqual(expect.arrayContaining([...service.secrets]))
  })

  it.each([
    ['a type that is not there', { type: 'pigeon' }, 'destination_unknown'],
    ['no type', {}, 'missing'],
    ['a mail service that is not there', { type: 'email', via: 'pigeon' }, 'choice_unknown'],
  ])('names the fault of options with %s', (_, options, code) => {
    const { issues } = v.safeParse(Destination, options)
    expect(issues?.[0].message).toBe(code)
  })

  it('stores base URLs without a slash at the end', () => {
    const options = { type: 'sequenzy', baseUrl: 'https://a.example/api/v1//' }
    expect(v.parse(Destination, options)).toMatchObject({ baseUrl: 'https://a.example/api/v1' })
  })
})

describe('the example destination of the contract', () => {
  const PigeonOptions = strictObject({
    type: v.literal('pigeon'),
    ...common('pigeon'),
    token: secret,
    rate: rate({ perSecond: 5 }),
    baseUrl: baseUrl('https://api.pigeon.example'),
  })
  const pigeon = defineDestination({
    type: 'pigeon',
    options: PigeonOptions,
    secrets: ['token'],
    addresses: ['baseUrl'],
    faults: (options) => missing(options, 'token'),
    can: () => ['notify'],
    tells: () => ['email'],
    create: ({ baseUrl: base, token = '' }) => ({
      async notify({ key, to, product }) {
        if (!to.email || !product) return { kind: 'refused', reason: 'nothing_to_send' }
        const answer = await callUpstream(`${base}/messages`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}`, 'Idempotency-Key': key },
          body: JSON.stringify({ to: to.email, text: `${product.title} is back` }),
        })
        return outcomeOf(answer, (status) => {
          if (status === 202) return { kind: 'accepted' }
          const reason = `http_${status}`
          return status === 401 ? { kind: 'parked', reason } : { kind: 'refused', reason }
        })
      },
    }),
  })
  const Options = v.variant('type', schemasOf([pigeon, ...DESTINATIONS]))
  const call = {
    key: 'k1',
    at: 0,
    subscriptionId: 's',
    contactId: 'c',
    channels: ['email' as const],
    to: { email: 'ada@example.com' },
    sku: 'TEE-M',
    product: { title: 'Tee', url: 'https://acme.example/tee' },
    quantity: 1,
  }

  it.each([
    [202, { kind: 'accepted' }],
    [401, { kind: 'parked', reason: 'http_401' }],
    [422, { kind: 'refused', reason: 'http_422' }],
    [503, { kind: 'retry', reason: 'http_503', answered: true }],
  ])('makes its call, and reads the status %d', async (status, outcome) => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(null, { status }))
    const options = v.parse(PigeonOptions, { type: 'pigeon', token: 't1' })
    expect(v.parse(Options, { type: 'pigeon', token: 't1' })).toEqual(options)
    const calls = pigeon.create(options, {} as never)
    expect(await calls.notify?.(call)).toEqual(outcome)
    expect(fetched.mock.calls[0]?.[0]).toBe('https://api.pigeon.example/messages')
  })

  it('refuses a message without an address', async () => {
    const calls = pigeon.create(v.parse(PigeonOptions, { type: 'pigeon' }), {} as never)
    expect(await calls.notify?.({ ...call, to: {} })).toMatchObject({ kind: 'refused' })
    const options = v.parse(PigeonOptions, { type: 'pigeon' })
    const granted = { senderDomains: [] }
    expect(pigeon.faults?.(options, {} as never, granted)).toEqual([['/token', 'missing']])
  })
})
