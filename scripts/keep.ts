/**
 * Copies the releases of the running deployment into the new one. Cloudflare replaces all files at
 * each deployment, and a page that pinned a release needs its files for as long as it stays pinned.
 * Runs between the build, which contains only its own release, and `wrangler deploy`: see `npm run
 * deploy`.
 *
 * If a file of any release is missing or damaged, nothing is copied and the deployment stops. The
 * hashes come from the old deployment itself, so they only detect damage on the way.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { at, integrityOf, publicUrl, Releases } from './release.ts'

/**
 * How many releases to keep, the new one included. A release has some 25 files and 90 kB: that is a
 * few hundred requests per deployment, and far from the 20,000 files that a Worker may have.
 */
const KEPT = 20

/** Longer than any of these small files takes, so that a hanging server does not hang the deployment. */
const TIMEOUT_MS = 30_000

/**
 * Copies the releases of the deployment at `address` beside the one that was built into `out`.
 * Returns the names of all releases in `out`, the newest first. Throws an error that says what to fix.
 */
export async function keepReleases(address: string, out: string): Promise<string[]> {
  const list = join(out, 'releases.json')
  const [built] = parse(await readFile(list, 'utf8'))
  if (!built) throw new Error(`${list} names no release: run npm run build`)

  const listUrl = at(address, 'releases.json')
  const answer = await ask(listUrl)
  const there = answer ? parse(answer.toString(), listUrl) : []
  const older = there.filter(({ name }) => name !== built.name).slice(0, KEPT - 1)

  const files: [path: string, bytes: Buffer][] = []
  for (const release of older) {
    const brought = release.files.map(async (file): Promise<[string, Buffer]> => {
      const path = `shelfbell/${release.name}/${file.name}`
      const bytes = await ask(at(address, path))
      if (!bytes) throw new Error(`${at(address, path)} is missing`)
      if (bytes.byteLength !== file.size || integrityOf(bytes) !== file.integrity)
        throw new Error(`${at(address, path)} is not what releases.json says of it`)
      return [path, bytes]
    })
    files.push(...(await Promise.all(brought)))
  }

  for (const [path, bytes] of files) {
    await mkdir(dirname(join(out, path)), { recursive: true })
    await writeFile(join(out, path), bytes)
  }
  const releases = [built, ...older]
  await writeFile(list, JSON.stringify({ releases }, null, 2))
  return releases.map(({ name }) => name)
}

/** Fetches a file of the deployment; undefined if it does not exist. */
async function ask(url: string): Promise<Buffer | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (response.status === 404) return
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    return Buffer.from(await response.arrayBuffer())
  } catch (error) {
    const { message, cause } = error as Error
    const reason = cause instanceof Error && cause.message ? cause.message : message
    throw new Error(`${url}: ${reason}`, { cause: error })
  }
}

function parse(text: string, from = 'releases.json') {
  try {
    return v.parse(Releases, JSON.parse(text)).releases
  } catch (error) {
    throw new Error(`${from} is not a list of releases`, { cause: error })
  }
}

if (import.meta.main) {
  const address = publicUrl()
  try {
    const [, ...older] = await keepReleases(address, join(import.meta.dirname, '../dist/public'))
    console.log(`Releases brought along from ${address}: ${older.join(', ') || 'none'}`)
  } catch (error) {
    console.error(`
Not deployed, because the releases that pages may have pinned could not be brought along:
  ${(error as Error).message}
If ${address} is not your Worker's address, mend PUBLIC_URL in wrangler.toml; else try again.
Where nothing is deployed yet, or no page pins a release: npm run deploy:afresh
`)
    process.exitCode = 1
  }
}
