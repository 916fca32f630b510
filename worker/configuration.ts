/** Whether the Worker has the secrets that it needs, in words for the person who deploys it. */
import { adminTokenFault } from './admin-token.ts'
import { logLine } from './log-line.ts'
import type { Fault } from './result.ts'
import { unusableSecrets } from './secret.ts'

/**
 * The variables that are not usable as they are. A Worker without an ADMIN_TOKEN is complete: its
 * owner has closed the admin's routes.
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

/** Writes one line to the log, when an isolate starts, if a variable is not usable. */
export function reportConfiguration(env: Env): void {
  if (reported) return
  reported = true
  const faults = configurationFaults(env)
  if (faults.length === 0) return
  const facts = faults.map(({ pointer, code }) => [pointer.slice(1), code])
  logLine('error', 'not_configured', Object.fromEntries(facts))
}
