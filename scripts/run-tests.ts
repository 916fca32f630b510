/** Runs tests by their names, in a folder: those of the Worker with vitest, the browser's with Playwright. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const JOIN = ' › '

/** A run that takes longer than this is ended: some edits make a loop that nothing ends. */
const LONGEST_MS = 5 * 60_000

/** How long a run that is asked to end may take over it. */
const ENDING_MS = 10_000

/** Away from the port of `npm run test:browser`, which may be running. */
const PORT = '8897'

export interface Ran {
  /** The names of the tests that passed, and of those that failed. */
  passed: string[]
  failed: string[]
  /** Of the names that were asked for, those under which a test ran. */
  named: Set<string>
  /** The end of what was printed. */
  output: string
}

/** A test that ran. */
interface One {
  name: string
  ok: boolean
}

/** Runs the tests of some names; a group's name means all in it. */
export async function runTests(folder: string, names: string[]): Promise<Ran> {
  const inBrowser = names.filter((name) => name.startsWith('browser/'))
  const others = names.filter((name) => !inBrowser.includes(name))
  const runs = [
    ...(others.length > 0 ? [await runVitest(folder, others)] : []),
    ...(inBrowser.length > 0 ? [await runPlaywright(folder, inBrowser)] : []),
  ]
  // Both take a pattern of titles for all files, so a few more may have run.
  const isNamed = (test: string, name: string) => test === name || test.startsWith(name + JOIN)
  const ran = runs
    .flatMap(({ tests }) => tests)
    .filter((test) => names.some((name) => isNamed(test.name, name)))
  return {
    passed: ran.filter(({ ok }) => ok).map(({ name }) => name),
    failed: ran.filter(({ ok }) => !ok).map(({ name }) => name),
    named: new Set(names.filter((name) => ran.some((test) => isNamed(test.name, name)))),
    output: runs.map(({ output }) => output).join('\n'),
  }
}

const filesOf = (names: string[]) => [
  ...new Set(names.map((name) => `test/${name.split(JOIN)[0] ?? ''}`)),
]

/** Matches the titles of the names: both programs join them by spaces. */
const patternOf = (names: string[]) =>
  names.map((name) => RegExp.escape(name.split(JOIN).slice(1).join(' '))).join('|')

interface VitestReport {
  testResults: {
    name: string
    assertionResults: { ancestorTitles: string[]; title: string; status: string }[]
  }[]
}

async function runVitest(folder: string, names: string[]) {
  const report = join(folder, 'vitest-report.json')
  const output = await run(folder, 'vitest', [
    'run',
    ...filesOf(names),
    '--testNamePattern',
    patternOf(names),
    '--reporter=json',
    '--reporter=dot',
    `--outputFile.json=${report}`,
    '--maxWorkers=1',
  ])
  const { testResults } = readReport<VitestReport>(report) ?? { testResults: [] }
  const tests = testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ ancestorTitles, title, status }): One => {
        const path = file.replace(/^.*?\/test\//, '')
        return { name: [path, ...ancestorTitles, title].join(JOIN), ok: status === 'passed' }
      }),
  )
  return { tests, output }
}

interface PlaywrightSuite {
  title: string
  file: string
  specs: { title: string; ok: boolean }[]
  suites?: PlaywrightSuite[]
}

async function runPlaywright(folder: string, names: string[]) {
  const report = join(folder, 'playwright-report.json')
  const output = await run(
    folder,
    'playwright',
    [
      'test',
      ...filesOf(names),
      '--grep',
      patternOf(names),
      '--reporter=json,line',
      '--trace=off',
      '--workers=1',
    ],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: report, SHELFBELL_BROWSER_PORT: PORT },
  )
  const { suites } = readReport<{ suites: PlaywrightSuite[] }>(report) ?? { suites: [] }
  const testsIn = ({ specs, suites: inner = [] }: PlaywrightSuite, titles: string[]): One[] => [
    ...specs.map(({ title, ok }) => ({ name: [...titles, title].join(JOIN), ok })),
    ...inner.flatMap((suite) => testsIn(suite, [...titles, suite.title])),
  ]
  const tests = suites.flatMap((suite) => testsIn(suite, [`browser/${suite.file}`]))
  return { tests, output }
}

function readReport<T>(path: string): T | undefined {
  if (!existsSync(path)) return undefined
  const report = JSON.parse(readFileSync(path, 'utf8')) as T
  rmSync(path)
  return report
}

/** Runs a program of ours to its end, whatever that is; gives the last lines of what it printed. */
async function run(
  folder: string,
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<string> {
  const child = spawn(join(folder, 'node_modules/.bin', program), args, {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', PWD: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: what it started ends with it.
    detached: true,
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  }
  running = child
  const timer = setTimeout(() => {
    printed += `\nended after ${LONGEST_MS / 60_000} minutes`
    end(child)
  }, LONGEST_MS)
  await new Promise((done) => child.on('close', done))
  clearTimeout(timer)
  running = undefined
  return printed.split('\n').slice(-30).join('\n')
}

let running: ChildProcess | undefined

/** Ends the run that goes on, with all that it started. */
export function endRun(): void {
  if (running) end(running)
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return
  // First as Ctrl-C does: Playwright then stops the Worker that it started.
  process.kill(-pid, 'SIGINT')
  setTimeout(() => {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }, ENDING_MS).unref()
}
