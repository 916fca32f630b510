/** Which keys the Worker looks up, and what a secret key may do. */
import * as v from 'valibot'
import { line, listOf, strictObject } from '../../shared/text.ts'
import { LOCAL_ADMIN_TOKEN } from '../admin-token.ts'
import { isLocal } from '../env.ts'

/** The keys of the demo. They are public, so they work only in local development. */
export const DEMO_KEYS = { public: 'pk_demo', secret: 'sk_demo', admin: LOCAL_ADMIN_TOKEN }

/** Whether a key is one of the demo's. */
const isDemoKey = (key: string): boolean => Object.values(DEMO_KEYS).includes(key)

// Twice as long as the keys that the Worker creates.
const LONGEST_KEY_CHARACTERS = 100

/** Whether a text may be a key at all. If not, the Worker does not look it up. */
export const isKey = (env: Env, key: string): boolean =>
  key.length <= LONGEST_KEY_CHARACTERS && (isLocal(env) || !isDemoKey(key))

/**
 * What a secret key may do. `all`: everything. `stock`: say what is in stock and in the catalogue.
 * `read`: see settings, figures and the log, but no address of a person. `people`: find, export and
 * erase a person, and suppress an address. doors/api/access.ts says which route needs what.
 */
export const Scope = v.picklist(['all', 'stock', 'read', 'people'], 'scope_unknown')
export type Scope = v.InferOutput<typeof Scope>

/** A new key as it is asked for. `all` includes the other scopes. */
export const NewSecretKey = strictObject({
  name: line(60),
  scopes: v.pipe(
    listOf(Scope, 4),
    v.transform((scopes): Scope[] =>
      scopes.includes('all') ? ['all'] : [...new Set(scopes)].toSorted(),
    ),
  ),
})
export type NewSecretKey = v.InferOutput<typeof NewSecretKey>

/** A secret key as the shop sees it. The key itself is stored nowhere. */
export interface SecretKey {
  id: string
  name: string
  /** Its last four characters. */
  hint: string
  scopes: Scope[]
  createdAt: string
  /** To the hour. */
  lastUsedAt?: string
}

/** Who did something, as the log names it: a secret key, or a member of the shop's team, by id. */
export type Actor = { key: string } | { member: string }

/** A new key: 160 random bits as hex, after its prefix: public, secret, or of a feed. */
export function newKey(prefix: 'pk' | 'sk' | 'fk'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  return `${prefix}_${bytes.toHex()}`
}
