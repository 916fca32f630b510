/** A deployment keeps the files of earlier releases. No page is opened here. */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { keepReleases } from '../../../scripts/keep.ts'
import { expect } from '../shop.ts'

interface Deployment {
  address: string
  /** Its answers by path. A number is a status without a body; 0 means no answer. */
  files: Map<string, string | number>
}

const codeOf = (name: string) => `export const release = '${name}'`

const release = (name: string) => ({
  name,
  built: '2026-11-21T12:00:00.000Z',
  files: [
    {
      name: 'form.js',
      integrity: `sha384-${createHash('sha384').update(codeOf(name)).digest('base64')}`,
      size: codeOf(name).length,
    },
  ],
})

const list = (names: string[]) => JSON.stringify({ releases: names.map(release) })

/** A server with the given files, and a folder with a build of the release `built-01`. */
const test = base.extend<{ running: Deployment; out: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright wants a pattern here
  running: async ({}, use) => {
    const files: Deployment['files'] = new Map()
    const server = createServer((request, response) => {
      const found = files.get(request.url ?? '') ?? 404
      if (found === 0) request.socket.destroy()
      else if (typeof found === 'number') response.writeHead(found).end()
      else response.end(found)
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    await use({ address: `http://127.0.0.1:${port}`, files })
    server.close()
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright wants a pattern here
  out: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'shelfbell-keep-'))
    await writeFile(join(folder, 'releases.json'), list(['built-01']))
    await use(folder)
    await rm(folder, { recursive: true })
  },
})

/** Deploys releases: the server serves and lists them. */
function deploy({ files }: Deployment, names: string[]): void {
  files.set('/releases.json', list(names))
  for (const name of names) files.set(`/shelfbell/${name}/form.js`, codeOf(name))
}

const listedIn = async (out: string) =>
  JSON.parse(await readFile(join(out, 'releases.json'), 'utf8'))

test('a deployment keeps the releases of the running one, byte for byte', async ({
  running,
  out,
}) => {
  deploy(running, ['second-2', 'first--1'])
  expect(await keepReleases(`${running.address}/`, out)).toEqual([
    'built-01',
    'second-2',
    'first--1',
  ])
  expect(await readFile(join(out, 'shelfbell/first--1/form.js'), 'utf8')).toBe(codeOf('first--1'))
  expect(await readFile(join(out, 'shelfbell/second-2/form.js'), 'utf8')).toBe(codeOf('second-2'))
  const all = ['built-01', 'second-2', 'first--1'].map(release)
  expect(await listedIn(out)).toEqual({ releases: all })
})

test('a release that is deployed again is listed once, as the newest', async ({ running, out }) => {
  deploy(running, ['second-2', 'built-01', 'first--1'])
  const names = ['built-01', 'second-2', 'first--1']
  expect(await keepReleases(running.address, out)).toEqual(names)
  // Again, as after a deployment that failed at a later step.
  expect(await keepReleases(running.address, out)).toEqual(names)
})

test('a deployment keeps the twenty newest releases, and fetches no others', async ({
  running,
  out,
}) => {
  const names = Array.from({ length: 20 }, (_, index) => `older-${String(index).padStart(2, '0')}`)
  deploy(running, names)
  running.files.set('/shelfbell/older-19/form.js', 500)
  expect(await keepReleases(running.address, out)).toEqual(['built-01', ...names.slice(0, 19)])
  expect(await readdir(join(out, 'shelfbell'))).toHaveLength(19)
})

test('a first deployment contains only its own build', async ({ running, out }) => {
  expect(await keepReleases(running.address, out)).toEqual(['built-01'])
  expect(await listedIn(out)).toEqual({ releases: [release('built-01')] })
})

for (const [fault, path, answer, message] of [
  ['a server that hangs up', '/releases.json', 0, '/releases.json: other side closed'],
  ['a server that is broken', '/releases.json', 503, 'releases.json: it answered 503'],
  ['a page instead of the list', '/releases.json', '<p>Log in', 'is not a list of releases'],
  ['a name that leads elsewhere', '/releases.json', list(['../../..']), 'not a list of releases'],
  ['a file that is gone', '/shelfbell/first--1/form.js', 404, 'first--1/form.js is missing'],
  ['a file that is broken', '/shelfbell/first--1/form.js', 500, 'form.js: it answered 500'],
  ['a file with other bytes', '/shelfbell/first--1/form.js', codeOf('First--1'), 'is not what'],
] as const) {
  test(`${fault} stops the deployment, and leaves the build unchanged`, async ({
    running,
    out,
  }) => {
    deploy(running, ['second-2', 'first--1'])
    running.files.set(path, answer)
    await expect(keepReleases(running.address, out)).rejects.toThrow(message)
    expect(await readdir(out)).toEqual(['releases.json'])
    expect(await listedIn(out)).toEqual({ releases: [release('built-01')] })
  })
}
