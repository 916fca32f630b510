/** Lists that move in and out: what an import takes, what it skips and why, and that an export reads back equal. */
import { beforeEach, describe, expect, it } from 'vitest'
import { timeOf } from '../../worker/ids.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import {
  ask,
  consents,
  drain,
  logged,
  makeShop,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'
import { type Answer, exported, inner, madeUpLines, send, take } from './lists.ts'
import { withFault } from './faults.ts'

const NOW = Date.now()
const DAY_MS = 86_400_000
const ago = (days: number) => new Date(NOW - days * DAY_MS).toISOString()

const csv = (...rows: string[]) => `email,sku,asked_at\n${rows.join('\n')}\n`

describe('an export', () => {
  it('of an import is equal to the file, in JSON and in CSV, also in another shop', async () => {
    const lines = madeUpLines(300, 'made-up', NOW)
    const a = await makeShop()
    const answer = await take(
      a,
      { name: 'made-up', format: 'shelfbell', piece: 0 },
      lines.join('\n'),
    )
    expect(answer).toMatchObject({ lines: 300, new: 300, already: 0, skipped: {} })
    const text = await exported(a, 'waiting.ndjson')
    expect(inner(text)).toEqual(lines)

    const b = await makeShop()
    // The whole file with its header and trailer: the checksum is compared.
    await take(b, { name: 'made-up', format: 'shelfbell' }, text)
    expect(inner(await exported(b, 'waiting.ndjson'))).toEqual(lines)

    const c = await makeShop()
    const sheet = await exported(a, 'waiting.csv')
    expect(sheet).toContain(`"{""engraving"":""=Ada, \\""A\\""""}"`)
    await take(c, { name: 'made-up', format: 'shelfbell' }, sheet)
    expect(inner(await exported(c, 'waiting.ndjson'))).toEqual(lines)
    expect(await exported(c, 'waiting.csv')).toBe(sheet)
  })

  it('marks what a spreadsheet would take for a formula, and reads it back', async () => {
    const shop = await makeShop()
    const skus = ['=1+1', '+1', '-1', '@a', "'a", '＝1']
    const rows = skus.map((sku, n) => ({ kind: 'subscription', email: `p${n}@example.com`, sku }))
    await take(
      shop,
      { format: 'shelfbell', piece: 0 },
      rows.map((row) => JSON.stringify({ ...row, state: 'waiting' })).join('\n'),
    )
    const sheet = await exported(shop, 'waiting.csv')
    expect(sheet).not.toMatch(/(^|,|\n)[=+\-@＝]/)
    const other = await makeShop()
    await take(other, { format: 'shelfbell' }, sheet)
    const stored = await table<{ sku: string; shop_id: string }>('subscription')
    const ofOther = stored.filter(({ shop_id }) => shop_id === other.id).map(({ sku }) => sku)
    expect(ofOther.toSorted()).toEqual(skus.toSorted())
  })

  it('carries ended consents and suppressions into the next import of everything', async () => {
    const a = await makeShop()
    await a.subscribe({ sku: 'TEE-M', email: 'ada@example.com' })
    await a.subscribe({ sku: 'MUG', email: 'grace@example.com' })
    await a.api('PUT', '/v1/suppressions', { email: 'grace@example.com' })
    const text = await exported(a, 'everything.ndjson')
    const kinds = inner(text).map((line) => (JSON.parse(line) as { kind: string }).kind)
    expect(kinds).toEqual(['suppression', 'subscription', 'consent', 'consent', 'demand'])
    const b = await makeShop()
    const answer = await take(b, { format: 'shelfbell', name: 'all' }, text)
    expect(answer).toMatchObject({ new: 1, consents: 2, suppressions: 1 })
    expect(answer.skipped).toEqual({ kind_not_imported: 1 })
    expect(await send(b, {}, csv('grace@example.com,TEE-M,'))).toMatchObject({ status: 200 })
    const waits = (await table<{ shop_id: string }>('subscription')).filter(
      (s) => s.shop_id === b.id,
    )
    expect(waits).toHaveLength(1)
    const ended = inner(await exported(b, 'consents.ndjson')).map(
      (line) => JSON.parse(line) as Record<string, unknown>,
    )
    expect(
      ended.filter(({ email }) => email === 'grace@example.com').map((c) => c['action']),
    ).toEqual(['given', 'withdrawn'])
  })

  it('gives figures to a key that reads figures, and people to none but one for people', async () => {
    const shop = await makeShop()
    const made = await shop.api('POST', '/v1/keys', { name: 'figures', scopes: ['read'] })
    const { secretKey } = await made.json<{ secretKey: string }>()
    const headers = { Authorization: `Bearer ${secretKey}` }
    const get = async (file: string) => (await ask(`/v1/lists/${file}`, { headers })).status
    expect((await send({ ...shop, secretKey }, {}, csv())).status).toBe(403)
    expect(await get('demand.csv')).toBe(200)
    expect(await get('restocks.ndjson')).toBe(200)
    expect(await get('waiting.csv')).toBe(403)
    expect(await get('everything.ndjson')).toBe(403)
  })

  it('says how many lines it has and their checksum, so that a cut file is noticed', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    const text = await exported(shop, 'waiting.ndjson')
    const lines = text.trimEnd().split('\n')
    const cut = lines.slice(0, -1).join('\n')
    const changed = text.replace('TEE-M', 'TEE-L')
    const codes = await Promise.all(
      [cut, changed].map(async (body) => {
        const answer = await send(shop, { format: 'shelfbell' }, body)
        const { errors } = await answer.json<{ errors: { code: string }[] }>()
        return errors[0]?.code
      }),
    )
    expect(codes).toEqual(['trailer_missing', 'checksum_differs'])
  })
})

