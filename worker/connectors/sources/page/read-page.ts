/** Reads one product page: what it says of its products, and what makes the next request conditional. */
import type { PageReading } from '../../../../shared/page/parts.ts'
import { readPage } from '../../../../shared/page/read.ts'
import { readBytes } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import type { SourceFailure } from '../contract.ts'
import { conditional, type Validators, validatorsOf } from '../validators.ts'
import { decodedPage } from './charset.ts'
import { collect } from './collect.ts'
import { PAGE_ANSWER } from './limits.ts'

/** What came of asking for a page. */
export type FetchedPage =
  | { kind: 'read'; reading: PageReading; validators: Validators }
  /** The page is the same as when `validators` were given. */
  | { kind: 'same' }
  | SourceFailure

export const HTML = { Accept: 'text/html' }

/** A page to ask for. */
export interface PageRequest {
  url: string
  validators?: Validators | undefined
  /** The shop's origins: whose addresses count as its own, and where the page may redirect to. */
  origins: readonly string[]
  /** For prices with dates: milliseconds since 1970. */
  now: number
}

/** A page without any product is a failure. */
export async function fetchPage(
  env: Env,
  { url, validators, origins, now }: PageRequest,
): Promise<FetchedPage> {
  const asked = await askUpstream(env, url, {
    headers: { ...HTML, ...conditional(validators) },
    accepts: [304],
    bounds: PAGE_ANSWER,
    mayLeadTo: ({ origin }) => origins.includes(origin),
  })
  if (asked.kind === 'failed') return asked
  const { response } = asked
  if (response.status === 304) return { kind: 'same' }
  const body = await readBytes(response, PAGE_ANSWER.bytes)
  if (body.kind === 'failed') return body
  const html = decodedPage(body.bytes, response.headers.get('Content-Type'))
  const reading = readPage({ ...(await collect(html, url)), origins }, now)
  if (reading.own.length + reading.others.length === 0) {
    return { kind: 'failed', reason: 'page_unreadable' }
  }
  return { kind: 'read', reading, validators: validatorsOf(response) }
}
