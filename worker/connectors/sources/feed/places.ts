/**
 * Where the fields of an item stand. A feed need not name its fields as any document says, so names
 * are learnt while the items come: each name is looked up once, and from then on it costs one look
 * into a set. Pure but for what it learns.
 */
import {
  bareName,
  type Field,
  fieldsNamed,
  type LocationColumn,
  locationColumn,
} from './field-names.ts'
import { FEED_NAMES } from './limits.ts'
import type { FeedFields } from './options.ts'
import type { FeedItem } from './parser.ts'

/** The fields of one item. */
export interface Fields {
  /** The text at the best place of a field; undefined when it is absent or empty. */
  first(field: Field): string | undefined
  /** The texts at all places of a field, the best first. */
  all(field: Field): string[]
  /** The texts of the columns of single locations, of what can be sold if there are such. */
  locations(): string[]
  /** Whether it stands within its product, and has what that says. */
  isWithin: boolean
}

/** The places of one feed. */
export interface Places {
  of(item: FeedItem): Fields
  /** The names that stand for a field, as far as the feed was read, the best first. */
  names(field: Field): string[]
  /** The names of the columns of single locations. */
  locationNames(): string[]
  /** Names of the feed that stand for no field. */
  unused(): string[]
}

/** A place and how good it is. */
type Place = readonly [name: string, rank: number]

/** The places of a feed. `mapped`: the fields that the shop has named, which then have no others. */
export function placesOf(mapped: FeedFields): Places {
  const seen = new Set<string>()
  const known = new Map<Field, Place[]>()
  const columns: Record<LocationColumn, string[]> = { available: [], onHand: [] }
  const named = Object.entries(mapped) as [keyof FeedFields, string | undefined][]
  const isMapped = (field: Field) => mapped[field as keyof FeedFields] !== undefined

  function add(field: Field, name: string, rank: number): void {
    const places = known.get(field) ?? []
    known.set(
      field,
      [...places, [name, rank] as const].toSorted(([, one], [, other]) => one - other),
    )
  }

  function learn(name: string): void {
    if (seen.size >= FEED_NAMES) return
    seen.add(name)
    for (const [field, place] of named) {
      if (place === name) add(field, name, 0)
      else if (place !== undefined && bareName(place) === bareName(name)) add(field, name, 1)
    }
    const usual = fieldsNamed(name)
    for (const [field, rank] of usual) if (!isMapped(field)) add(field, name, rank)
    const column = usual.length > 0 || isMapped('quantity') ? undefined : locationColumn(name)
    if (column) columns[column].push(name)
  }

  return {
    of(item) {
      let isWithin = false
      for (const name in item) {
        if (!seen.has(name)) learn(name)
        isWithin ||= name.startsWith('../')
      }
      const textsAt = (names: readonly string[]) => names.flatMap((name) => item[name] || [])
      return {
        isWithin,
        first(field) {
          for (const [name] of known.get(field) ?? []) if (item[name]) return item[name]
          return undefined
        },
        all: (field) => textsAt((known.get(field) ?? []).map(([name]) => name)),
        locations() {
          const available = textsAt(columns.available)
          return available.length > 0 ? available : textsAt(columns.onHand)
        },
      }
    },
    names: (field) => (known.get(field) ?? []).map(([name]) => name),
    locationNames: () => (columns.available.length > 0 ? columns.available : columns.onHand),
    unused() {
      const used = new Set([
        ...[...known.values()].flat().map(([name]) => name),
        ...columns.available,
        ...columns.onHand,
      ])
      return [...seen].filter((name) => !used.has(name))
    },
  }
}
