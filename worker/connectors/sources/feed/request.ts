/** How a feed is asked for, and how what came is read: the same for a poll and for a trial. */
import { conditional, type Validators } from '../validators.ts'
import type { BufferedFeed } from './buffer.ts'
import { formatOf } from './format.ts'
import type { FeedOptions } from './options.ts'
import { itemReader } from './read-item.ts'
import type { Readable } from './readable.ts'

/** The headers of a request for the feed, conditional if it is known from `before`. */
export function requestHeaders({ username, password }: FeedOptions, before?: Validators) {
  // Basic authentication in UTF-8 (RFC 7617, 2.1).
  const login = new TextEncoder().encode(`${username ?? ''}:${password ?? ''}`).toBase64()
  return {
    Accept: '*/*',
    ...(username !== undefined && { Authorization: `Basic ${login}` }),
    ...conditional(before),
  }
}

/** A feed and how to read it. `now`: the time that its prices are for. */
export async function readableFeed(
  buffered: BufferedFeed,
  options: FeedOptions,
  origins: readonly string[],
  now: number,
): Promise<Readable> {
  const format = await formatOf(buffered, options)
  return {
    feed: buffered,
    format,
    reader: () => itemReader(options, { isTable: format.kind === 'csv', origins, now }),
    oversell: options.oversell,
  }
}

/** The locale of the levels, if they have one. */
export const levelLocale = ({ levelsByLocale, locale }: FeedOptions): { locale?: string } =>
  levelsByLocale && locale ? { locale } : {}
