/** Creates load with node:http over kept-alive connections, which costs less CPU than fetch. */
import { Agent, request } from 'node:http'

export interface Message {
  headers?: Record<string, string>
  body?: unknown
  /** A bearer token. */
  key?: string
}

export interface Answer {
  status: number
  text: string
}

export interface Client {
  send(method: string, path: string, message?: Message): Promise<Answer>
  close(): void
}

const MOST_CONNECTIONS = 64
/** The longest time for a request, and for a bench to wait for one condition. */
export const PATIENCE_MS = 600_000

export function client(base: URL): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS })
  const send = (method: string, path: string, { headers, body, key }: Message = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const bytes = body === undefined ? '' : JSON.stringify(body)
      const sent = request(
        {
          agent,
          host: base.hostname,
          port: base.port,
          method,
          path,
          timeout: PATIENCE_MS,
          headers: {
            ...headers,
            'Content-Length': Buffer.byteLength(bytes),
            ...(bytes && { 'Content-Type': 'application/json' }),
            ...(key && { Authorization: `Bearer ${key}` }),
          },
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => (text += part))
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
          response.on('error', reject)
        },
      )
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} took too long`)))
      sent.on('error', reject)
      sent.end(bytes)
    })
  return { send, close: () => agent.destroy() }
}

/**
 * Calls `one` for 0 … count-1, `inFlight` at a time, and returns the seconds it took. Throws at any
 * status but 202, because refusals are quick and would look like speed.
 */
export async function flood(
  count: number,
  inFlight: number,
  one: (index: number) => Promise<Answer>,
): Promise<number> {
  let next = 0
  const began = performance.now()
  const lane = async () => {
    for (let index = next++; index < count; index = next++) {
      const { status, text } = await one(index)
      if (status !== 202) throw new Error(`answered ${status}: ${text}`)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  return (performance.now() - began) / 1000
}
