/**
 * `npm run mutants` breaks one rule at a time and runs the test that has to fail. If the test
 * passes, the mutant survives, and the command fails: no test holds that rule.
 *
 *   npm run mutants                    all of them, some twenty minutes
 *   npm run mutants -- --part 3/10     the third tenth
 *   npm run mutants -- --only 52,W6    those two
 *   npm run mutants -- --check         runs nothing: whether each edit fits, and its test exists
 *
 * The edits are made in a copy of the repository in a temporary folder, never in your files. First
 * the tests run without any edit: a test that fails then proves nothing.
 */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { MUTANTS } from '../test/mutants/list.ts'
import type { Mutant } from '../test/mutants/mutant.ts'
import { nameFinder } from './test-names.ts'
import { endRun, runTests, type Ran } from './run-tests.ts'

const ROOT = resolve(import.meta.dirname, '..')

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    only: { type: 'string', multiple: true },
    check: { type: 'boolean', default: false },
  },
})

/** A test failed, none failed, or none ran. */
type Verdict = 'killed' | 'SURVIVED' | 'BROKEN'

/** The mutants that the options ask for. */
function chosen(): Mutant[] {
  const only = values.only?.flatMap((ids) => ids.split(','))
  const unknown = only?.filter((id) => !MUTANTS.some((one) => one.id === id)) ?? []
  if (unknown.length > 0) fail([`there is no mutant ${unknown.join(', ')}`])
  if (only) return MUTANTS.filter(({ id }) => only.includes(id))
  if (!values.part) return MUTANTS
  const [part = 0, parts = 0] = values.part.split('/').map(Number)
  if (!(part >= 1 && part <= parts)) fail(['--part is written as 3/10'])
  // Every tenth mutant, so that each part has some that need a browser.
  return MUTANTS.filter((_, index) => index % parts === part - 1)
}

/** Why a mutant cannot be made: its file or its text has changed, or its test has another name. */
function faultsOf({ id, file, search, replace, test }: Mutant, exists: (name: string) => boolean) {
  const faults: string[] = []
  const path = join(ROOT, file)
  if (!existsSync(path)) return [`${id}: there is no ${file}`]
  const times = readFileSync(path, 'utf8').split(search).length - 1
  if (times !== 1) faults.push(`${id}: the text stands ${times} times in ${file}, not once`)
  if (search === replace) faults.push(`${id}: the edit changes nothing`)
  if (!exists(test)) faults.push(`${id}: no such test: ${test}`)
  return faults
}

function fail(faults: string[]): never {
  console.error(faults.join('\n'))
  process.exit(2)
}

/** Copies all files that git tracks or would track; the packages are linked. */
function copyRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), 'shelfbell-mutants-'))
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  )
  for (const file of listed.split('\0').filter((name) => name && name !== 'node_modules')) {
    // A file that is deleted, and not committed yet, is still listed.
    if (existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(copy, file))
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** Makes the edit in the copy, runs the test, and takes the edit back. */
async function tryOut(copy: string, { file, search, replace, test }: Mutant): Promise<Ran> {
  const path = join(copy, file)
  const whole = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    whole.replace(search, () => replace),
  )
  try {
    return await runTests(copy, [test])
  } finally {
    writeFileSync(path, whole)
  }
}

const verdictOf = ({ passed, failed }: Ran): Verdict => {
  if (failed.length > 0) return 'killed'
  return passed.length > 0 ? 'SURVIVED' : 'BROKEN'
}

/** What keeps the list from being run: a stale edit, a missing test, an id that is used twice. */
function faultsInList(): string[] {
  const exists = nameFinder()
  const ids = MUTANTS.map(({ id }) => id)
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index)
  return [
    ...MUTANTS.flatMap((one) => faultsOf(one, exists)),
    ...repeated.map((id) => `${id}: there are two`),
  ]
}

/** Runs the tests without any edit. Gives whether each of them was run and passes. */
async function passesUnedited(copy: string, mutants: Mutant[]): Promise<boolean> {
  console.log(`Without any edit, the tests of ${mutants.length} mutants:`)
  const tests = [...new Set(mutants.map(({ test }) => test))]
  const { passed, failed, named, output } = await runTests(copy, tests)
  const faults = [
    ...failed.map((name) => `fails without any edit: ${name}`),
    ...tests.filter((test) => !named.has(test)).map((name) => `was not run: ${name}`),
  ]
  if (interrupted) return false
  if (faults.length > 0) console.error([output, ...faults].join('\n'))
  else console.log(`  ${passed.length} pass.\n`)
  return faults.length === 0
}

/** Tries the mutants one after the other, and prints a line for each. */
async function tryAll(copy: string, mutants: Mutant[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const mutant of mutants) {
    const startedAt = Date.now()
    const ran = await tryOut(copy, mutant)
    if (interrupted) break
    const verdict = verdictOf(ran)
    verdicts.push(verdict)
    const seconds = `${Math.round((Date.now() - startedAt) / 1000)} s`.padStart(5)
    console.log(`${mutant.id.padEnd(4)} ${verdict.padEnd(8)} ${seconds}  ${mutant.says}`)
    if (verdict !== 'killed') console.log(`      ${mutant.file}\n      ${mutant.test}`)
    // The edit does not compile, or no test ran: that proves nothing.
    if (verdict === 'BROKEN') console.log(ran.output.replaceAll(/^/gm, '      '))
  }
  return verdicts
}

const faults = faultsInList()
if (faults.length > 0) fail(faults)
if (values.check) {
  console.log(`All ${MUTANTS.length} mutants can be made, and their tests exist.`)
  process.exit(0)
}

let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true
    process.exitCode = 130
    endRun()
  })
}

const selected = chosen()
const copy = copyRepository()
try {
  if (await passesUnedited(copy, selected)) {
    const verdicts = await tryAll(copy, selected)
    const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length
    console.log(
      `\n${count('killed')} of ${selected.length} were noticed, ${count('SURVIVED')} survived, ${count('BROKEN')} broke the run.`,
    )
    if (count('killed') < selected.length) process.exitCode ??= 1
  } else process.exitCode ??= 2
} finally {
  rmSync(copy, { recursive: true, force: true })
}
