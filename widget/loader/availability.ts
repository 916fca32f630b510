/** Asks the edge about the variants of which the page itself says nothing, each of them once. */
import type { Availability } from '../../shared/stock.ts'
import type { Found } from './page.ts'

/** Whether a variant is sold out, by market and sku; null as long as only the question is put. */
export type Answers = Record<string, boolean | null>

interface Body {
  availability: Record<string, Availability>
}

/** The edge takes this many skus in one question; what a page has beyond them stays unknown. */
const SKUS = 100

/**
 * Asks in one request what is not yet asked, or in one for each market where they differ. Gives
 * the first request made, or nothing when there was nothing to ask.
 */
export async function ask(
  api: string,
  all: Found[],
  answers: Answers,
): Promise<string | undefined> {
  const urls: Record<string, string> = {}
  for (const { sku, market = '', soldOut } of all.slice(0, SKUS)) {
    if (soldOut !== undefined) continue
    answers[market + sku] = null
    urls[market] = (urls[market] ?? api + market) + parameter('sku', sku)
  }
  for (const market in urls) {
    const { availability } = (await (await fetch(`${urls[market]}`)).json()) as Body
    for (const sku in availability) answers[market + sku] = availability[sku] === 'sold_out'
  }
  return Object.values(urls)[0]
}

/** A parameter of a question, where it has a value. */
export const parameter = (name: string, value: string | undefined) =>
  value ? `&${name}=${encodeURIComponent(value)}` : ''
