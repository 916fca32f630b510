/** Calls of Voyado Engage's API, as a shop's backend makes them. */
import { expect } from 'vitest'
import { ask, makeShop, type TestShop } from '../harness.ts'

/** The words of the shop's own form. */
export const WORDS = {
  version: '2026-11',
  texts: {
    en: { email: 'Mail me once.', sms: 'Text me once.', marketing: 'Mail me news.' },
    sv: { email: 'Mejla mig en gång.', sms: 'Sms:a mig en gång.' },
  },
}
/** A shop with the dialect switched on. */
export const makeEngage = (settings: Record<string, unknown> = {}) =>
  makeShop({ dialects: { voyado: { consent: WORDS } }, ...settings })

export const CONTACTS = '/api/v3/contacts'
export const SUBSCRIPTIONS = '/api/v3/inventory/backinstock/subscriptions'
export const LEVELS = '/api/v3/inventory/stock-levels'

/** Calls the dialect as a backend of the shop does. `body`: JSON, or a text as it stands. */
export function call(
  shop: Pick<TestShop, 'secretKey'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return ask(path, {
    method,
    headers: { apikey: shop.secretKey, 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/** The body of an error. */
export interface Fault {
  errorCode: string
  message: string
  messageDetails: Record<string, unknown>
  validationErrors: { errorDescription: string }[]
}

/** An answer as one line: status, code, and the fields at fault. */
export async function fault(answer: Response): Promise<string> {
  const body = await answer.json<Fault>()
  expect(Object.keys(body)).toEqual(['errorCode', 'message', 'messageDetails', 'validationErrors'])
  const fields = body.validationErrors.map(({ errorDescription }) => errorDescription.split(':')[0])
  return [answer.status, body.errorCode, ...fields].join(' ')
}

/** Creates a contact, and gives its GUID. */
export async function contactOf(
  shop: TestShop,
  email: string,
  more: Record<string, unknown> = {},
): Promise<string> {
  const answer = await call(shop, 'POST', CONTACTS, { contactType: 'Contact', email, ...more })
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
  return (await answer.json<{ id: string }>()).id
}

/** A subscription as Engage shows it. */
export interface Shown {
  id: string
  contactId: string
  sku: string
  locale: string
  externalId: string | null
  createdOn: string
}

/** Creates a subscription. Throws unless it is answered as created. */
export async function subscribe(shop: TestShop, body: Record<string, unknown>): Promise<Shown> {
  const answer = await call(shop, 'POST', SUBSCRIPTIONS, body)
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
  return answer.json<Shown>()
}

/** The subscriptions of a contact. */
export async function listed(shop: TestShop, contactId: string): Promise<Shown[]> {
  const answer = await call(shop, 'GET', `/api/v3/contacts/${contactId}/backinstock/subscriptions`)
  expect(answer.status).toBe(202)
  return (await answer.json<{ data: Shown[] }>()).data
}
