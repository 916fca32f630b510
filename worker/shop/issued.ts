/** Options that the Worker makes itself, whatever settings say: the key of Klaviyo's feed. Pure but for chance. */
import { connectorOf, type Destination } from '../connectors/destinations/list.ts'
import { newKey } from './keys.ts'
import type { ShopSettings } from './settings.ts'

const fieldsOf = (one: Destination) => one as unknown as Record<string, unknown>

/** The settings with the keys that they need: those that are stored, else new ones. */
export function withIssued(settings: ShopSettings, stored?: ShopSettings): ShopSettings {
  const destinations = settings.destinations.map((one) => {
    const before = stored?.destinations.find(
      ({ name, type }) => name === one.name && type === one.type,
    )
    const { field, needed } = issuedBy(one)
    if (!field) return one
    const { [field]: _given, ...others } = fieldsOf(one)
    if (!needed) return others as unknown as Destination
    const kept = before && fieldsOf(before)[field]
    return { ...others, [field]: kept ?? newKey('fk') } as unknown as Destination
  })
  return { ...settings, destinations }
}

/** The settings with a new key for one destination; undefined if it has none. */
export function withNewKey(settings: ShopSettings, name: string): ShopSettings | undefined {
  const found = settings.destinations.find((one) => one.name === name)
  const { field, needed } = found ? issuedBy(found) : {}
  if (!found || !field || !needed) return
  const renewed = { ...found, [field]: newKey('fk') } as Destination
  const destinations = settings.destinations.map((one) => (one === found ? renewed : one))
  return { ...settings, destinations }
}

function issuedBy(one: Destination): { field?: string; needed?: boolean } {
  const { issues } = connectorOf(one)
  return issues ? { field: issues.field, needed: issues.needed(one) } : {}
}
