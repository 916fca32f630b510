/**
 * Tries a feed: downloads and reads all of it as a poll does, and stores nothing. What a shop would find
 * out later, when nobody was notified, is a warning now.
 */
import { askUpstream } from '../../client.ts'
import { stockQuantity } from '../availability.ts'
import type { SourceContext } from '../contract.ts'
import type { SourceEntry } from '../entry.ts'
import { type Trial, triedInVain, type TrialWarning } from '../trial.ts'
import { bufferFeed } from './buffer.ts'
import { type Field, FIELDS } from './field-names.ts'
import { type Inspection, inspect } from './inspect.ts'
import { SHOWN, TRIAL_ANSWER } from './limits.ts'
import type { FeedOptions } from './options.ts'
import type { Places } from './places.ts'
import { type ReadItem, together } from './read-item.ts'
import { levelLocale, readableFeed, requestHeaders } from './request.ts'
import type { Room } from './room.ts'

/** Tries the feed with these options, at `now` (milliseconds since 1970). */
export async function tryFeed(
  options: FeedOptions,
  { env, shop, waitedFor }: SourceContext,
  room: Room,
  now: number,
): Promise<Trial> {
  const asked = await askUpstream(env, options.url, {
    headers: requestHeaders(options),
    bounds: TRIAL_ANSWER,
  })
  if (asked.kind === 'failed') return triedInVain(asked)
  const buffered = await bufferFeed(asked.response.body ?? new Blob([]).stream(), room)
  if (buffered.kind === 'failed') return triedInVain(buffered)
  if (buffered.kind === 'crowded') return triedInVain({ reason: 'feeds_busy' })

  const { origins } = shop.settings
  const readable = await readableFeed(buffered, options, origins, now)
  const { kind, path, elements } = readable.format
  const reader = readable.reader()
  const sample = sampler(options, origins)
  const inspection = await inspect({ ...readable, reader: () => reader }, sample.take)
  const isRead = inspection.kind === 'inspected'
  const isEmpty = isRead && inspection.items === 0
  const failed = isEmpty ? { kind: 'failed' as const, reason: 'feed_shrunk' } : inspection
  const waiting = isRead && !isEmpty ? await waitedFor('', SHOWN.waiting) : []
  return {
    ...(failed.kind === 'failed' && triedInVain(failed)),
    kind: 'tried',
    format: { kind, ...(path?.length && { path: path.join('/') }), ...(elements && { elements }) },
    fields: foundIn(reader.places),
    unused: reader.places.unused().slice(0, SHOWN.names),
    items: isRead ? inspection.items : 0,
    repeated: isRead ? inspection.repeated : 0,
    inStock: sample.counts.inStock,
    soldOut: sample.counts.soldOut,
    levels: sample.levels(),
    entries: sample.entries,
    faults: isRead ? inspection.faulty : [],
    // An empty feed says nothing of its options.
    warnings:
      isRead && !isEmpty
        ? [
            ...ofOptions(options, reader.places, sample.counts),
            ...ofItems(inspection, sample.counts),
            ...ofWaiting(
              waiting.map(({ sku }) => sku),
              inspection,
            ),
          ]
        : [],
  }
}

/** The names of the feed that stand for each field, as far as it has any. */
function foundIn(places: Places): Record<string, readonly string[]> {
  const found = FIELDS.map((field) => [field, places.names(field)] as const)
  const quantity = [...places.names('quantity'), ...places.locationNames()]
  return {
    ...Object.fromEntries(found.filter(([, names]) => names.length > 0)),
    ...(quantity.length > 0 && { quantity: quantity.slice(0, SHOWN.names) }),
  }
}

/** How many items say what. */
interface Counts {
  inStock: number
  soldOut: number
  entries: number
  /** Items with an address on no origin of the shop. */
  foreign: number
}

/** Takes the items of a feed, and keeps the first of them. */
function sampler(options: FeedOptions, origins: readonly string[]) {
  const counts: Counts = { inStock: 0, soldOut: 0, entries: 0, foreign: 0 }
  const first = new Map<string, ReadItem>()
  const entries: SourceEntry[] = []

  function take(item: ReadItem): void {
    const { sku, quantity, located } = item
    const entry = item.entry()
    if (entry) {
      counts.entries += 1
      if (entries.length < SHOWN.entries) entries.push(entry)
      if (!origins.includes(new URL(entry.url).origin)) counts.foreign += 1
    }
    if (quantity === undefined) return
    if (quantity > 0) counts.inStock += 1
    else counts.soldOut += 1
    const before = first.get(sku)
    if (!before && first.size >= SHOWN.levels) return
    const sum = before?.located && located && together(before.located, located)
    const total = sum && { located: sum, quantity: stockQuantity(sum, options.oversell) }
    first.set(sku, { ...item, ...total })
  }

  const levels = () =>
    [...first].flatMap(([sku, { quantity }]) =>
      quantity === undefined ? [] : [{ sku, quantity, ...levelLocale(options) }],
    )
  return { take, counts, entries, levels }
}

/** What may be wrong with the options. */
function ofOptions(options: FeedOptions, places: Places, counts: Counts): TrialWarning[] {
  const { missingMeans, fields } = options
  const notFound = Object.entries(fields)
    .filter(([field]) => places.names(field as Field).length === 0)
    .map(([field]) => field)
  const hasQuantity = places.names('quantity').length + places.locationNames().length > 0
  const isNumbered = places.names('sku').length === 0
  return [
    ...(missingMeans === undefined ? [{ code: 'missing_means_unset' }] : []),
    // Then sold-out items are probably not in the feed.
    ...(missingMeans !== 'sold_out' && counts.soldOut === 0 && counts.inStock >= SHOWN.levels
      ? [{ code: 'nothing_sold_out' }]
      : []),
    ...(notFound.length > 0 ? [{ code: 'field_not_found', about: notFound }] : []),
    ...(hasQuantity ? [] : [{ code: 'no_quantity' }]),
    ...(isNumbered
      ? [{ code: 'sku_is_number', about: [...places.names('id'), ...places.names('code')] }]
      : []),
  ]
}

/** What may be wrong with the items. */
function ofItems({ repeated, faulty, words }: Inspection, counts: Counts): TrialWarning[] {
  const faults = [...new Set(faulty.map(({ reason }) => reason))]
  return [
    ...(words.length > 0 ? [{ code: 'availability_unknown', about: words }] : []),
    ...(faults.length > 0 ? [{ code: 'items_faulty', about: faults }] : []),
    ...(repeated > 0 ? [{ code: 'sku_repeated' }] : []),
    ...(counts.entries === 0 ? [{ code: 'no_entries' }] : []),
    ...(counts.foreign > 0 ? [{ code: 'address_foreign' }] : []),
  ]
}

/** Whether people wait for what the feed calls otherwise. */
function ofWaiting(skus: readonly string[], { has }: Inspection): TrialWarning[] {
  const unknown = skus.filter((sku) => !has(sku))
  return unknown.length > 0
    ? [{ code: 'waited_for_elsewhere', about: unknown.slice(0, SHOWN.levels) }]
    : []
}
