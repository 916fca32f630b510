/** Which settings are secret, and how secrets are shown. Pure. */
import { type Belonging, connectorByType } from '../connectors/contract.ts'
import { type Destination, DESTINATIONS } from '../connectors/destinations/list.ts'
import { type Source, SOURCES } from '../connectors/sources/list.ts'
import { LAST_WORD, type LastWord } from '../connectors/last-word/options.ts'
import { type Turnstile, TURNSTILE } from '../connectors/turnstile/options.ts'
import { IDENTIFY, type Identify } from './identify.ts'

const MASK = '••••'

/** A part of the settings that has secrets. */
export type HasSecrets = Destination | Source | Turnstile | Identify | LastWord

const byType = connectorByType<{ type: string } & Belonging>([...DESTINATIONS, ...SOURCES])

/** The type of a part that has none of its own. */
export function kindOf(
  part: Turnstile | Identify | LastWord,
): 'turnstile' | 'lastWord' | 'identify' {
  if ('siteKey' in part) return 'turnstile'
  return 'onSilence' in part ? 'lastWord' : 'identify'
}

const BY_KIND = { turnstile: TURNSTILE, lastWord: LAST_WORD, identify: IDENTIFY }

const connectorOf = (part: HasSecrets): Belonging =>
  'type' in part ? byType(part.type) : BY_KIND[kindOf(part)]

/** The names of the options that are secret: the API accepts them and shows them only masked. */
export const secretsOf = (part: HasSecrets): readonly string[] => connectorOf(part).secrets

/** The names of the options that say to whom the secrets go: servers and accounts. */
export const recipientOf = (part: HasSecrets): readonly string[] => {
  const { addresses, account = [] } = connectorOf(part)
  return [...addresses, ...account]
}

// Four characters of a shorter secret would reveal too much of it.
const SHOWN_FROM_CHARACTERS = 12

/** A secret as the API shows it: `••••1234`. */
export const masked = (secret: string): string =>
  secret.length < SHOWN_FROM_CHARACTERS ? MASK : MASK + secret.slice(-4)

/** Whether a value is a masked secret that a client sent back. */
export const isMasked = (value: string): boolean => value.startsWith(MASK)
