/** Turnstile's check of a token: one question, asked again when the answer may differ. */
import { isPassing } from '../answer.ts'
import { callUpstream } from '../client.ts'
import type { Turnstile } from './options.ts'
import { type Judgement, judgementOf, turnstileAddress } from './rules.ts'

// Turnstile answers in a tenth of that. Two tries still fit into the time that the form waits.
const TIMEOUT_MS = 3_000

/** A token to check. */
export interface Token {
  token: string
  /** The address that the request came from. */
  ip: string | undefined
  /** The host names of the shop's pages; undefined accepts a token of any page. */
  hosts: readonly string[] | undefined
}

/** Asks whether a token is good. The settings have their secret in clear. */
export async function siteverify(
  env: Env,
  { secret, baseUrl }: Turnstile,
  { token, ip, hosts }: Token,
): Promise<Judgement> {
  // A token is good once. With the same key, a second question is not a second use.
  const question = { secret, response: token, remoteip: ip, idempotency_key: crypto.randomUUID() }
  const ask = async (): Promise<Judgement> => {
    const answer = await callUpstream(
      `${turnstileAddress(env, { baseUrl })}/turnstile/v0/siteverify`,
      {
        json: question,
        timeoutMs: TIMEOUT_MS,
      },
    )
    if (!answer.answered) return { kind: 'unknown', reason: answer.reason, again: true }
    const { status, body } = answer
    return isPassing(status)
      ? { kind: 'unknown', reason: `http_${status}`, again: true }
      : judgementOf(status, body, hosts)
  }
  const first = await ask()
  return first.kind === 'unknown' && first.again ? ask() : first
}
