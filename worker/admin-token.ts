/** The token of the Worker's owner. Whoever has it may make shops and keys of every shop. */
import { isLocal } from './env.ts'

/** The token of `npm run dev`. It is public, so the Worker refuses it everywhere else. */
export const LOCAL_ADMIN_TOKEN = 'dev'
// As text of `openssl rand -hex 24`: more than anybody can guess, whatever its alphabet.
const MIN_LENGTH = 32

/** What is wrong with the token: it is not set, or could be guessed; undefined if it can be used. */
export function adminTokenFault(env: Env): 'variable_missing' | 'variable_guessable' | undefined {
  const { ADMIN_TOKEN: token } = env
  if (!token) return 'variable_missing'
  if (token === LOCAL_ADMIN_TOKEN && isLocal(env)) return
  return token.length < MIN_LENGTH ? 'variable_guessable' : undefined
}
