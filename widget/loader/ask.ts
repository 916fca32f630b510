/**
 * Asks the Worker about variants that the page calls sold out, or of which it says nothing: their stock,
 * whether the shop offers them, and when they are expected. Each once. A file of its own: a page that says
 * it is in stock asks nothing.
 */
import type { Availability } from '../../shared/stock.ts'
import { parameter } from './parameter.ts'

/**
 * The Worker's answer about a variant: its state, false if the shop does not offer it, null while the
 * request is running; and the day on which it is expected.
 */
export type Answer = [is: Availability | false | null, restockAt?: string | undefined]

/** By market and sku. */
export type Answers = Map<string, Answer>

/** A variant of the page, as far as the question goes. */
interface Asked {
  sku: string
  market?: string
  soldOut?: boolean | null | undefined
  oversold?: boolean
}

interface Body {
  availability: Record<string, Availability>
  offered?: Record<string, false>
  restockAt?: Record<string, string>
}

/** The Worker's limit of skus in one request; further ones are asked for in the next turn. */
const SKUS = 100

/** This file. */
export interface AskModule {
  ask: typeof ask
}

/** The value of a name. Pages extend prototypes, and a sku may be `constructor`. */
const own = <T>(all: Record<string, T> | undefined, name: string): T | undefined =>
  all && Object.hasOwn(all, name) ? all[name] : undefined

/**
 * Asks about the next new variants, with one request for each market. Returns how many requests it made: if
 * any, there may be more. Rejects if the Worker does not answer.
 */
export async function ask(api: string, all: Asked[], answers: Answers): Promise<number> {
  const markets = new Map<string, { url: string; skus: string[] }>()
  const next = all.filter(({ soldOut }) => soldOut === undefined).slice(0, SKUS)
  for (const { sku, market = '', oversold } of next) {
    answers.set(market + sku, [null])
    const one = markets.get(market) ?? { url: api + market, skus: [] }
    one.url += parameter(oversold ? 'oversold' : 'sku', sku)
    one.skus.push(sku)
    markets.set(market, one)
  }
  for (const [market, { url, skus }] of markets) {
    const body = (await (await fetch(url)).json()) as Partial<Body>
    const { availability, offered, restockAt } = body
    // A problem document.
    if (!availability) throw new Error('The Worker refused the question about stock')
    for (const sku of skus) {
      const is = own(offered, sku) ?? own(availability, sku) ?? 'unknown'
      answers.set(market + sku, [is, own(restockAt, sku)])
    }
  }
  return markets.size
}
