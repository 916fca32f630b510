/**
 * Klaviyo's official client (npm `klaviyo-api`) with its base path set to the running Worker. Every answer that
 * it gets is held against Klaviyo's published description, and the check of each has to notice broken copies.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AxiosRequestConfig, AxiosResponse } from 'axios'
import {
  ApiKeySession,
  CatalogsApi,
  type GetAccounts4XXResponse,
  ObjectSerializer,
  ProfilesApi,
  RetryWithExponentialBackoff,
} from 'klaviyo-api'
import { type Answered, answerCheck, waysMissed } from '../../../scripts/specs/answers.ts'
import { WORKER } from '../places.ts'
import { type HostShop, expect, test as base } from '../shop.ts'

const DESCRIPTION = join(import.meta.dirname, '../../fixtures/klaviyo-description.json')

/** The words that the shop's own form shows. */
const TEXTS = {
  email: 'Acme sends one e-mail when it is back.',
  sms: 'Acme sends one text message when it is back.',
  marketing: 'Send me news and offers, too.',
}

/** A session that keeps what was answered. */
class WatchedSession extends ApiKeySession {
  readonly answers: Answered[] = []

  override async requestWithRetry(config: AxiosRequestConfig): Promise<AxiosResponse> {
    try {
      const response = await super.requestWithRetry(config)
      this.#keep(response)
      return response
    } catch (error) {
      this.#keep((error as { response: AxiosResponse }).response)
      throw error
    }
  }

  #keep({ config, status, headers, data }: AxiosResponse): void {
    const type: unknown = headers['content-type']
    this.answers.push({
      method: String(config.method).toUpperCase(),
      path: new URL(String(config.url)).pathname,
      status,
      type: typeof type === 'string' ? type : undefined,
      text: typeof data === 'string' ? data : JSON.stringify(data),
    })
  }
}

/** Klaviyo's client for a key: its APIs, and the answers so far. */
export interface Client {
  catalogs: CatalogsApi
  profiles: ProfilesApi
  answers: Answered[]
}

/** One attempt, unless a test wants more: an answer that the client tries again is a fault here. */
const ONCE = new RetryWithExponentialBackoff({ numRetries: 1 })

/** The client for a key. `ip`: the address that the Worker counts wrong keys by. */
export function clientFor(key: string, retry = ONCE, ip?: string): Client {
  const session = new WatchedSession(key, retry)
  const catalogs = new CatalogsApi(session)
  const profiles = new ProfilesApi(session)
  for (const api of [catalogs, profiles]) {
    api.basePath = WORKER
    if (ip) api.defaultHeaders = { 'CF-Connecting-IP': ip }
  }
  return { catalogs, profiles, answers: session.answers }
}

/** The shop's settings for callers of Klaviyo. */
export const speaksKlaviyo = (shop: HostShop, changes: Record<string, unknown> = {}) =>
  shop.api('PATCH', '/v1/shop', {
    dialects: { klaviyo: { consent: { version: 'form-1', texts: { en: TEXTS } } } },
    ...changes,
  })

const check = answerCheck(JSON.parse(readFileSync(DESCRIPTION, 'utf8')))

/** Expects that every answer fits the description, and that no broken copy of one would. */
export function expectDescribed(answers: Answered[]): void {
  expect(answers.length).toBeGreaterThan(0)
  const checked = new Set<string>()
  for (const answer of answers) {
    const { method, path, status } = answer
    const name = `${method} ${path} ${status}`
    expect(check(answer), name).toEqual([])
    // One of a kind: to break each of a hundred items in a list takes long and finds nothing more.
    if (!checked.has(name)) expect(waysMissed(check, answer), name).toEqual([])
    checked.add(name)
  }
}

/** The error objects of a refused call, as the client's own types read them. */
export async function refusalOf(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: { response?: AxiosResponse }) => thrown,
  )
  if (!error?.response) throw new Error('The call was not refused')
  const { status, headers, data } = error.response
  const { errors } = ObjectSerializer.deserialize(
    data,
    'GetAccounts4XXResponse',
  ) as GetAccounts4XXResponse
  return { status, headers, errors }
}

export const test = base.extend<{ klaviyo: Client }>({
  klaviyo: async ({ shop }, use) => {
    const { ok } = await speaksKlaviyo(shop)
    if (!ok) throw new Error('The shop does not take its settings')
    const client = clientFor(shop.secretKey)
    await use(client)
    expectDescribed(client.answers)
  },
})

export { expect } from '../shop.ts'
