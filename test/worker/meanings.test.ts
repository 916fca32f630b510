/** The shared SQL expressions, each tested with a table of cases in D1. */
import { describe, expect, it } from 'vitest'
import { bitOf, channelBits, channelsFromBits } from '../../worker/address/channels.ts'
import { addressesWithout, isSuppressed, suppressedBits } from '../../worker/address/suppressed.ts'
import { catalogProduct, entryKey, isInCatalog, productFor } from '../../worker/catalog/lookup.ts'
import { copyConsents } from '../../worker/consent/rows.ts'
import { insertRows } from '../../worker/outbox/row.ts'
import { idsOf } from '../../worker/homes/d1.ts'
import { isServedBy, levelServes } from '../../worker/restock/serves.ts'
import { table, world } from './harness.ts'

const ask = async <T>(sql: string, ...values: unknown[]) =>
  (
    await world.env.DB.prepare(sql)
      .bind(...values)
      .all<T>()
  ).results

describe('a level', () => {
  it.each([
    // Level: locale, externalId. Subscription: locale, externalId.
    [['', ''], ['', ''], true],
    [['', ''], ['sv-SE', '4'], true],
    [['sv-SE', ''], ['sv-SE', ''], true],
    [['sv-SE', ''], ['sv-SE', '4'], true],
    [['sv-SE', ''], ['sv-FI', ''], false],
    [['sv-SE', ''], ['', ''], false],
    [['sv-SE', ''], ['sv', ''], false],
    [['sv', ''], ['sv', ''], true],
    [['sv', ''], ['sv-SE', '4'], true],
    [['sv', ''], ['svx-SE', ''], false],
    [['sv', ''], ['', ''], false],
    [['zh-Hant', ''], ['zh-Hant-TW', ''], false],
    [['zh', ''], ['zh-Hant-TW', ''], true],
    [['', '4'], ['', '4'], true],
    [['', '4'], ['sv-SE', '4'], true],
    [['', '4'], ['', ''], false],
    [['', '4'], ['', '5'], false],
    [['sv-SE', '4'], ['sv-SE', '4'], true],
    [['sv', '4'], ['sv-SE', '4'], true],
    [['sv-SE', '4'], ['sv-SE', '5'], false],
    [['sv-SE', '4'], ['de-DE', '4'], false],
  ])('with %j serves a subscription with %j: %s', async (level, subscription, serves) => {
    const key = { locale: '?3', externalId: '?4' }
    const [l] = await ask<{ serves: number }>(
      `SELECT ${levelServes(key)} AS serves FROM (SELECT ?1 AS locale, ?2 AS external_id) l`,
      ...level,
      ...subscription,
    )
    const [s] = await ask<{ serves: number }>(
      `SELECT ${isServedBy(key)} AS serves FROM (SELECT ?1 AS locale, ?2 AS external_id) s`,
      ...subscription,
      ...level,
    )
    expect([l?.serves, s?.serves]).toEqual([Number(serves), Number(serves)])
  })
})

describe('the catalogue', () => {
  it.each([
    [['', 'sv', 'sv-SE'], 'sv-SE', 'sv-SE'],
    [['', 'sv', 'sv-SE'], 'sv-FI', 'sv'],
    [['', 'sv', 'sv-SE'], 'sv', 'sv'],
    [['', 'sv-SE'], 'sv', ''],
    [['', 'sv-SE'], 'de-DE', ''],
    [['', 'sv-SE'], '', ''],
    [['sv-SE'], 'de-DE', undefined],
    [['sv'], '', undefined],
    [[], 'sv-SE', undefined],
  ])('of entries %j uses for %s the entry %s', async (locales, locale, expected) => {
    for (const own of locales) {
      await ask(`INSERT INTO product VALUES ('s', 'TEE', ?1, NULL, ?2, 0)`, own, `"${own}"`)
    }
    await ask(`INSERT INTO product VALUES ('other', 'TEE', ?1, NULL, '"x"', 0)`, locale)
    const key = { shop: `'s'`, sku: `'TEE'`, locale: '?1' }
    const [row] = await ask<{ word: string | null; known: number }>(
      `SELECT ${catalogProduct(key)} AS word, ${isInCatalog(key)} AS known`,
      locale,
    )
    expect(row).toEqual({
      word: expected === undefined ? null : `"${expected}"`,
      known: Number(expected !== undefined),
    })
    const entries = locales.map((own) => [entryKey('TEE', own), { title: own, url: '' }] as const)
    expect(productFor(new Map(entries), 'TEE', locale)?.title).toBe(expected)
  })
})

