/** The shared SQL expressions, each tested with a table of cases in D1. */
import { describe, expect, it } from 'vitest'
import { bitOf, channelBits, channelsFromBits } from '../../worker/address/channels.ts'
import { addressesWithout, isSuppressed, suppressedBits } from '../../worker/address/suppressed.ts'
import {
  describedAs,
  describedSql,
  entryKey,
  localeRank,
  productFor,
} from '../../worker/catalog/lookup.ts'
import { readSnapshot } from '../../worker/catalog/snapshot.ts'
import { entriesOf } from '../../worker/catalog/store.ts'
import { copyConsents } from '../../worker/consent/rows.ts'
import { insertRows } from '../../worker/outbox/row.ts'
import { idsOf } from '../../worker/homes/d1.ts'
import { fits, fitsSql, nearSql } from '../../worker/homes/language.ts'
import { catalogProduct, isInCatalog } from '../../worker/product/entry.ts'
import { isNamedBy, levelServes, levelsFor } from '../../worker/restock/serves.ts'
import { table, world } from './harness.ts'

const ask = async <T>(sql: string, ...values: unknown[]) =>
  (
    await world.env.DB.prepare(sql)
      .bind(...values)
      .all<T>()
  ).results

/** Tags of a level or an entry, and a locale that they are for although it is not the same. */
const FITTING: [tag: string, locale: string][] = [
  ['fr', 'fr-FR'],
  ['fr-FR', 'fr'],
  ['sv', 'sv-SE'],
  ['sr-Latn', 'sr-Latn-RS'],
  ['sr-Latn-RS', 'sr'],
  ['pt', 'pt-BR'],
  ['pt', 'pt-PT'],
  ['pt-PT', 'pt'],
  ['zh', 'zh-Hant-TW'],
  ['zh', 'zh-CN'],
  ['zh-CN', 'zh'],
  ['zh-Hans', 'zh'],
  ['zh', 'zh-Hans'],
  ['zh-Hant', 'zh-Hant-TW'],
  ['zh-Hant', 'zh-TW'],
  ['zh-TW', 'zh-Hant'],
  ['zh-TW', 'zh-Hant-TW'],
  ['zh-Hant-HK', 'zh-HK'],
  ['zh-SG', 'zh-Hans'],
]

/** Tags that are for each other in neither direction, and one of another language, first to last. */
const STRANGE: [tag: string, locale: string][] = [
  ['fr-CA', 'fr-FR'],
  ['en-US', 'en-GB'],
  ['sv', 'svx-SE'],
  ['sv-SE', 'sv-FI'],
  ['pt-BR', 'pt-PT'],
  ['pt-BR', 'pt'],
  ['zh-Hant', 'zh'],
  ['zh-Hant', 'zh-Hans'],
  ['zh-TW', 'zh-HK'],
  ['zh-TW', 'zh'],
  ['zh-Hant', 'zh-CN'],
  ['fi', 'fil'],
  ['', 'sv'],
  ['sv', ''],
]

describe('a locale', () => {
  it('fits another one as the table says, in SQL and in JavaScript, and stands in its range', async () => {
    const all = [...FITTING, ...STRANGE]
    const rows = await ask<{ fits: number; near: number }>(
      `SELECT ${fitsSql('tag', 'locale')} AS fits, ${nearSql('tag', 'locale')} AS near
       FROM (SELECT value ->> 0 AS tag, value ->> 1 AS locale FROM json_each(?1))`,
      JSON.stringify(all),
    )
    const expected = all.map((pair) => [...pair, FITTING.includes(pair)])
    expect(all.map(([tag, locale]) => [tag, locale, fits(tag, locale)])).toEqual(expected)
    expect(all.map((pair, n) => [...pair, rows[n]?.fits === 1])).toEqual(expected)
    expect(rows.filter((row) => row.fits && !row.near)).toEqual([])
  })
})

