/**
 * A release: the widget's files as one build made them, in a folder that is named after them. Here
 * is what `releases.json` says of each, and the tag that holds a page to one of them.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { RETRIES } from '../widget/contract.ts'

/** One release. Its names become paths on the machine that deploys: only plain ones are taken. */
const Release = v.object({
  name: v.pipe(v.string(), v.regex(/^[\w-]{8}$/)),
  /** When, as an ISO 8601 time. */
  built: v.pipe(v.string(), v.isoTimestamp()),
  files: v.array(
    v.object({
      name: v.pipe(v.string(), v.regex(/^[\w-]+\.m?js$/)),
      /** As in the attribute of that name: SHA-384 in base64. */
      integrity: v.pipe(v.string(), v.regex(/^sha384-[\w+/]{64}$/)),
      /** In bytes. */
      size: v.number(),
    }),
  ),
})
export type Release = v.InferOutput<typeof Release>

/** `releases.json`: the releases that a deployment has, the newest first. */
export const Releases = v.object({ releases: v.array(Release) })

/** What the `integrity` of a file is. */
export const integrityOf = (code: string | Uint8Array) => `sha384-${hash('sha384', code)}`

/** The address that the Worker is reached at: `PUBLIC_URL` in `wrangler.toml`. */
export function publicUrl(): string {
  const config = readFileSync(resolve(import.meta.dirname, '../wrangler.toml'), 'utf8')
  const [, url] = /^PUBLIC_URL\s*=\s*["'](.+?)["']/m.exec(config) ?? []
  if (!url) throw new Error('wrangler.toml names no PUBLIC_URL')
  return url
}

/** Where a file of the assets is, whether the Worker's address ends with a slash or not. */
export const at = (address: string, ...path: string[]) =>
  [address.replace(/\/$/, ''), ...path].join('/')

/**
 * The tag for a page that holds itself to a release, to be copied as it is: what it imports later
 * has its hash in an import map. The form has several addresses, one for each try.
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