describe('an outbox row', () => {
  it('is written once, and only the first write returns its id', async () => {
    const statement = insertRows(
      'stock',
      { id: '?1', shop_id: `'s'`, destination: `'voyado'`, due_at: '7', detail: `'{}'` },
      'FROM (SELECT 1) WHERE true',
    )
    const write = () => world.env.DB.prepare(statement).bind('a').all()
    expect(idsOf([await write()])).toEqual(['a'])
    expect(idsOf([await write(), undefined])).toEqual([])
    expect(await table('outbox')).toEqual([
      {
        id: 'a',
        shop_id: 's',
        call: 'stock',
        destination: 'voyado',
        state: 'open',
        due_at: 7,
        attempts: 0,
        subscription_id: '',
        contact_id: '',
        restock_id: null,
        channels: 0,
        addresses: '{}',
        sku: '',
        locale: '',
        external_id: '',
        product: null,
        wanted: 1,
        detail: '{}',
        reason: null,
      },
    ])
  })
})

describe('a consent', () => {
  it.each([
    ['alert', 'given', 1],
    ['alert', 'confirmed', 0],
    ['marketing', 'given', 0],
  ])('of purpose %s and action %s is copied %i times', async (purpose, action, copies) => {
    await ask(
      `INSERT INTO consent VALUES ('c', 'TEE', 'sv', '4', 'sub', ?1, 'email', ?2, 'v1', 's',
         'hash', NULL, 'form', 'page', 'ip', 'agent', 'passed', 1)`,
      purpose,
      action,
    )
    const change = { action: 'withdrawn', method: `'api'`, at: '9' } as const
    await ask(
      copyConsents(change, `(SELECT 'sub' AS id, 'c' AS contact_id, 's' AS shop_id) s`, 'true'),
    )
    const written = (await table('consent')).filter((row) => row['action'] === 'withdrawn')
    expect(written).toEqual(
      Array.from({ length: copies }, () => ({
        contact_id: 'c',
        sku: 'TEE',
        locale: 'sv',
        external_id: '4',
        subscription_id: 'sub',
        purpose,
        channel: 'email',
        action: 'withdrawn',
        version: 'v1',
        shop_id: 's',
        text_hash: 'hash',
        words: null,
        method: 'api',
        page: null,
        ip: null,
        user_agent: null,
        bot_check: null,
        at: 9,
      })),
    )
  })
})

describe('a set of channels', () => {
  it('has the same bits in SQL and in JavaScript', async () => {
    for (const channel of channelsFromBits(255)) {
      const [row] = await ask<{ bit: number }>(`SELECT ${bitOf('?1')} AS bit`, channel)
      expect(row?.bit).toBe(channelBits([channel]))
    }
    expect(channelsFromBits(channelBits(['sms', 'email']))).toEqual(['email', 'sms'])
    // Rows hold these: a channel keeps its bit for ever.
    const bits = (['email', 'sms', 'push', 'whatsapp'] as const).map((one) => channelBits([one]))
    expect(bits).toEqual([1, 2, 4, 8])
  })

  const addresses = JSON.stringify({
    email: { sealed: 'x', index: 'mail' },
    sms: { sealed: 'y', index: 'number' },
  })

  it.each([
    // Suppressed addresses and channels; the bits they remove; whether the contact is suppressed.
    [[], 0, 0],
    [[['mail', 'email']], 1, 0],
    [[['mail', '']], 1, 1],
    [
      [
        ['mail', ''],
        ['mail', 'email'],
      ],
      1,
      1,
    ],
    [[['number', '']], 2, 0],
    [[['number', 'whatsapp']], 0, 0],
    [
      [
        ['number', 'sms'],
        ['mail', 'email'],
      ],
      3,
      0,
    ],
    [[['somebody', '']], 0, 0],
  ] as [string[][], number, number][])(
    'with %j suppressed loses the bits %i, and the whole contact is suppressed: %i',
    async (suppressed, bits, whole) => {
      for (const [index, channel] of suppressed) {
        await ask(`INSERT INTO suppression VALUES ('s', ?1, ?2, 'stop', 0)`, index, channel)
        await ask(
          `INSERT INTO suppression VALUES ('other', 'number', ?1, 'stop', 0)
          ON CONFLICT DO NOTHING`,
          channel,
        )
      }
      const [row] = await ask<{ bits: number; whole: number; rest: string }>(
        `SELECT ${suppressedBits(`'s'`, '?1')} AS bits, ${isSuppressed(`'s'`, `'mail'`)} AS whole,
           ${addressesWithout('?1', '?2')} AS rest`,
        addresses,
        bits,
      )
      expect([row?.bits, row?.whole]).toEqual([bits, whole])
      expect(Object.keys(JSON.parse(row?.rest ?? ''))).toEqual(
        channelsFromBits(3 & ~bits).map(String),
      )
    },
  )
})
