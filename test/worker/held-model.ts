/**
 * The model of the law "everyone who can be served is served, and the report gives the reason for the
 * others": plain predicates, written from docs/settings.md and docs/words.md without reading the Worker.
 */

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** A comparison of the shop's conditions: as the settings take it, and what it means. */
export interface Rule {
  json: unknown
  means(facts: Facts): boolean
}

/** The facts that the rules may read. */
export interface Facts {
  quantity: number
  waitingHours: number
  wanted: number
  price: number | undefined
  vip: boolean | undefined
  bought: boolean
}

const compare = (field: string, op: string, value: unknown) => ({ field, op, value })

export const RULES: readonly Rule[] = [
  { json: undefined, means: () => true },
  { json: compare('quantity', 'gte', 10), means: ({ quantity }) => quantity >= 10 },
  { json: compare('quantity', 'in', [4, 12]), means: ({ quantity }) => [4, 12].includes(quantity) },
  {
    json: { not: { any: [compare('quantity', 'lt', 3), compare('wanted', 'gt', 2)] } },
    means: ({ quantity, wanted }) => quantity >= 3 && wanted <= 2,
  },
  { json: compare('waitingHours', 'gte', 24), means: ({ waitingHours }) => waitingHours >= 24 },
  {
    json: { any: [compare('contact.vip', 'eq', true), compare('waitingHours', 'gt', 2)] },
    means: ({ vip, waitingHours }) => vip === true || waitingHours > 2,
  },
  {
    json: { not: compare('waitingHours', 'lt', 1) },
    means: ({ waitingHours }) => waitingHours >= 1,
  },
  { json: compare('contact.vip', 'eq', true), means: ({ vip }) => vip === true },
  {
    json: compare('product.price', 'lt', 20),
    means: ({ price }) => price !== undefined && price < 20,
  },
  {
    json: { all: [compare('purchased', 'eq', false), compare('quantity', 'gt', 1)] },
    means: ({ bought, quantity }) => !bought && quantity > 1,
  },
  { json: compare('purchased', 'eq', true), means: ({ bought }) => bought },
]

export const PACES = [
  { mode: 'everyone' },
  { mode: 'waves', perUnit: 1, everyMinutes: 30 },
  {
    mode: 'waves',
    perUnit: 2,
    everyMinutes: 60,
    first: { attribute: 'vip', value: true },
  },
] as const

/** A pace: units for each unit in stock, within so long; everybody at once has no limit. */
export function paceOf({ settings }: World): { perUnit: number; everyMs: number; first: boolean } {
  const pace = PACES[settings.pace]
  return pace?.mode === 'waves'
    ? { perUnit: pace.perUnit, everyMs: pace.everyMinutes * MINUTE, first: 'first' in pace }
    : { perUnit: Infinity, everyMs: 0, first: false }
}

export interface Settings {
  threshold: number
  rule: number
  keepUnmatched: boolean
  coolDownHours: number
  pace: number
}

/** The scope of a subscription or of a level. */
export interface Place {
  locale: string
  externalId: string
}

export const PLACES: readonly Place[] = [
  { locale: '', externalId: '' },
  { locale: 'sv-SE', externalId: '' },
  { locale: 'sv-SE', externalId: 'E1' },
  { locale: 'de', externalId: '' },
]

export const LEVELS: readonly Place[] = [
  { locale: '', externalId: '' },
  { locale: 'sv', externalId: '' },
  { locale: 'sv-SE', externalId: '' },
  { locale: '', externalId: 'E1' },
]

/** A person who waits, as the database has them. */
export interface Waiting extends Place {
  id: string
  who: string
  wanted: number
  /** Whether the request described the product: then it named the price `FORM_PRICE`. */
  described: boolean
  since: number
}

export const FORM_PRICE = 19

/** Everything that decides who is served, as the test has set it. */
export interface World {
  settings: Settings
  /** Quantities, by the index in LEVELS. */
  levels: Map<number, number>
  /** Prices in the catalogue, by locale. */
  prices: Map<string, number>
  vips: Map<string, boolean>
  bought: Map<string, number>
  told: Map<string, number>
  /** Subscriptions that were cancelled. */
  left: Set<string>
}

/** Whether a level serves somebody: Voyado's table, and the own level of a region comes first. */
export function serves(level: Place | undefined, one: Place, { levels }: World): boolean {
  if (!level) return false
  if (level.externalId !== '' && level.externalId !== one.externalId) return false
  if (level.locale === '' || level.locale === one.locale) return true
  const isNear = level.locale === 'sv' && one.locale === 'sv-SE'
  const hasOwn = [...levels.keys()].some((index) => {
    const { locale, externalId } = LEVELS[index] ?? level
    return locale === one.locale && (externalId === '' || externalId === one.externalId)
  })
  return isNear && !hasOwn
}

/** The quantities of the sellable levels that serve somebody. */
export const shelvesFor = (one: Place, world: World): number[] =>
  [...world.levels].flatMap(([index, quantity]) => {
    const level = LEVELS[index]
    return level && quantity > world.settings.threshold && serves(level, one, world)
      ? [quantity]
      : []
  })

/** The reasons that hold a person at a time, with this quantity in stock; empty if there are none. */
export function holdsOf(one: Waiting, quantity: number, world: World, now: number): string[] {
  const { settings, prices, vips, bought, told } = world
  // The entry that fits, else the words of the backend that asked, else an entry for others.
  const price =
    prices.get(one.locale) ??
    (one.locale === 'sv-SE' ? prices.get('sv') : undefined) ??
    prices.get('') ??
    (one.described ? FORM_PRICE : undefined) ??
    prices.get('sv')
  const toldAt = told.get(one.who)
  const boughtAt = bought.get(one.who)
  const facts: Facts = {
    quantity,
    waitingHours: (now - one.since) / HOUR,
    wanted: one.wanted,
    price,
    vip: vips.get(one.who),
    bought: boughtAt !== undefined && boughtAt >= one.since,
  }
  return [
    ...(price === undefined ? ['product_unknown'] : []),
    ...(toldAt !== undefined && now - toldAt < settings.coolDownHours * HOUR
      ? ['cooling_down']
      : []),
    ...(RULES[settings.rule]?.means(facts) ? [] : ['conditions']),
  ]
}
