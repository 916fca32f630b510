/**
 * Checks the tables of docs/guarantees.md and docs/seeds.md: every row names a test, and every named test
 * exists. A row whose last cell begins with `–` and a reason needs no test. Part of `npm run lint`.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { nameFinder } from './test-names.ts'

const PAGES = ['docs/guarantees.md', 'docs/seeds.md']

/** A code span, in single or double backticks. */
const SPAN = /``\s?(.+?)\s?``|`([^`]+)`/g
/** A code span that starts like this is the name of a test. */
const NAME = /^(unit|worker|contract|browser|bench)(\/|$)/
/** A row that says in its last cell why no test proves it. */
const EXCUSED = /\| – \S[^|]* \|$/

const exists = nameFinder()
const faults: string[] = []
for (const page of PAGES) {
  const lines = readFileSync(resolve(import.meta.dirname, '..', page), 'utf8').split('\n')
  for (const [index, line] of lines.entries()) {
    const names = [...line.matchAll(SPAN)]
      .map(([, twice, once = '']) => (twice ?? once).replaceAll('\\|', '|'))
      .filter((span) => NAME.test(span))
    const at = `${page}:${index + 1}`
    const isHead = lines[index + 1]?.startsWith('| -') ?? false
    const isRow = /^\| [^-]/.test(line) && !isHead
    if (isRow && names.length === 0 && !EXCUSED.test(line)) faults.push(`${at}: names no test`)
    for (const name of names) if (!exists(name)) faults.push(`${at}: no such test: ${name}`)
  }
}

if (faults.length > 0) {
  console.error(faults.join('\n'))
  process.exit(1)
}
