/** Which format a feed has, and the parser for it. */
import type { BufferedFeed } from './buffer.ts'
import { csvParser } from './csv.ts'
import { jsonParser } from './json.ts'
import { findList } from './json-lists.ts'
import type { FeedOptions } from './options.ts'
import type { Parser } from './parser.ts'
import { xmlParser } from './xml.ts'
import { findElement } from './xml-elements.ts'

/** How a feed is written. */
export interface FeedFormat {
  kind: 'json' | 'xml' | 'csv'
  /** Of JSON: the keys that lead to the list. */
  path?: readonly string[]
  /** Of XML: the elements that are items. */
  elements?: readonly string[]
}

type Choices = Pick<FeedOptions, 'format' | 'path' | 'item' | 'fields'>

/** The elements that are items in RSS and in Atom. */
const GOOGLES = ['item', 'entry']

/**
 * The format of a feed as the shop has set it, or as its first character shows. A feed for Google may
 * be XML, TSV or CSV.
 */
export async function formatOf(feed: BufferedFeed, options: Choices): Promise<FeedFormat> {
  const { format, path, item, fields } = options
  const start = await startOf(feed)
  const looks = start.startsWith('<') ? 'xml' : /^[[{]/.test(start) ? 'json' : 'csv'
  switch (format ?? looks) {
    case 'csv':
      return { kind: 'csv' }
    case 'google':
      return looks === 'xml' ? { kind: 'xml', elements: GOOGLES } : { kind: 'csv' }
    case 'xml':
      return { kind: 'xml', elements: [item ?? (await findElement(feed, fields)) ?? 'item'] }
    case 'klaviyo':
    case 'json':
      return {
        kind: 'json',
        path: path?.split('/').filter(Boolean) ?? (await findList(feed, fields)) ?? [],
      }
  }
}

/** A parser for a feed in this format. */
export function parserFor({ kind, path = [], elements = [] }: FeedFormat): Parser {
  switch (kind) {
    case 'json':
      return jsonParser(path)
    case 'xml':
      return xmlParser(elements)
    case 'csv':
      return csvParser()
  }
}

/** The first characters that are no blanks. */
async function startOf(feed: BufferedFeed): Promise<string> {
  const decoder = new TextDecoder()
  let start = ''
  for await (const bytes of feed.read()) {
    start += decoder.decode(bytes.subarray(0, 1024), { stream: true })
    start = start.trimStart()
    if (start.length > 0) break
  }
  return start
}
