/** The documentation is true: its calls work, and the files, headings and commands it names exist. */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'

const LOCAL = 'http://localhost:8787'

const pages = globSync(['*.md', 'docs/**/*.md', 'worker/*.md', 'test/bench/*.md'])

const callsOf = (page: string) =>
  [...readFileSync(page, 'utf8').matchAll(/```sh\n(.*?)```/gs)]
    .map(([, code = '']) => code)
    .filter((code) => code.startsWith('curl') && code.includes(LOCAL))

for (const page of ['README.md', 'docs/api.md']) {
  test(`every curl call in ${page} succeeds`, () => {
    const calls = callsOf(page)
    expect(calls.length).toBeGreaterThan(2)
    for (const call of calls) {
      const command = call.trim().replaceAll(LOCAL, WORKER)
      const answer = execFileSync('bash', ['-c', `${command} --silent --fail-with-body`], {
        encoding: 'utf8',
      })
      expect(JSON.parse(answer)).toBeTruthy()
    }
  })
}

test('every npm command in the documentation exists', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Record<string, string>
  }
  const named = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name),
  )
  expect(named).toContain('dev')
  for (const name of named) expect(scripts).toHaveProperty(name)
})

/** The anchors that GitHub makes from the headings of a page. */
const anchorsOf = (path: string) =>
  readFileSync(path, 'utf8')
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .split('\n')
    .filter((line) => /^#+ /.test(line))
    .map((line) =>
      line
        .replace(/^#+ /, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    )

test('every link in the documentation leads to a file and heading that exist', () => {
  const broken = pages.flatMap((page) => {
    const links = [
      ...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g),
    ]
    return links.flatMap(([link, path = '', anchor]) => {
      const file = path ? join(dirname(page), path) : page
      const found = existsSync(file) && (!anchor || anchorsOf(file).includes(anchor))
      return found ? [] : [`${page}: ${link}`]
    })
  })
  expect(broken).toEqual([])
})

test('docs/widget.md lists every page of the browser tests', () => {
  const list = readFileSync('docs/widget.md', 'utf8').split('## Proof')[1] ?? ''
  const folders = readdirSync('test/browser').filter((name) => /^\d+_(?!readme)/.test(name))
  expect(folders.length).toBeGreaterThan(30)
  expect(folders.filter((name) => !list.includes(`(../test/browser/${name})`))).toEqual([])
})

test('docs/accessibility.md answers each of the 55 criteria', () => {
  const text = readFileSync('docs/accessibility.md', 'utf8')
  const criteria = [...text.matchAll(/^\| (\d\.\d\.\d+) [^|]+\| (AA?) \|/gm)]
  expect(new Set(criteria.map(([, number]) => number)).size).toBe(55)
  expect(criteria.filter(([, , level]) => level === 'A')).toHaveLength(31)
})
