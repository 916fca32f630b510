/** Combinations of options, within the shop, that cannot work. Pure. */
import type { ConnectedSettings, Faults } from '../../contract.ts'
import type { VoyadoCentraOptions } from './options.ts'

/** Options of the right shape that still cannot work. */
export const faultsOf = (options: VoyadoCentraOptions, settings: ConnectedSettings): Faults => [
  ...repeatedFields(options),
  ...sharedIntegration(options, settings),
]

/** Two values under one name would be one value. */
const repeatedFields = ({ fields }: VoyadoCentraOptions): Faults =>
  Object.entries(fields).flatMap(([key, name], index, all) =>
    all.findIndex((other) => other[1] === name) < index
      ? [[`/fields/${key}`, 'field_repeated']]
      : [],
  )

/**
 * Centra gives each event to an integration once. Two brands under one name, or a source of the
 * shop under Voyado's name, would take each other's stock changes away.
 */
function sharedIntegration(
  { integration, tenantId }: VoyadoCentraOptions,
  { destinations, sources }: ConnectedSettings,
): Faults {
  if (!integration) return []
  const brand = destinations.some(
    (one) =>
      one.type === 'voyado-centra' &&
      one['integration'] === integration &&
      one['tenantId'] !== tenantId,
  )
  const source = sources.some((one) => one['integration'] === integration)
  return brand || source ? [['/integration', 'integration_shared']] : []
}

/** What to do about the codes of this destination alone. */
export const faultTexts = { field_repeated: 'Another value has this name already.' }
