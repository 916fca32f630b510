/** A shop whose backend speaks Sequenzy's API. */
import { ask, makeShop, type TestShop } from '../harness.ts'

/** The words of the shop's own form. */
export const WORDS = {
  en: { email: 'Tell me once by e-mail when it is back.' },
  sv: { email: 'Meddela mig en gång via e-post.' },
}

interface Sent {
  method?: string
  body?: string | null
  headers?: Record<string, string>
  key?: string
}

export interface SequenzyShop {
  shop: TestShop
  /** Sends a call with the shop's key. Default: `POST` with JSON. */
  send(path: string, sent?: Sent): Promise<Response>
  /** Sends a body as JSON. */
  post(path: string, body: unknown): Promise<Response>
}

/** Makes a shop that has switched the dialect on. */
export async function openSequenzy(settings: Record<string, unknown> = {}): Promise<SequenzyShop> {
  const sequenzy = { consent: { version: '7', texts: WORDS } }
  const shop = await makeShop({ dialects: { sequenzy }, ...settings })
  const send: SequenzyShop['send'] = (
    path,
    { method = 'POST', body = null, headers = {}, key = shop.secretKey } = {},
  ) =>
    ask(path, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        'Content-Type': 'application/json',
        ...headers,
      },
      body,
    })
  return { shop, send, post: (path, body) => send(path, { body: JSON.stringify(body) }) }
}
