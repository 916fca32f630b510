/** How the widget asks for the stock of many variants. */
import { afterEach, expect, it, vi } from 'vitest'
import { ask, type Answers } from '../../widget/loader/ask.ts'

/** The skus of each request, which are all answered: sold out, if the number is even. */
function answering(): string[][] {
  const asked: string[][] = []
  vi.stubGlobal('fetch', async (url: string) => {
    const skus = new URL(url).searchParams.getAll('sku')
    asked.push(skus)
    const availability = skus.map((sku) => [sku, Number(sku) % 2 ? 'in_stock' : 'sold_out'])
    return Response.json({ availability: Object.fromEntries(availability) })
  })
  return asked
}

/** As the loader reads it on a page that says nothing of stock. */
const stateOf = (answers: Answers, key: string) => {
  const [is] = answers.get(key) ?? []
  return is && is === 'sold_out'
}

/** Asks as the loader does: until nothing is left to ask. */
async function askAll(markets: string[], count: number, answers: Answers) {
  const read = () =>
    markets.flatMap((market) =>
      Array.from({ length: count }, (_, index) => {
        const sku = `${index}`
        return { sku, market, soldOut: stateOf(answers, market + sku) }
      }),
    )
  while (await ask('https://bell.test/?shop=pk', read(), answers));
  return read()
}

afterEach(() => vi.unstubAllGlobals())

it('asks for more than a hundred variants in turns, and each gets an answer', async () => {
  const asked = answering()
  const read = await askAll([''], 230, new Map())
  expect(asked.map((skus) => skus.length)).toEqual([100, 100, 30])
  expect(read.filter(({ soldOut }) => soldOut === true)).toHaveLength(115)
  expect(read.filter(({ soldOut }) => soldOut === false)).toHaveLength(115)
})

it('asks for the variants of each market with its own requests', async () => {
  const asked = answering()
  const read = await askAll(['&locale=sv', '&locale=fi'], 80, new Map())
  expect(asked.map((skus) => skus.length)).toEqual([80, 20, 60])
  expect(read.every(({ soldOut }) => typeof soldOut === 'boolean')).toBe(true)
})

it('asks in one turn for a variant that is on the page a hundred times, then for what comes after it', async () => {
  const asked = answering()
  const answers: Answers = new Map()
  const skus = [...Array.from({ length: 120 }, () => '7'), '8']
  const read = () => skus.map((sku) => ({ sku, soldOut: stateOf(answers, sku) }))
  while (await ask('https://bell.test/?shop=pk', read(), answers));
  expect(asked.map((turn) => [...new Set(turn)])).toEqual([['7'], ['8']])
  expect(read().at(-1)?.soldOut).toBe(true)
})

it('does not ask again for what the Worker did not answer', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return Response.json({ availability: {} })
  })
  const answers: Answers = new Map()
  await askAll([''], 3, answers)
  expect(asked).toHaveLength(1)
  expect([...answers.values()].map(([is]) => is)).toEqual(['unknown', 'unknown', 'unknown'])
})

it('takes from an answer what the shop leaves out, and when variants are expected', async () => {
  vi.stubGlobal('fetch', async () =>
    Response.json({
      availability: { a: 'sold_out', b: 'sold_out', constructor: 'unknown' },
      offered: { b: false },
      restockAt: { a: '2026-12-24' },
    }),
  )
  const answers: Answers = new Map()
  await ask('/', [{ sku: 'a' }, { sku: 'b' }, { sku: 'constructor' }, { sku: 'toString' }], answers)
  expect(Object.fromEntries(answers)).toEqual({
    a: ['sold_out', '2026-12-24'],
    b: [false, undefined],
    constructor: ['unknown', undefined],
    toString: ['unknown', undefined],
  })
})
