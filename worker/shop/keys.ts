/** Which keys of a shop may be looked up here. */
import { isLocal } from '../env.ts'

/** In the README for everybody to read: good for nothing but one's own machine. */
export const DEMO_KEYS = { public: 'pk_demo', secret: 'sk_demo', admin: 'dev' }

/** Whether a key is one of those that work on one's own machine only. */
export const isDemoKey = (key: string): boolean => Object.values(DEMO_KEYS).includes(key)

// Twice as long as the longest key that was ever given out.
const LONGEST_KEY = 100

/** Whether to look for a key at all: any text may stand where a key belongs. */
export const isKey = (env: Env, key: string): boolean =>
  key.length <= LONGEST_KEY && (isLocal(env) || !isDemoKey(key))
