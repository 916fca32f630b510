/** Made-up people, and calls of the import and the export, for the tests and the proof of lists. */
import { madeUpConsent } from '../fakes/made-up.ts'
import type { TestShop } from './harness.ts'
import { ask } from './harness.ts'

const HOUR_MS = 3_600_000

/** The answer to a piece. */
export interface Answer {
  status: string
  lines: number
  new: number
  already: number
  consents: number
  suppressions: number
  skipped: Record<string, number>
  shown: [number, string][]
  columns?: Record<string, string>
  unknownColumns?: string[]
}

let imports = 0

/** Sends a body to the import. */
export function send(
  shop: TestShop,
  query: Record<string, string | number | boolean>,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<Response> {
  imports += 1
  const all = { id: `import-${imports}`, name: 'list.csv', format: 'csv', ...query }
  const text = new URLSearchParams(Object.entries(all).map(([key, one]) => [key, String(one)]))
  return ask(`/v1/lists/import?${text}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${shop.secretKey}` },
    body,
  })
}

/** Imports a body; throws unless it is accepted. */
export async function take(
  shop: TestShop,
  query: Record<string, string | number | boolean>,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<Answer> {
  const answer = await send(shop, query, body)
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
  return answer.json<Answer>()
}

/** An export as text. */
export async function exported(shop: TestShop, file: string): Promise<string> {
  const answer = await shop.api('GET', `/v1/lists/${file}`)
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
  return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(
    await answer.arrayBuffer(),
  )
}

/** The lines of an export between its header and its trailer. */
export const inner = (text: string): string[] => text.trimEnd().split('\n').slice(1, -1)

/**
 * Lines about made-up people, as an export of a shop that imported them from `file` has them: by sku, and in the
 * order in which they asked. `end`: milliseconds since 1970, after the last of them.
 */
export function madeUpLines(count: number, file: string, end: number): string[] {
  const lines = Array.from({ length: count }, (_, n) => {
    const at = new Date(end - (count - n) * 1000 - HOUR_MS).toISOString()
    const email = `person-${n}@example.com`
    const consent = madeUpConsent(at, n % 3 === 0 ? 'form' : 'imported', file)
    return {
      sku: `SKU-${String(n % 50).padStart(3, '0')}`,
      text: JSON.stringify({
        kind: 'subscription',
        email,
        ...(n % 5 === 0 && { customerId: `c-${n}` }),
        sku: `SKU-${String(n % 50).padStart(3, '0')}`,
        ...(n % 2 === 0 && { locale: 'sv-SE' }),
        ...(n % 7 === 0 && { externalId: '4' }),
        channels: ['email'],
        state: 'waiting',
        askedAt: at,
        quantity: 1 + (n % 3),
        ...(n % 11 === 0 && { attributes: { vip: true, city: 'Göteborg' } }),
        ...(n % 13 === 0 && { data: { engraving: '=Ada, "A"' } }),
        consents: [consent],
      }),
    }
  })
  return lines
    .toSorted((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0))
    .map(({ text }) => text)
}
