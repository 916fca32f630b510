/** Helpers for the tests of Klaviyo's dialect: a shop that speaks it, calls in it, and its errors. */
import { expect } from 'vitest'
import { fakeUrl, makeShop, ask, ORIGIN, type TestShop } from '../harness.ts'
import { SECRET } from '../../fakes/webhook.ts'

/** The words that the shop's own form shows. */
export const WORDS = {
  email: 'Mail me once when it is back.',
  sms: 'Text me once when it is back.',
  push: 'Notify me once when it is back.',
  whatsapp: 'Write to me once on WhatsApp when it is back.',
}

/** The setting of a shop that speaks the dialect. */
export const speaking = (klaviyo: Record<string, unknown> = {}) => ({
  dialects: { klaviyo: { consent: { version: 'k1', texts: { en: WORDS } }, ...klaviyo } },
})

/** A shop that speaks the dialect. */
export const makeSpeaker = (
  settings: Record<string, unknown> = {},
  klaviyo: Record<string, unknown> = {},
): Promise<TestShop> => makeShop({ ...speaking(klaviyo), ...settings })

let aliases = 0

/** A company id that no test had before: an isolate keeps where one leads. */
export const newCompanyId = (): string => {
  aliases += 1
  return `AbC${aliases}`
}

/** Settings of a shop that offers every channel. */
export const everyChannel = () => ({
  channels: ['email', 'sms', 'push', 'whatsapp'],
  smsCountries: ['SE', 'US'],
  destinations: [
    { type: 'email' },
    {
      type: 'webhook',
      name: 'others',
      url: `${fakeUrl('webhook')}/hook`,
      secret: SECRET,
      channels: ['sms', 'push', 'whatsapp'],
    },
  ],
})

type Fields = Record<string, unknown>

export const VARIANT = '$custom:::$default:::TEE-M'

/** A subscription as Klaviyo's guide has it, with other identifiers, channels or variant. */
export const subscription = (
  identifiers: unknown = { email: 'ada@example.com' },
  channels: unknown = ['EMAIL'],
  variant: unknown = VARIANT,
) => ({
  data: {
    type: 'back-in-stock-subscription',
    attributes: { channels, profile: { data: { type: 'profile', attributes: identifiers } } },
    relationships: { variant: { data: { type: 'catalog-variant', id: variant } } },
  },
})

let hosts = 0

/** Another client than all before: rate limits count each by itself. */
export const newClient = () => {
  hosts += 1
  return `10.9.${hosts >> 8}.${hosts & 255}`
}

const sent = (body: unknown, headers: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', revision: '2026-07-15', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

/** Sends a body to a path as a page of the shop. */
export const fromPage = (
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  ask(path, sent(body, { Origin: ORIGIN, 'CF-Connecting-IP': newClient(), ...headers }))

/** Sends a body to a path as the backend of a shop. */
export const fromBackend = (
  shop: TestShop,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  ask(path, sent(body, { Authorization: `Klaviyo-API-Key ${shop.secretKey}`, ...headers }))

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/

/**
 * An answer in one line, to compare: the status alone if there is no body, else the error as the letters of
 * its JSON without its id. Checks what all errors have.
 */
export async function inBrief(answer: Response): Promise<string> {
  const text = await answer.text()
  if (!text) {
    expect(answer.headers.get('Content-Type')).toBeNull()
    return String(answer.status)
  }
  expect(answer.headers.get('Content-Type')).toBe('application/vnd.api+json')
  const { errors } = JSON.parse(text) as { errors: Fields[] }
  expect(errors.length).toBeGreaterThan(0)
  return errors
    .map(({ id, status, ...rest }) => {
      expect(id).toMatch(UUID)
      expect(status).toBe(answer.status)
      return `${String(status)} ${JSON.stringify(rest)}`
    })
    .join('\n')
}

/** An error of a body as `inBrief` writes it. */
export const invalid = (pointer: string, detail: string): string =>
  `400 ${JSON.stringify({ code: 'invalid', title: 'Invalid input.', detail, source: { pointer }, meta: {} })}`

/** The errors of Klaviyo's guide, as `inBrief` writes them: member by member, in its order. */
export const GUIDE = {
  email: invalid('/data/attributes/email', 'Invalid email address'),
  phone: invalid(
    '/data/attributes/phone_number',
    'Invalid phone number format (Example of a valid format: +12345678901)',
  ),
  companyId: (shown = '') => invalid('/data', `Invalid company ID${shown}`),
  key: '401 {"code":"not_authenticated","title":"Authentication credentials were not provided.","detail":"Missing or invalid private key.","source":{"pointer":"/data/"}}',
  variant:
    '404 {"code":"variant_not_found","title":"The variant in your relationship payload does not exist","detail":"The variant in your relationship payload does not exist","source":{"pointer":"/data/relationships/variant/data/id"},"meta":{}}',
}
