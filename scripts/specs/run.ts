/**
 * `npm run specs -- FOLDER [FILE]`: holds every request that the contract tests cause against the vendor's
 * published description. FOLDER has the descriptions (sources.ts); FILE has requests that were recorded
 * before, else the contract tests run first. Exits with 1 when a request deviates, or when a check
 * would let a broken request through. Needs no network.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Line } from '../../test/fakes/record.ts'
import type { Received } from '../../test/fakes/upstream.ts'
import { letsThrough } from './broken.ts'
import { type Check, type Sent, sentOf } from './sent.ts'
import { commandsFor, isThere, nameOf } from './sources.ts'
import { UNDESCRIBED, type Vendor, VENDORS } from './vendors.ts'

/** The User-Agent of the Worker. The tests call the fakes as well, with others. */
const OURS = /^Shelfbell\//

const [folder, given] = process.argv.slice(2)
const missing = [...new Set(VENDORS.flatMap(({ needs }) => needs))].filter(
  (source) => !folder || !isThere(folder, source),
)
if (!folder || missing.length > 0) {
  console.log('npm run specs -- FOLDER [FILE]\n\nNot in the folder yet:\n')
  for (const source of missing) console.log(`  ${commandsFor(folder ?? 'FOLDER', source)}`)
  process.exit(2)
}

const requests = requestsIn(given ?? recorded())
const clean = VENDORS.map((vendor) => isClean(vendor, resolve(folder))).every(Boolean)
const described = new Set(VENDORS.flatMap(({ fakes }) => fakes))
const rest = [...requests].filter(([fake]) => !described.has(fake))
for (const [fake, { length }] of rest) {
  const why = UNDESCRIBED[fake]
  console.log(
    why
      ? `${fake}: no machine-readable description (${why}). ${length} requests not checked.`
      : `${fake}: not in scripts/specs/vendors.ts. ${length} requests not checked.`,
  )
}
const isKnown = rest.every(([fake]) => fake in UNDESCRIBED)
process.exit(clean && isKnown ? 0 : 1)

/** Runs the contract tests, and gives the path of the file with the requests that the fakes received. */
function recorded(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'shelfbell-specs-')), 'requests.jsonl')
  const { status } = spawnSync('npx', ['vitest', 'run', 'test/contract', '--reporter=dot'], {
    stdio: 'inherit',
    env: { ...process.env, RECORD_REQUESTS: file },
  })
  if (status !== 0) process.exit(1)
  console.log(`\nRecorded in ${file}\n`)
  return file
}

/** The Worker's requests in a file, by the fake that received them. */
function requestsIn(file: string): Map<string, Received[]> {
  const names = new Map<string, string>()
  const all = new Map<string, Received[]>()
  for (const text of readFileSync(file, 'utf8').trim().split('\n')) {
    const line = JSON.parse(text) as Line
    if ('fake' in line) {
      names.set(line.url, line.fake)
      continue
    }
    const { request } = line
    if (!OURS.test(request.headers['user-agent'] ?? '')) continue
    const fake = names.get(new URL(request.base).origin) ?? ''
    const received = all.get(fake) ?? []
    received.push(request)
    all.set(fake, received)
  }
  return all
}

/** Prints the result for a vendor; whether it has no deviation. */
function isClean(vendor: Vendor, at: string): boolean {
  const { name, fakes, needs, description, outside = [], explained = [], blind = [] } = vendor
  const all = fakes.flatMap((fake) => requests.get(fake) ?? []).map(sentOf)
  const reasons = new Map<string, number>()
  const inside: Sent[] = []
  for (const sent of all) {
    const [, why] = outside.find(([path]) => path.test(sent.path)) ?? []
    if (why) reasons.set(why, (reasons.get(why) ?? 0) + 1)
    else inside.push(sent)
  }
  const reads = vendor.check(at)
  const excused = new Map<string, number>()
  const check: Check = (sent) =>
    reads(sent).filter((fault) => !explained.some(([known]) => known.test(fault)))
  const deviations = new Map<string, number>()
  const good: Sent[] = []
  for (const sent of inside) {
    for (const [known, why] of explained) {
      if (reads(sent).some((fault) => known.test(fault)))
        excused.set(why, (excused.get(why) ?? 0) + 1)
    }
    const faults = check(sent)
    if (faults.length === 0) good.push(sent)
    for (const fault of new Set(faults)) {
      const line = `${sent.method} ${sent.path.replaceAll(/[0-9a-f-]{36}/g, '…')}: ${fault}`
      deviations.set(line, (deviations.get(line) ?? 0) + 1)
    }
  }
  const blindTo = letsThrough(check, good, blind)
  const sources = needs.map((source) => `${nameOf(source)}, ${source.licence}`)
  console.log(`${name}: ${description}${sources.length > 0 ? ` (${sources.join('; ')})` : ''}`)
  console.log(`  ${inside.length} requests checked, ${inside.length - good.length} deviate`)
  for (const [why, count] of reasons) console.log(`  ${count} not checked: ${why}`)
  for (const [why, count] of excused) console.log(`  ${count} let through: ${why}`)
  for (const [line, count] of deviations) console.log(`  ${count} × ${line}`)
  for (const way of blindTo) console.log(`  the check does not notice a broken request: ${way}`)
  if (good.length === 0) console.log('  no good request to break: the check proves nothing')
  return deviations.size === 0 && blindTo.length === 0 && good.length > 0
}
