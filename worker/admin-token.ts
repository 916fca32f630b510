/** The token of the Worker's owner. It may create shops, and keys for every shop. */
import { isLocal } from './env.ts'

/** The token of `npm run dev`. It is public, so the Worker refuses it everywhere else. */
export const LOCAL_ADMIN_TOKEN = 'dev'
// Nobody can guess a random text of this length. `openssl rand -hex 24` gives 48 characters.
const MIN_LENGTH = 32

/** The fault of the token: it is not set, or could be guessed; undefined if it is usable. */
export function adminTokenFault(env: Env): 'variable_missing' | 'variable_guessable' | undefined {
  const { ADMIN_TOKEN: token } = env
  if (!token) return 'variable_missing'
  if (token === LOCAL_ADMIN_TOKEN && isLocal(env)) return
  return token.length < MIN_LENGTH ? 'variable_guessable' : undefined
}
