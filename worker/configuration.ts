/** Tells the person who deploys the Worker which secrets it lacks. */
import { adminTokenFault } from './admin-token.ts'
import { logLine } from './log-line.ts'
import type { Fault } from './result.ts'
import { unusableSecrets } from './secret.ts'

/**
 * The variables that are missing or not usable. ADMIN_TOKEN may be missing: then the routes of the
 * owner are closed.
 */
export function configurationFaults(env: Env): Fault[] {
  const token = adminTokenFault(env)
  return [
    ...unusableSecrets(env).map((name) => ({
      pointer: `/${name}`,
      code: env[name] ? 'variable_guessable' : 'variable_missing',
    })),
    ...(token && token !== 'variable_missing' ? [{ pointer: '/ADMIN_TOKEN', code: token }] : []),
  ]
}

let reported = false

/** Writes one line to the log when an isolate starts and a variable is not usable. */
export function reportConfiguration(env: Env): void {
  if (reported) return
  reported = true
  const faults = configurationFaults(env)
  if (faults.length === 0) return
  const facts = faults.map(({ pointer, code }) => [pointer.slice(1), code])
  logLine('error', 'not_configured', Object.fromEntries(facts))
}
