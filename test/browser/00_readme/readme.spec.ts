/** The README's calls do what it says, and its files are there. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
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

test('every file that the README links is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path)
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((path) => !existsSync(path))).toEqual([])
})
