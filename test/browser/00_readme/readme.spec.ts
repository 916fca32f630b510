/** The README's calls do what it says; what it and the widget's pages name is there. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'

const readme = readFileSync('README.md', 'utf8')
const blocks = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, code = '']) => code)
const calls = blocks.filter((code) => code.startsWith('curl'))

test('every curl of the README is answered with success', () => {
  expect(calls.length).toBeGreaterThan(2)
  for (const call of calls) {
    const command = call.trim().replaceAll('http://localhost:8787', WORKER)
    const answer = execFileSync('bash', ['-c', `${command} --silent --fail-with-body`], {
      encoding: 'utf8',
    })
    expect(JSON.parse(answer)).toBeTruthy()
  }
})

test('every npm command of the README exists', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Record<string, string>
  }
  const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
  expect(named).toContain('dev')
  for (const name of named) expect(scripts).toHaveProperty(name)
})

for (const file of ['README.md', 'docs/widget.md', 'docs/accessibility.md']) {
  test(`every file that ${file} links is there`, () => {
    const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)]
    const paths = links.map(([, path = '']) => join(dirname(file), path))
    expect(paths.length).toBeGreaterThan(5)
    expect(paths.filter((path) => !existsSync(path))).toEqual([])
  })
}

test('every page of the tests is in the list of what was proved', () => {
  const list = readFileSync('docs/widget.md', 'utf8').split('## Proof')[1] ?? ''
  const pages = readdirSync('test/browser').filter((name) => /^\d+_(?!readme)/.test(name))
  expect(pages.length).toBeGreaterThan(30)
  expect(pages.filter((name) => !list.includes(`(../test/browser/${name})`))).toEqual([])
})

test('accessibility is answered for by each of the 55 criteria', () => {
  const text = readFileSync('docs/accessibility.md', 'utf8')
  const criteria = [...text.matchAll(/^\| (\d\.\d\.\d+) [^|]+\| (AA?) \|/gm)]
  expect(new Set(criteria.map(([, number]) => number)).size).toBe(55)
  expect(criteria.filter(([, , level]) => level === 'A')).toHaveLength(31)
})
