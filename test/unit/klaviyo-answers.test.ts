/** What Klaviyo's answers mean, also with odd fields in them. */
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import {
  outcomeOfConsent,
  outcomeOfJob,
  outcomeOfLevel,
  outcomeOfStatus,
  outcomeOfSubscription,
} from '../../worker/connectors/destinations/klaviyo/answers.ts'
import { KlaviyoOptions } from '../../worker/connectors/destinations/klaviyo/options.ts'
import type { Outcome } from '../../worker/connectors/destinations/outcome.ts'
import { brokenFields, retypedFields } from '../contract/broken.ts'

describe('the answers of Klaviyo', () => {
  const options = (keys: object) =>
    v.parse(KlaviyoOptions, { type: 'klaviyo', catalog: '$custom:::$default', ...keys })
  const keyed = options({ privateKey: 'pk_1' })
  const bare = options({ companyId: 'AbC123' })
  const error = (code: string, pointer: string) => ({
    id: 'c7d1ff60-bd2f-4189-be9e-9393e26b9f01',
    status: 400,
    code,
    title: 'Invalid input.',
    detail: 'Invalid company ID TESTER',
    source: { pointer },
    links: { about: 'https://developers.klaviyo.com' },
    meta: {},
  })
  const DECIDE = ['errors.0.code', 'errors.0.source.pointer']
  type Read = (status: number, body: string) => Outcome
  const refusals: [what: string, read: Read, status: number, code: string, pointer: string][] = [
    ['a wrong company id', outcomeOfSubscription.bind(0, bare), 400, 'invalid', '/data'],
    ['a wrong company id, consent', outcomeOfConsent.bind(0, bare), 400, 'invalid', '/data'],
    [
      'a bad address',
      outcomeOfSubscription.bind(0, bare),
      400,
      'invalid',
      '/data/attributes/email',
    ],
    ['a bad address, consent', outcomeOfConsent.bind(0, keyed), 400, 'invalid', '/data/attributes'],
    ['a wrong key', outcomeOfSubscription.bind(0, keyed), 401, 'not_authenticated', '/data/'],
    ['a missing scope', outcomeOfConsent.bind(0, keyed), 403, 'permission_denied', '/data/'],
    [
      'an unknown variant',
      outcomeOfSubscription.bind(0, keyed),
      404,
      'variant_not_found',
      '/data/x',
    ],
    ['an unknown list', outcomeOfConsent.bind(0, keyed), 404, 'not_found', '/data/relationships'],
    ['a duplicate', outcomeOfSubscription.bind(0, keyed), 400, 'duplicate_subscription', '/data'],
    ['a refused event', outcomeOfStatus, 422, 'invalid', '/data'],
    ['an unknown level', outcomeOfLevel, 404, 'not_found', '/data/id'],
    ['a refused job', outcomeOfJob, 400, 'invalid', '/data/attributes/variants'],
  ]

  it('mean the same whatever the other fields of an error hold', () => {
    let cases = 0
    for (const [what, read, status, code, pointer] of refusals) {
      const body = { errors: [error(code, pointer)] }
      const expected = read(status, JSON.stringify(body))
      for (const broken of [...brokenFields(body, DECIDE), ...retypedFields(body)]) {
        cases += 1
        const { path, instead, payload } = broken
        const outcome = read(status, JSON.stringify(payload))
        expect([what, path, instead, outcome]).toEqual([what, path, instead, expected])
      }
    }
    expect(cases).toBe(1260)
  })

  it('stay a refusal when the code or the pointer is broken', () => {
    let cases = 0
    for (const [what, read, status, code, pointer] of refusals) {
      const body = { errors: [error(code, pointer)] }
      const { kind } = read(status, JSON.stringify(body))
      for (const { path, instead, payload } of brokenFields(body, [])) {
        cases += 1
        const outcome = read(status, JSON.stringify(payload))
        // Only a duplicate is known by its code, and only a wrong company by its pointer.
        const may = [
          kind,
          ...(['accepted', 'parked'].includes(kind) && status === 400 ? ['refused'] : []),
        ]
        expect([what, path, instead, may.includes(outcome.kind)]).toEqual([
          what,
          path,
          instead,
          true,
        ])
      }
    }
    expect(cases).toBe(2148)
  })

  it.each<[what: string, errors: unknown]>([
    ['an error without a pointer first', [{ code: 'invalid' }, error('invalid', '/data')]],
    ['an error without a pointer last', [error('invalid', '/data'), { code: 'invalid' }]],
    ['nothing readable first', [null, 'odd', 7, [], error('invalid', '/data')]],
    ['a list that became an object', { 0: { title: 'odd' }, 2: error('invalid', '/data') }],
    ['one error that is no list', error('invalid', '/data')],
    ['a status as text', [{ ...error('invalid', '/data'), status: '400' }]],
    ['a code of another type', [{ ...error('invalid', '/data'), code: 7 }]],
  ])('are read with %s', (_, errors) => {
    const body = JSON.stringify({ errors })
    const parked = { kind: 'parked', reason: 'company_unknown' }
    expect(outcomeOfSubscription(bare, 400, body)).toEqual(parked)
    expect(outcomeOfConsent(bare, 400, body)).toEqual(parked)
    expect(outcomeOfSubscription(keyed, 400, body).kind).toBe('refused')
  })

  it('are a duplicate only if every error says so', () => {
    const some = (...codes: unknown[]) =>
      outcomeOfSubscription(keyed, 400, JSON.stringify({ errors: codes.map((code) => ({ code })) }))
    expect(some('duplicate_subscription')).toEqual({ kind: 'accepted' })
    expect(some('duplicate_subscription', 'duplicate_profile')).toEqual({ kind: 'accepted' })
    expect(some('duplicate_subscription', 'invalid').kind).toBe('refused')
    expect(some('duplicate_subscription', 7).kind).toBe('refused')
  })

  it.each(['', 'null', '[]', '{}', '{"errors":[{"code":"invalid"}]}', '<html>', '{"data":7'])(
    'with 2xx are accepted, whatever the body: %s',
    (body) => {
      for (const status of [200, 201, 202, 204]) {
        for (const [, read] of refusals) expect(read(status, body)).toEqual({ kind: 'accepted' })
      }
    },
  )
})
