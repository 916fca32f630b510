/**
 * A release: the widget's files from one build, in a folder named after their hash. This module has
 * the format of `releases.json`, and the tag that pins a page to a release.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { RETRIES } from '../widget/contract.ts'

/** One release. Its names become paths on the deploying machine, so only plain names are valid. */
const Release = v.object({
  name: v.pipe(v.string(), v.regex(/^[\w-]{8}$/)),
  /** The time of the build, ISO 8601. */
  built: v.pipe(v.string(), v.isoTimestamp()),
  files: v.array(
    v.object({
      name: v.pipe(v.string(), v.regex(/^[\w-]+\.m?js$/)),
      /** The value of an `integrity` attribute: SHA-384 in base64. */
      integrity: v.pipe(v.string(), v.regex(/^sha384-[\w+/]{64}$/)),
      /** Size in bytes. */
      size: v.number(),
    }),
  ),
})
export type Release = v.InferOutput<typeof Release>

/** `releases.json`: the releases of a deployment, the newest first. */
export const Releases = v.object({ releases: v.array(Release) })

/** The `integrity` value of a file. */
export const integrityOf = (code: string | Uint8Array) => `sha384-${hash('sha384', code)}`

/** The Worker's public address: `PUBLIC_URL` in `wrangler.toml`. */
export function publicUrl(): string {
  const config = readFileSync(resolve(import.meta.dirname, '../wrangler.toml'), 'utf8')
  const [, url] = /^PUBLIC_URL\s*=\s*["'](.+?)["']/m.exec(config) ?? []
  if (!url) throw new Error('wrangler.toml names no PUBLIC_URL')
  return url
}

/** The URL of a file, whether or not the Worker's address ends with a slash. */
export const at = (address: string, ...path: string[]) =>
  [address.replace(/\/$/, ''), ...path].join('/')

/**
 * The tag that pins a page to a release, ready to copy. The files that it imports later have their
 * hashes in an import map. The form has several addresses, one for each attempt.
 */
export function pinnedTag(address: string, { name, files }: Release): string {
  const integrity: Record<string, string> = {}
  let loader = ''
  for (const file of files) {
    const url = at(address, 'shelfbell', name, file.name)
    if (file.name === 'shelfbell.js') loader = `src="${url}" integrity="${file.integrity}"`
    else integrity[url] = file.integrity
    for (let tries = 1; file.name === 'form.js' && tries <= RETRIES; tries += 1)
      integrity[url + '?'.repeat(tries)] = file.integrity
  }
  const map = `\n${JSON.stringify({ integrity }, null, 2)}\n`
  return `<!--
  Shelfbell, release ${name}. Put it before the page's first module script, with your public key.
  For a Content-Security-Policy: script-src 'sha256-${hash('sha256', map)}' ${address}
-->
<script type="importmap">${map}</script>
<script async ${loader} crossorigin="anonymous" data-shop="pk_…"></script>
`
}

const hash = (algorithm: string, data: string | Uint8Array) =>
  createHash(algorithm).update(data).digest('base64')