describe('a level', () => {
  it.each([
    // Level: locale, externalId. Subscription: locale, externalId.
    [['', ''], ['', ''], true],
    [['', ''], ['sv-SE', '4'], true],
    [['sv-SE', ''], ['sv-SE', ''], true],
    [['sv-SE', ''], ['sv-SE', '4'], true],
    [['sv-SE', ''], ['sv-FI', ''], false],
    [['sv-SE', ''], ['', ''], false],
    [['sv-SE', ''], ['sv', ''], true],
    [['sv', ''], ['sv', ''], true],
    [['sv', ''], ['sv-SE', '4'], true],
    [['sv', ''], ['svx-SE', ''], false],
    [['sv', ''], ['', ''], false],
    [['zh-Hant', ''], ['zh-Hant-TW', ''], true],
    [['zh-Hant', ''], ['zh', ''], false],
    [['zh', ''], ['zh-Hant-TW', ''], true],
    [['', '4'], ['', '4'], true],
    [['', '4'], ['sv-SE', '4'], true],
    [['', '4'], ['', ''], false],
    [['', '4'], ['', '5'], false],
    [['sv-SE', '4'], ['sv-SE', '4'], true],
    [['sv', '4'], ['sv-SE', '4'], true],
    [['sv', '4'], ['sv-SE', ''], false],
    [['sv-SE', '4'], ['sv', '4'], true],
    [['sv-SE', '4'], ['sv-SE', '5'], false],
    [['sv-SE', '4'], ['de-DE', '4'], false],
  ])('with %j serves a subscription with %j: %s', async (level, subscription, serves) => {
    expect(await servedBy([level], subscription)).toEqual(serves ? [level] : [])
  })

  it.each([
    // Levels. Subscription. The levels that serve it.
    [
      'the exact one alone',
      [
        ['fr', ''],
        ['fr-FR', ''],
      ],
      ['fr-FR', ''],
      [['fr-FR', '']],
    ],
    [
      'the exact one alone',
      [
        ['fr', ''],
        ['fr-FR', ''],
      ],
      ['fr', ''],
      [['fr', '']],
    ],
    [
      'what fits',
      [
        ['fr', ''],
        ['fr-FR', ''],
      ],
      ['fr-CA', ''],
      [['fr', '']],
    ],
    [
      'every region',
      [
        ['fr-CA', ''],
        ['fr-FR', ''],
      ],
      ['fr', ''],
      [
        ['fr-CA', ''],
        ['fr-FR', ''],
      ],
    ],
    [
      'and one for all',
      [
        ['', ''],
        ['fr', ''],
      ],
      ['fr-FR', ''],
      [
        ['', ''],
        ['fr', ''],
      ],
    ],
    [
      'and one for all',
      [
        ['', ''],
        ['fr-FR', ''],
      ],
      ['fr-FR', ''],
      [
        ['', ''],
        ['fr-FR', ''],
      ],
    ],
    [
      'the market’s own',
      [
        ['fr', ''],
        ['fr-FR', '4'],
      ],
      ['fr-FR', '4'],
      [['fr-FR', '4']],
    ],
    [
      'not another market’s',
      [
        ['fr', ''],
        ['fr-FR', '5'],
      ],
      ['fr-FR', '4'],
      [['fr', '']],
    ],
  ])('serves, of several: %s (%j)', async (_what, levels, subscription, serving) => {
    expect(await servedBy(levels, subscription)).toEqual(serving)
  })
})

/** The levels that serve a subscription, asked in three ways that have to agree. */
async function servedBy(levels: string[][], subscription: string[]): Promise<unknown> {
  for (const level of levels) {
    await ask(`INSERT INTO stock_level VALUES ('s', 'TEE', ?1, ?2, 1, 0, 0)`, ...level)
  }
  await ask(`INSERT INTO stock_level VALUES ('other', 'TEE', ?1, ?2, 1, 0, 0)`, ...subscription)
  const key = { locale: '?1', externalId: '?2' }
  const serving = (from: string, where: string) =>
    ask<object>(
      `SELECT DISTINCT l.locale, l.external_id FROM ${from} WHERE ${where} ORDER BY 1, 2`,
      ...subscription,
    )
  const all = await serving(`stock_level l`, `l.shop_id = 's' AND ${levelServes(key)}`)
  const near = levelsFor({ shop: `'s'`, sku: `'TEE'`, locale: '?1' })
  expect(await serving(near, levelServes(key))).toEqual(all)
  const waiting = `(SELECT 's' AS shop_id, 'TEE' AS sku, ?1 AS locale, ?2 AS external_id) s`
  const isServed = isNamedBy({ locale: 'l.locale', externalId: 'l.external_id' })
  expect(await serving(`stock_level l, ${waiting}`, `l.shop_id = 's' AND ${isServed}`)).toEqual(all)
  return all.map((row) => Object.values(row))
}

