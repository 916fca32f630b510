/** Which keys the Worker looks up. */
import { isLocal } from '../env.ts'

/** The keys of the demo. They are public, so they work only in local development. */
export const DEMO_KEYS = { public: 'pk_demo', secret: 'sk_demo', admin: 'dev' }

/** Whether a key is one of the demo's. */
export const isDemoKey = (key: string): boolean => Object.values(DEMO_KEYS).includes(key)

// Twice as long as the keys that the Worker creates.
const LONGEST_KEY_CHARACTERS = 100

/** Whether a text may be a key at all. If not, the Worker does not look it up. */
export const isKey = (env: Env, key: string): boolean =>
  key.length <= LONGEST_KEY_CHARACTERS && (isLocal(env) || !isDemoKey(key))
