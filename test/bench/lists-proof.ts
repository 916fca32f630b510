/**
 * `npm run lists:proof`: makes a list of 100,000 people with a fixed seed, imports it through `npm run lists`
 * into a Worker on a local D1, exports it, and fails unless the export has the same lines with each sku's
 * people in the same order. Prints the time, the memory, and the rows of D1. `LISTS_PEOPLE=1000` makes fewer.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportFile, importFile } from '../../scripts/lists.ts'
import { madeUpConsent } from '../fakes/made-up.ts'
import { cpuTime, peakMemory, workerdPid } from './workerd.ts'
import type { Used } from './workers/meter.ts'
import { startWorld } from './world.ts'

const PEOPLE = Number(process.env['LISTS_PEOPLE'] ?? 100_000)
const SKUS = 500
const SEED = 20_261_129
const FILE = 'made-up.ndjson'
const HOUR_MS = 3_600_000

/** Numbers from 0 up to 1 (mulberry32), always the same for a seed. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Lines of people in a random order of skus; each asked a second after the one before. */
function madeUp(count: number, end: number): string[] {
  const next = numbers(SEED)
  return Array.from({ length: count }, (_, n) => {
    const at = new Date(end - HOUR_MS - (count - n) * 1000 + Math.floor(next() * 900)).toISOString()
    const consent = madeUpConsent(at, next() < 0.5 ? 'form' : 'imported', FILE)
    return JSON.stringify({
      kind: 'subscription',
      email: `person-${n}@example.com`,
      ...(next() < 0.2 && { customerId: `c-${n}` }),
      sku: `SKU-${Math.floor(next() * SKUS)}`,
      ...(next() < 0.5 && { locale: 'sv-SE' }),
      ...(next() < 0.2 && { externalId: '4' }),
      channels: ['email'],
      state: 'waiting',
      askedAt: at,
      quantity: 1 + Math.floor(next() * 3),
      ...(next() < 0.1 && { attributes: { vip: true, city: 'Göteborg' } }),
      ...(next() < 0.1 && { data: { engraving: '=Ada, "A"' } }),
      consents: [consent],
    })
  })
}

/** The lines by sku, in their order. */
function places(lines: readonly string[]): Map<string, string[]> {
  const bySku = new Map<string, string[]>()
  for (const line of lines) {
    const { sku } = JSON.parse(line) as { sku: string }
    const waiting = bySku.get(sku) ?? []
    if (waiting.length === 0) bySku.set(sku, waiting)
    waiting.push(line)
  }
  return bySku
}

/** Throws unless both lists have the same people in the same places. */
function compare(before: readonly string[], after: readonly string[]): void {
  if (before.length !== after.length) throw new Error(`${after.length} of ${before.length} lines`)
  const came = places(after)
  for (const [sku, lines] of places(before)) {
    const other = came.get(sku) ?? []
    const at = lines.findIndex((line, index) => line !== other[index])
    if (at !== -1 || other.length !== lines.length) {
      throw new Error(`place ${at} of ${sku} differs:\n${lines[at]}\n${other[at]}`)
    }
  }
}

const folder = await mkdtemp(join(tmpdir(), 'shelfbell-lists-'))
try {
  await using world = await startWorld({ metered: true })
  const door = { url: world.url, key: world.shop.secretKey }
  const used = async () =>
    JSON.parse((await world.shelfbell.send('GET', '/bench/used')).text) as Used
  const pid = workerdPid() ?? 0
  const megabytes = (bytes: number | undefined) => `${Math.round((bytes ?? 0) / 1e6)} MB`
  const step = async (what: string, work: () => Promise<string>) => {
    await used()
    const [began, cpu] = [performance.now(), cpuTime(pid) ?? 0]
    const outcome = await work()
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    const ofCpu = (((cpuTime(pid) ?? 0) - cpu) / 1000).toFixed(1)
    const { read, written } = await used()
    console.log(
      `${what}: ${outcome}, ${seconds} s (workerd ${ofCpu} s of CPU), ${read} rows read, ${written} written;`,
      `peak memory: workerd ${megabytes(peakMemory(pid))}, script ${megabytes(peakMemory(process.pid))}`,
    )
  }

  const lines = madeUp(PEOPLE, Date.now())
  const file = join(folder, FILE)
  await writeFile(file, lines.map((line) => `${line}\n`).join(''))
  const options = { ...door, format: 'shelfbell' }
  await step('dry run', async () => {
    const judged = await importFile(file, { ...options, dryRun: true })
    if (judged.new !== PEOPLE) throw new Error(JSON.stringify(judged))
    return `${judged.new} new in ${judged.pieces} pieces`
  })
  await step('import', async () => {
    const taken = await importFile(file, options)
    if (taken.new !== PEOPLE || taken.lines !== PEOPLE) throw new Error(JSON.stringify(taken))
    return `${taken.new} new in ${taken.pieces} pieces`
  })
  await step('the same import again', async () => {
    const again = await importFile(file, options)
    if (again.new !== PEOPLE) throw new Error(JSON.stringify(again))
    return 'nothing sent'
  })
  const out = join(folder, 'waiting.ndjson')
  await step('export', async () => {
    await exportFile('waiting.ndjson', out, door)
    const text = await readFile(out, 'utf8')
    compare(lines, text.trimEnd().split('\n').slice(1, -1))
    return `${PEOPLE} lines, equal to the file, each person in their place`
  })
} finally {
  await rm(folder, { recursive: true })
}
