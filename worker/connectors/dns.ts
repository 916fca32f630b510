/** Looks names up over HTTPS, because a Worker has no resolver of its own. */
import * as v from 'valibot'
import { CALL_ANSWER_BYTES, LOOKUP_TIMEOUT_MS } from '../limits.ts'
import { jsonOf, readUpTo } from './answer.ts'
import { send } from './send.ts'

/** Types of records (RFC 1035, 3596). */
export const RECORD = { A: 1, AAAA: 28, TXT: 16 } as const

/** The JSON of Cloudflare's and Google's resolvers (`application/dns-json`). */
const DnsAnswer = v.object({
  Answer: v.optional(v.array(v.object({ type: v.number(), data: v.string() })), () => []),
})

/**
 * The data of the records of one type that a name has, also behind an alias; undefined when the resolver
 * does not answer. A name that does not exist has none.
 */
export async function lookUp(
  env: Env,
  name: string,
  type: keyof typeof RECORD,
): Promise<string[] | undefined> {
  const url = new URL(env.DNS_URL)
  url.searchParams.set('name', name)
  url.searchParams.set('type', String(RECORD[type]))
  try {
    const headers = { Accept: 'application/dns-json' }
    const response = await send(url.href, { headers }, AbortSignal.timeout(LOOKUP_TIMEOUT_MS))
    const { text } = await readUpTo(response, CALL_ANSWER_BYTES)
    if (!response.ok) return undefined
    return jsonOf(DnsAnswer, text)
      ?.Answer.filter((one) => one.type === RECORD[type])
      .map(({ data }) => data)
  } catch {
    return undefined
  }
}

/**
 * The TXT records of a name. A record longer than 255 bytes comes in several quoted parts, which belong
 * together without a space (RFC 7208, 3.3).
 */
export async function textsAt(env: Env, name: string): Promise<string[] | undefined> {
  const found = await lookUp(env, name, 'TXT')
  return found?.map((data) =>
    data.startsWith('"')
      ? [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
          .map(([, part = '']) => part.replaceAll(/\\(.)/g, '$1'))
          .join('')
      : data,
  )
}
