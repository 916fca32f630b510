/** Reads one product page: its JSON-LD scripts, and what makes the next request conditional. */
import { readText } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import type { SourceFailure } from '../contract.ts'
import { conditional, type Validators, validatorsOf } from '../validators.ts'
import { PAGE_ANSWER } from './limits.ts'
import { type Offer, offersIn } from './linked-data.ts'

export type PageReading =
  | { kind: 'read'; offers: Offer[]; validators: Validators }
  /** The page is the same as when `validators` were given. */
  | { kind: 'same' }
  | SourceFailure

export const HTML = { Accept: 'text/html' }

/** `mayLeadTo`: whether the page may redirect to an address. A page without offers is a failure. */
export async function readPage(
  env: Env,
  url: string,
  validators: Validators | undefined,
  mayLeadTo: (url: URL) => boolean,
): Promise<PageReading> {
  const asked = await askUpstream(env, url, {
    headers: { ...HTML, ...conditional(validators) },
    accepts: [304],
    bounds: PAGE_ANSWER,
    mayLeadTo,
  })
  if (asked.kind === 'failed') return asked
  const { response } = asked
  if (response.status === 304) return { kind: 'same' }
  const scripts: string[] = []
  const rewriter = new HTMLRewriter().on('script[type="application/ld+json"]', {
    element: () => void scripts.push(''),
    text: ({ text }) => void scripts.push((scripts.pop() ?? '') + text),
  })
  const body = await readText(response)
  if (body.kind === 'failed') return body
  // Reading the transformed page runs the handlers above; its text is not needed.
  await rewriter.transform(new Response(body.text)).text()
  const offers = offersIn(scripts, url)
  if (offers.length === 0) return { kind: 'failed', reason: 'page_unreadable' }
  return { kind: 'read', offers, validators: validatorsOf(response) }
}
