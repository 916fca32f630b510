/** Asks the edge about the variants of which the page itself says nothing, each of them once. */
import type { Availability } from '../../shared/stock.ts'
import type { Found } from '../contract.ts'

/** Whether a variant is sold out, by market and sku; null as long as only the question is put. */
export type Answers = Map<string, boolean | null>

interface Body {
  availability: Record<string, Availability>
}

/** The edge takes this many skus in one question; what a page has beyond them stays unknown. */
const SKUS = 100

/**
 * Asks in one request what is not yet asked, or in one for each market where they differ. Gives
 * whether anything was asked. No `for … in`: pages add to the prototypes of everything.
 */
export async function ask(api: string, all: Found[], answers: Answers): Promise<boolean> {
  const urls = new Map<string, string>()
  for (const { sku, market = '', soldOut } of all.slice(0, SKUS)) {
    if (soldOut !== undefined) continue
    answers.set(market + sku, null)
    urls.set(market, (urls.get(market) ?? api + market) + parameter('sku', sku))
  }
  for (const [market, url] of urls) {
    const { availability } = (await (await fetch(url)).json()) as Body
    for (const [sku, is] of Object.entries(availability)) {
      answers.set(market + sku, is === 'sold_out')
    }
  }
  return urls.size > 0
}

/** A parameter of a question, where it has a value. */
export const parameter = (name: string, value: string | undefined) =>
  value ? `&${name}=${encodeURIComponent(value)}` : ''
