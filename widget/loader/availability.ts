/** Asks the Worker for the stock of variants that the page does not state, each once. */
import type { Availability } from '../../shared/stock.ts'
import type { Found } from '../contract.ts'

/** Whether a variant is sold out, by market and sku; null while the request is running. */
export type Answers = Map<string, boolean | null>

interface Body {
  availability: Record<string, Availability>
}

/** The Worker's limit of skus in one request; the stock of further skus stays unknown. */
const SKUS = 100

/**
 * Requests the stock of all new variants, with one request for each market. Returns whether it made a
 * request. Without `for … in`, because pages extend prototypes.
 */
export async function ask(api: string, all: Found[], answers: Answers): Promise<boolean> {
  const urls = new Map<string, string>()
  for (const { sku, market = '', soldOut, oversold } of all.slice(0, SKUS)) {
    if (soldOut !== undefined) continue
    answers.set(market + sku, null)
    urls.set(
      market,
      (urls.get(market) ?? api + market) + parameter(oversold ? 'oversold' : 'sku', sku),
    )
  }
  for (const [market, url] of urls) {
    const { availability } = (await (await fetch(url)).json()) as Body
    for (const [sku, is] of Object.entries(availability)) {
      answers.set(market + sku, is === 'sold_out')
    }
  }
  return urls.size > 0
}

/** A query parameter; empty if it has no value. */
export const parameter = (name: string, value: string | undefined) =>
  value ? `&${name}=${encodeURIComponent(value)}` : ''
