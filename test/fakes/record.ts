/**
 * Records what the fakes receive, so that `npm run specs` can hold it against the vendors' published
 * descriptions. Only when `RECORD_REQUESTS` names a file: a line of JSON for each server, and one for
 * each request.
 */
import { appendFileSync } from 'node:fs'
import type { Received } from './upstream.ts'

/** A line of the file. `base` of a request begins with the `url` of its server. */
export type Line = { fake: string; url: string } | { request: Received }

/** Writes a line, if requests are recorded. */
export function record(line: Line): void {
  const file = process.env['RECORD_REQUESTS']
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`)
}
