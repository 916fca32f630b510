/**
 * Checks docs/guarantees.md: every promise names a test, and every named test exists. Part of
 * `npm run lint`.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { nameFinder } from './test-names.ts'

const PAGE = resolve(import.meta.dirname, '../docs/guarantees.md')

/** A code span, in single or double backticks. */
const SPAN = /``\s?(.+?)\s?``|`([^`]+)`/g
/** A code span that starts like this is the name of a test. */
const NAME = /^(unit|worker|contract|browser|bench)(\/|$)/

const exists = nameFinder()
const faults: string[] = []
const lines = readFileSync(PAGE, 'utf8').split('\n')
for (const [index, line] of lines.entries()) {
  const names = [...line.matchAll(SPAN)]
    .map(([, twice, once = '']) => (twice ?? once).replaceAll('\\|', '|'))
    .filter((span) => NAME.test(span))
  const at = `docs/guarantees.md:${index + 1}`
  const isRow = line.startsWith('| ') && !/^\| promise \||^\| -/.test(line)
  if (isRow && names.length === 0) faults.push(`${at}: names no test`)
  for (const name of names) if (!exists(name)) faults.push(`${at}: no such test: ${name}`)
}

if (faults.length > 0) {
  console.error(faults.join('\n'))
  process.exit(1)
}
