/**
 * Streams a list: as CSV, or as the lines of docs/list-format.md between a header and a trailer, by which a
 * reader notices a file that was cut. A list that changes meanwhile is no snapshot: each page is as it was
 * when it was read.
 */
import { openVault } from '../vault.ts'
import { homeOf } from '../homes/home.ts'
import type { Shop } from '../shop/shop.ts'
import { utf8 } from '../utf8.ts'
import { csvHeader, csvRecord } from './csv.ts'
import { headerText, type LineKind, lineText, type ListName, LISTS, trailerText } from './format.ts'
import {
  consentPage,
  demandPage,
  endedConsentPage,
  type Page,
  type Place,
  restockPage,
  type Source,
  suppressionPage,
  waitingPage,
} from './pages.ts'

type Pages = (source: Source, place: Place) => Promise<Page>

const PAGES: Record<ListName, Pages> = {
  waiting: waitingPage,
  consents: consentPage,
  suppressions: suppressionPage,
  demand: demandPage,
  restocks: restockPage,
}

// Suppressions come first, so that an import takes in no person whom a later line suppresses.
const EVERYTHING: [LineKind, Pages][] = [
  ['suppression', suppressionPage],
  ['subscription', waitingPage],
  ['consent', endedConsentPage],
  ['demand', demandPage],
  ['restock', restockPage],
]

const partsOf = (list: ListName | 'everything'): [LineKind, Pages][] =>
  list === 'everything' ? EVERYTHING : [[LISTS[list], PAGES[list]]]

/** The pages of the parts of a list, each with the kind of its lines. */
async function* pagesOf(
  source: Source,
  parts: [LineKind, Pages][],
): AsyncGenerator<[LineKind, Record<string, unknown>[]], undefined> {
  for (const [kind, read] of parts) {
    let place: Place | undefined = []
    while (place) {
      // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before it ended
      const page: Page = await read(source, place)
      yield [kind, page.lines]
      place = page.next
    }
  }
}

/** A list as CSV. */
async function* csvOf(source: Source, list: ListName): AsyncGenerator<string, undefined> {
  const kind = LISTS[list]
  yield csvHeader(kind)
  for await (const [, lines] of pagesOf(source, partsOf(list))) {
    yield lines.map((one) => csvRecord(kind, one)).join('')
  }
}

/** A list as lines of JSON. `madeAt`: ISO 8601. */
async function* linesOf(
  source: Source,
  list: ListName | 'everything',
  shop: { id: string; name: string },
  madeAt: string,
): AsyncGenerator<string, undefined> {
  const digest = new crypto.DigestStream('SHA-256')
  const writer = digest.getWriter()
  const counted = async (text: string) => {
    await writer.write(utf8(text))
    return text
  }
  const counts: Record<string, number> = {}
  yield await counted(`${headerText(list, shop, madeAt)}\n`)
  for await (const [kind, lines] of pagesOf(source, partsOf(list))) {
    counts[kind] = (counts[kind] ?? 0) + lines.length
    yield await counted(lines.map((one) => `${lineText(kind, one)}\n`).join(''))
  }
  await writer.close()
  yield `${trailerText(counts, new Uint8Array(await digest.digest).toHex())}\n`
}

/**
 * The list as a stream of bytes. `now`: milliseconds since 1970. If D1 gives no answer, the stream fails, and the
 * file ends without its trailer.
 */
export async function exportList(
  env: Env,
  shop: Shop,
  list: ListName | 'everything',
  as: 'csv' | 'ndjson',
  now: number,
): Promise<ReadableStream<Uint8Array>> {
  const source = { db: homeOf(env, shop), vault: await openVault(env, shop), shopId: shop.id }
  const about = { id: shop.id, name: shop.settings.name }
  const texts =
    as === 'csv' && list !== 'everything'
      ? csvOf(source, list)
      : linesOf(source, list, about, new Date(now).toISOString())
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(utf8(value))
    },
  })
}
