/**
 * `npm run mutants`: breaks one rule at a time, and runs the test that has to notice. A mutant that
 * no test notices survives, and the command fails: then a rule is written down that nothing holds.
 *
 *   npm run mutants                    all of them, some twenty minutes
 *   npm run mutants -- --part 3/10     the third tenth
 *   npm run mutants -- --only 52,W6    those two
 *   npm run mutants -- --check         only whether each could be made, and its test exists
 *
 * The edits are made to a copy of the repository in a temporary folder, never to your files. First
 * the tests run without any edit: what fails then proves nothing.
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

/** What a mutant came to: noticed, not noticed, or no proof of anything. */
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
  // Every tenth one: each part has some that take a browser.
  return MUTANTS.filter((_, index) => index % parts === part - 1)
}

/** Why a mutant cannot be made, if so: its text has changed, or its test has another name. */
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

/** A copy of what git knows or would take, with the same packages. */
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
    cpSync(join(ROOT, file), join(copy, file))
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

const selected = chosen()
const exists = nameFinder()
const faults = MUTANTS.flatMap((one) => faultsOf(one, exists))
const ids = MUTANTS.map(({ id }) => id)
for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index))) {
  faults.push(`${id}: there are two`)
}
if (faults.length > 0) fail(faults)
if (values.check) {
  console.log(`All ${MUTANTS.length} mutants can be made, and their tests exist.`)
  process.exit(0)
}

const copy = copyRepository()
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true
    process.exitCode = 130
    endRun()
  })
}
const verdicts = new Map<Mutant, Verdict>()
try {
  console.log(`Without any edit, the tests of ${selected.length} mutants:`)
  const tests = [...new Set(selected.map(({ test }) => test))]
  const before = await runTests(copy, tests)
  const absent = tests.filter((test) => !before.named.has(test))
  const broken = [
    ...before.failed.map((name) => `fails without any edit: ${name}`),
    ...absent.map((name) => `was not run: ${name}`),
  ]
  if (broken.length > 0) {
    console.error([before.output, ...broken].join('\n'))
    process.exitCode = 2
  } else {
    console.log(`  ${before.passed.length} pass.\n`)
    for (const mutant of selected) {
      const began = Date.now()
      const ran = await tryOut(copy, mutant)
      if (interrupted) break
      const verdict = verdictOf(ran)
      verdicts.set(mutant, verdict)
      const seconds = `${Math.round((Date.now() - began) / 1000)} s`.padStart(5)
      console.log(`${mutant.id.padEnd(4)} ${verdict.padEnd(8)} ${seconds}  ${mutant.says}`)
      if (verdict !== 'killed') console.log(`      ${mutant.file}\n      ${mutant.test}`)
      // It did not compile, or nothing ran: that is no proof.
      if (verdict === 'BROKEN') console.log(ran.output.replaceAll(/^/gm, '      '))
    }
    const count = (verdict: Verdict) =>
      [...verdicts.values()].filter((one) => one === verdict).length
    const [killed, survived, unproven] = [count('killed'), count('SURVIVED'), count('BROKEN')]
    console.log(
      `\n${killed} of ${selected.length} were noticed, ${survived} survived, ${unproven} broke the run.`,
    )
    if (killed < selected.length && !interrupted) process.exitCode = 1
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