describe('an import', () => {
  let shop: TestShop
  beforeEach(async () => {
    shop = await makeShop()
  })

  it('judges a file and writes nothing', async () => {
    const before = await Promise.all(
      ['subscription', 'contact', 'consent', 'import_piece', 'log'].map(table),
    )
    const answer = await take(
      shop,
      { dryRun: true },
      csv(`ada@example.com,TEE-M,${ago(3)}`, 'nobody,TEE-M,'),
    )
    expect(answer).toMatchObject({
      status: 'judged',
      lines: 2,
      new: 1,
      skipped: { email_invalid: 1 },
      shown: [[3, 'email_invalid']],
      columns: { email: 'email', sku: 'sku', askedAt: 'asked_at' },
      unknownColumns: [],
    })
    expect(
      await Promise.all(['subscription', 'contact', 'consent', 'import_piece', 'log'].map(table)),
    ).toEqual(before)
  })

  it('keeps the place of who asked earlier, there and here', async () => {
    await shop.subscribe({ email: 'ada@example.com' })
    const answer = await take(
      shop,
      {},
      csv(
        `grace@example.com,TEE-M,${ago(5)}`,
        `ada@example.com,TEE-M,${ago(9)}`,
        `joan@example.com,TEE-M,${ago(7)}`,
        `joan@example.com,TEE-M,${ago(8)}`,
      ),
    )
    expect(answer).toMatchObject({
      new: 2,
      already: 1,
      skipped: { repeated: 1 },
      shown: [[4, 'repeated']],
    })
    const people = inner(await exported(shop, 'waiting.ndjson')).map(
      (line) => JSON.parse(line) as { email: string; askedAt: string; consents: object[] },
    )
    expect(people.map(({ email, askedAt }) => [email, askedAt])).toEqual([
      ['ada@example.com', ago(9)],
      ['joan@example.com', ago(8)],
      ['grace@example.com', ago(5)],
    ])
    // The consent of the form has followed its subscription.
    expect(people[0]?.consents).toMatchObject([{ version: 'imported' }, { method: 'form' }])
  })

  it('records the date, the words and the file with each consent', async () => {
    await take(
      shop,
      { name: 'klaviyo-export.csv' },
      `email,sku,asked_at,confirmed_at,consent_text,consent_version\n` +
        `ada@example.com,TEE-M,${ago(9)},${ago(8)},Mail me.,v7\ngrace@example.com,TEE-M,${ago(7)},,,\n`,
    )
    const rows = await consents()
    expect(
      rows
        .map(({ action, at, text, version, method, imported }) => ({
          action,
          at,
          text,
          version,
          method,
          imported,
        }))
        .toSorted((a, b) => Number(a.at) - Number(b.at)),
    ).toEqual([
      {
        action: 'given',
        at: NOW - 9 * DAY_MS,
        text: 'Mail me.',
        version: 'v7',
        method: 'imported',
        imported: '{"file":"klaviyo-export.csv"}',
      },
      {
        action: 'confirmed',
        at: NOW - 8 * DAY_MS,
        text: 'Mail me.',
        version: 'v7',
        method: 'imported',
        imported: '{"file":"klaviyo-export.csv"}',
      },
      {
        action: 'given',
        at: NOW - 7 * DAY_MS,
        text: 'Imported from klaviyo-export.csv. The file does not hold the words to which the person agreed.',
        version: 'imported',
        method: 'imported',
        imported: '{"file":"klaviyo-export.csv"}',
      },
    ])
    const [subscription] = await table<{ id: string }>('subscription')
    expect([NOW - 9 * DAY_MS, NOW - 7 * DAY_MS]).toContain(timeOf(String(subscription?.id)))
  })

  it('brings nobody back who is suppressed, has stopped or was notified since', async () => {
    await shop.api('PUT', '/v1/suppressions', { email: 'never@example.com' })
    await shop.subscribe({ email: 'stopped@example.com' })
    const [row] = await table<{ id: string }>('subscription')
    await shop.api('DELETE', `/v1/subscriptions/${row?.id}`)
    await shop.subscribe({ email: 'served@example.com', sku: 'MUG' })
    await shop.setStock({ sku: 'MUG', quantity: 5 })
    await drain()
    const file = csv(
      `never@example.com,TEE-M,${ago(3)}`,
      `stopped@example.com,TEE-M,${ago(3)}`,
      `served@example.com,MUG,${ago(3)}`,
      'stopped@example.com,TEE-M,',
    )
    const expected = { new: 0, skipped: { suppressed: 1, ended_since: 2, repeated: 1 } }
    expect(await take(shop, { dryRun: true }, file)).toMatchObject(expected)
    expect(await take(shop, {}, file)).toMatchObject(expected)
    expect(await table('subscription')).toEqual([])
  })

  it('brings nobody back by a second import of a file, with and without dates', async () => {
    for (const date of [ago(3), '']) {
      const file = csv(`a${date.length}@example.com,TEE-M,${date}`)
      await take(shop, {}, file)
      const [row] = await table<{ id: string }>('subscription')
      await shop.api('DELETE', `/v1/subscriptions/${row?.id}`)
      expect(await take(shop, {}, file)).toMatchObject({ new: 0, skipped: { ended_since: 1 } })
    }
  })

  it('sends nothing to anybody, not even when the first level of a variant comes in', async () => {
    await shop.setStock({ sku: 'IN', quantity: 5 }, { sku: 'OUT', quantity: 0 })
    const title = { title: 'Tee', url: 'https://acme.example/p/tee' }
    await shop.api(
      'PUT',
      '/v1/products',
      ['IN', 'OUT', 'NEW', 'NEW0'].map((sku) => ({ sku, ...title })),
    )
    await take(
      shop,
      {},
      csv(...['IN', 'OUT', 'NEW', 'NEW0'].map((sku) => `${sku}@example.com,${sku},${ago(3)}`)),
    )
    await drain()
    await shop.setStock(
      { sku: 'NEW', quantity: 7 },
      { sku: 'NEW0', quantity: 0 },
      { sku: 'IN', quantity: 6 },
    )
    await drain()
    await tick()
    await drain()
    expect(world.mails).toEqual([])
    // From then on they wait as everybody does.
    await new Promise((wait) => setTimeout(wait, 3))
    await shop.setStock(...['IN', 'OUT', 'NEW', 'NEW0'].map((sku) => ({ sku, quantity: 0 })))
    await new Promise((wait) => setTimeout(wait, 3))
    await shop.setStock(...['IN', 'OUT', 'NEW', 'NEW0'].map((sku) => ({ sku, quantity: 3 })))
    await drain()
    expect(world.mails.map(({ to }) => to).toSorted()).toEqual([
      'in@example.com',
      'new0@example.com',
      'new@example.com',
      'out@example.com',
    ])
  })

  it('leaves people pending where the shop asks for confirmation and the file says nothing of it', async () => {
    const file = `email,sku,country,state\na@example.com,T,DE,\nb@example.com,T,SE,\nc@example.com,T,SE,pending\nd@example.com,T,DE,confirmed\n`
    await take(shop, { dryRun: true }, file)
    await take(shop, {}, file)
    await drain()
    expect(world.mails).toEqual([])
    const lines = inner(await exported(shop, 'waiting.ndjson')).map(
      (one) => JSON.parse(one) as { email: string; state: string },
    )
    expect(Object.fromEntries(lines.map(({ email, state }) => [email[0], state]))).toEqual({
      a: 'pending',
      b: 'waiting',
      c: 'pending',
      d: 'waiting',
    })
    // They are kept as long as any request that nobody confirms.
    await tick()
    expect(await table('subscription')).toHaveLength(4)
    const other = await makeShop()
    expect(await take(other, { confirmed: true }, file)).toMatchObject({ new: 4 })
  })

  it('does a piece once, whoever repeats it, and refuses another piece or file in its place', async () => {
    const [one, two] = [csv(`a@example.com,T,${ago(2)}`), csv(`b@example.com,T,${ago(1)}`)]
    const of = (piece: number, more = {}) => ({ id: 'same', piece, line: 2 + piece, ...more })
    const [first, again] = await Promise.all([take(shop, of(0), one), take(shop, of(0), one)])
    expect(again).toEqual(first)
    expect(first).toMatchObject({ new: 1, already: 0 })
    const refused = async (answer: Promise<Response>) =>
      ((await (await answer).json()) as { code: string }).code
    expect(await refused(send(shop, of(0), two))).toBe('piece_differs')
    expect(await refused(send(shop, of(1, { name: 'another.csv' }), two))).toBe('import_differs')
    expect(await refused(send(shop, of(1, { confirmed: true }), two))).toBe('import_differs')
    await take(shop, of(1), two)
    const state = await shop.api('GET', '/v1/lists/imports/same')
    expect(await state.json()).toMatchObject({
      file: 'list.csv',
      pieces: [0, 1],
      counts: { lines: 2, new: 2 },
    })
    expect(await refused(shop.api('GET', '/v1/lists/imports/other'))).toBe('import_unknown')
    const entries = await logged(shop, 'list_imported')
    expect(entries).toMatchObject([
      { file: 'list.csv', import: 'same', pieces: 2, lines: 2, new: 2, by: {} },
    ])
  })

  it('loses and doubles nobody, whatever fails at any step of a piece', async () => {
    const body = [
      JSON.stringify({ kind: 'suppression', email: 'never@example.com', reason: 'person' }),
      ...['a', 'b', 'c'].map((name) =>
        JSON.stringify({
          kind: 'subscription',
          email: `${name}@example.com`,
          sku: 'T',
          state: 'waiting',
          askedAt: ago(2),
        }),
      ),
    ].join('\n')
    for (const fault of ['killed before', 'killed after', 'done but fails'] as const) {
      for (let at = 0; at < 8; at += 1) {
        const one = await makeShop()
        const whole = world.env
        const faulty = withFault(at, fault)
        const query = { id: 'crash', format: 'shelfbell', piece: 0 }
        const answer = await send(one, query, body).catch(() => undefined)
        faulty.revive()
        world.env = whole
        const last =
          answer?.status === 200 ? await answer.json<Answer>() : await take(one, query, body)
        expect([fault, at, last]).toMatchObject([
          fault,
          at,
          { new: 3, already: 0, suppressions: 1 },
        ])
        const stored = (await table<{ shop_id: string }>('subscription')).filter(
          (s) => s.shop_id === one.id,
        )
        expect(stored).toHaveLength(3)
        if (faulty.steps.length <= at) break
      }
    }
  })

  it('reads and writes so many rows for a hundred new people, and none for the same again', async () => {
    const lines = madeUpLines(100, 'made-up', NOW)
      .map((line) => {
        const {
          customerId: _,
          attributes: __,
          ...rest
        } = JSON.parse(line) as Record<string, unknown>
        return JSON.stringify(rest)
      })
      .join('\n')
    await shop.api('GET', '/v1/shop')
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const cost = async (work: () => Promise<unknown>) => {
      takeUsed()
      await work()
      return takeUsed()
    }
    const query = { id: 'metered', format: 'shelfbell', piece: 0 }
    const judged = await cost(() => take(shop, { ...query, dryRun: true }, lines))
    const stored = await cost(() => take(shop, query, lines))
    const again = await cost(() => take(shop, query, lines))
    const out = await cost(() => exported(shop, 'waiting.ndjson'))
    const rows = ({ read, written }: { read: number; written: number }) => ({ read, written })
    // The shop and its key; and for each line its index entries of a person who is not there.
    expect(rows(judged)).toEqual({ read: 802, written: 0 })
    // Each line: contact 1, subscription 3 and 1 because no level is known, consent 2, the
    // counters of the variant and the day 2. The piece: its row and its
    // counts, the words, the log's entry.
    expect(rows(stored)).toEqual({ read: 2616, written: 100 * 9 + 4 })
    expect(rows(again)).toEqual({ read: 20, written: 0 })
    expect(rows(out)).toEqual({ read: 602, written: 0 })
  })
})