describe('the catalogue', () => {
  it.each([
    [['', 'sv', 'sv-SE'], 'sv-SE', 'sv-SE'],
    [['', 'sv', 'sv-SE'], 'sv-FI', 'sv'],
    [['', 'sv', 'sv-SE'], 'sv', 'sv'],
    [['', 'sv-SE'], 'sv', 'sv-SE'],
    [['', 'sv-FI', 'sv-SE'], 'sv', 'sv-FI'],
    [['', 'sv-SE'], 'sv-FI', ''],
    [['', 'sv-SE'], 'de-DE', ''],
    [['', 'sv-SE'], '', ''],
    [['sv-SE'], 'de-DE', undefined],
    [['sv-SE'], 'sv-FI', undefined],
    [['sv'], '', undefined],
    [[], 'sv-SE', undefined],
    [['', 'pt', 'pt-BR'], 'pt-PT', 'pt'],
    [['', 'pt-BR'], 'pt', ''],
    [['', 'pt'], 'pt-BR', 'pt'],
    [['', 'zh', 'zh-Hant'], 'zh-TW', 'zh-Hant'],
    [['', 'zh', 'zh-Hant'], 'zh-CN', 'zh'],
    [['', 'zh', 'zh-Hant'], 'zh-Hant-HK', 'zh-Hant'],
    [['', 'zh', 'zh-Hant', 'zh-TW'], 'zh-Hant-TW', 'zh-TW'],
    [['', 'zh', 'zh-HK'], 'zh-Hant', 'zh-HK'],
    [['', 'zh-TW'], 'zh', ''],
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
    if (expected === undefined) return
    const [ranked] = await ask<{ locale: string; choice: number }>(
      `SELECT p.locale, min(${localeRank('?1')}) AS choice FROM product p WHERE p.shop_id = 's'`,
      locale,
    )
    expect(ranked?.locale).toBe(expected)
  })

  it('describes a variant rather in another region’s words than in another language', () => {
    const titles = (...locales: string[]) =>
      new Map(locales.map((own) => [entryKey('TEE', own), { title: own, url: '' }]))
    expect(describedAs(titles('de', 'fr-FR'), 'TEE', 'fr-CA', undefined)?.title).toBe('fr-FR')
    expect(describedAs(titles('de', 'fr-FR'), 'TEE', 'sv', undefined)?.title).toBe('de')
    expect(describedAs(titles('de', 'fr-FR', ''), 'TEE', 'fr-CA', undefined)?.title).toBe('')
  })

  const page = { title: 'page' }
  const own = { title: 'own', id: 'p1', variantId: 'v1' }
  it.each([
    { entries: ['', 'sv'], page, own, locale: 'sv-SE' },
    { entries: ['de', 'fr-FR', 'fr-BE'], page, own, locale: 'fr-CA' },
    { entries: ['fr-FR', 'de'], page, own, locale: 'sv' },
    { entries: ['fr-FR'], page, own: { ...own, vouched: true }, locale: 'sv' },
    { entries: ['fr-FR'], locale: '' },
    { entries: [], page, own, locale: 'sv' },
    { entries: [], page, own: { title: 'own' }, locale: '' },
    { entries: [], page, locale: 'sv' },
    { entries: [], page: null, own, locale: 'sv' },
    { entries: [], page, own: { ...own, vouched: true }, locale: 'sv' },
    { entries: [], own, locale: 'sv' },
    { entries: [], page: null, locale: 'sv' },
    { entries: [], locale: 'sv' },
  ])('gives a match the same product data as a message: %j', async (known) => {
    const { entries, locale, own: said } = known
    for (const one of entries) {
      const data = JSON.stringify({ title: one })
      await ask(`INSERT INTO product VALUES ('s', 'TEE', ?1, NULL, ?2, 0)`, one, data)
    }
    if (known.page !== undefined) {
      const data = known.page && JSON.stringify(known.page)
      await ask(`INSERT INTO page_product VALUES ('s', 'TEE', ?1, 0)`, data)
    }
    await ask(`INSERT INTO product VALUES ('other', 'TEE', ?1, NULL, '{}', 0)`, locale)
    const key = { shop: `'s'`, sku: `'TEE'`, locale: '?1' }
    const [row] = await ask<{ found: string | null }>(
      `SELECT ${describedSql(key, '?2')} AS found`,
      locale,
      said === undefined ? null : JSON.stringify(said),
    )
    const catalog = await entriesOf(world.env.DB, 's', ['TEE'])
    const snapshot = said && readSnapshot(JSON.stringify(said))
    const { vouched: _, ...found } = JSON.parse(row?.found ?? 'null') ?? {}
    expect(row?.found === null ? undefined : found).toEqual(
      describedAs(catalog, 'TEE', locale, snapshot),
    )
  })

  it('and the levels are found by their index, whatever the locale', async () => {
    const plan = async (sql: string) =>
      (await ask<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, 'fr-FR')).map(
        ({ detail }) => detail,
      )
    const key = { shop: `'s'`, sku: `'TEE'`, locale: '?1' }
    const searches = [
      ...(await plan(`SELECT ${catalogProduct(key)}, ${isInCatalog(key)}`)),
      ...(await plan(
        `SELECT 1 FROM ${levelsFor(key)} WHERE ${levelServes({ locale: '?1', externalId: `''` })}`,
      )),
    ].filter((detail) => /\b[plx]\b/.test(detail))
    expect(searches.length).toBeGreaterThan(6)
    for (const search of searches) {
      expect(search).toMatch(
        /^SEARCH [plx] USING PRIMARY KEY \(shop_id=\? AND sku=\? AND locale[=>]/,
      )
    }
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
        data: null,
        together: null,
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
         'hash', NULL, 2, 'form', 'page', 'ip', 'agent', 'passed', NULL, NULL, 1)`,
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
        messages: 2,
        method: 'api',
        page: null,
        ip: null,
        user_agent: null,
        bot_check: null,
        unconfirmed: null,
        imported: null,
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
