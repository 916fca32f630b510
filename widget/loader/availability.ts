/** Asks the Worker for the stock of variants that the page does not state, each once. */
import type { Availability } from '../../shared/stock.ts'

/** Whether a variant is sold out, by market and sku; null while the request is running. */
export type Answers = Map<string, boolean | null>

/** A variant of the page, as far as the question goes. */
interface Asked {
  sku: string
  market?: string
  soldOut?: boolean | null | undefined
  oversold?: boolean
}

interface Body {
  availability: Record<string, Availability>
}

/** The Worker's limit of skus in one request; further ones are asked for in the next turn. */
const SKUS = 100

/**
 * Requests the stock of the next new variants, with one request for each market. Returns how many
 * requests it made: if any, there may be more. Without `for … in`, because pages extend prototypes.
 */
export async function ask(api: string, all: Asked[], answers: Answers): Promise<number> {
  const urls = new Map<string, string>()
  const next = all.filter(({ soldOut }) => soldOut === undefined).slice(0, SKUS)
  for (const { sku, market = '', oversold } of next) {
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
  return urls.size
}

/** A query parameter; empty if it has no value. */
export const parameter = (name: string, value: string | undefined) =>
  value ? `&${name}=${encodeURIComponent(value)}` : ''
