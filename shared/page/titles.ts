/** How the variants of a product are called, so that a reader can tell them apart. Pure. */
import { textIn } from './text.ts'
import { type Thing, things } from './thing.ts'
import type { Leaf } from './products.ts'

/** Where schema.org has what a variant varies by. */
const ALWAYS = ['color', 'size']
const IF_DIFFERENT = ['pattern', 'material', 'model', 'suggestedAge', 'suggestedGender']

const fold = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[\s\p{P}]+/gu, ' ')
    .trim()

/** A variant's own name: without the product's name, if it begins with that. */
function ownName(name: string | undefined, title: string | undefined): string | undefined {
  if (!name || !title) return name
  if (fold(name) === fold(title)) return undefined
  const starts = name.toLowerCase().startsWith(title.toLowerCase())
  const rest = starts ? name.slice(title.length) : name
  // `Tee - Blue / M`, `Tee (Blue)`; but not `Teeth` of `Tee`.
  const bare = /^[\s\p{P}]/u.test(rest) ? rest.replace(/^[\s\p{Pd}:,|/·–—]+/u, '') : name
  return bare.replace(/^\((.*)\)$/s, '$1').trim() || undefined
}

/** Further properties that are read of an item. */
const FURTHER = 20

/** The further properties of an item: `{ name: 'Size', value: 'M' }`, by their names. */
const further = (item: Thing): [name: string, value: string][] =>
  things(item['additionalProperty'])
    .slice(0, FURTHER)
    .flatMap((one) => {
      const name = textIn(one['name'])
      const value = textIn(one['value'])
      return name && value ? [[name, value] as [string, string]] : []
    })

const repeated = (titles: readonly (string | undefined)[]) => {
  const count = new Map<string, number>()
  for (const title of titles) count.set(title ?? '', (count.get(title ?? '') ?? 0) + 1)
  return (title: string | undefined) => (count.get(title ?? '') ?? 0) > 1
}

const joined = (texts: readonly (string | undefined)[]): string | undefined =>
  [...new Set(texts.filter(Boolean))].join(' / ') || undefined

/**
 * The titles of a product's leaves, in their order: colour and size, else the variant's own name.
 * Where several would read alike, their own names, the properties in which they differ, and at last
 * their `skus` tell them apart. Undefined where there is none, or where it is only the product's title.
 */
export function variantTitles(
  leaves: readonly Leaf[],
  skus: readonly string[],
  title: string | undefined,
): (string | undefined)[] {
  const isSingle = leaves.length === 1 && !leaves[0]?.group
  const names = leaves.map(({ offer, item, group }) => {
    const name = textIn(offer['name']) ?? (group ? textIn(item['name']) : undefined)
    return ownName(name, title)
  })
  if (isSingle) return names
  const more = leaves.map(({ item }) => new Map(further(item)))
  const properties = new Set(more.flatMap((one) => [...one.keys()]).slice(0, FURTHER * 10))
  const valueOf = (index: number, property: string) =>
    more[index]?.get(property) ?? textIn(leaves[index]?.item[property])
  const differing = [...IF_DIFFERENT, ...properties].filter(
    (property) => new Set(leaves.map((_, index) => valueOf(index, property))).size > 1,
  )
  const first = leaves.map(
    (leaf, index) => joined(ALWAYS.map((property) => textIn(leaf.item[property]))) ?? names[index],
  )
  const steps: ((index: number) => string | undefined)[] = [
    (index) => names[index],
    (index) => joined([first[index], ...differing.map((property) => valueOf(index, property))]),
    (index) => {
      const [sku = '', before] = [skus[index], first[index]]
      return /^https?:|^#/i.test(sku) ? before : before ? `${before} (${sku})` : sku
    },
  ]
  let titles = first
  for (const step of steps) {
    const isRepeated = repeated(titles)
    titles = titles.map((one, index) => (isRepeated(one) ? (step(index) ?? one) : one))
  }
  return titles.map((one) => (one && title && fold(one) === fold(title) ? undefined : one))
}
