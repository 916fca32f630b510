/** A shop whose callers speak a vendor's dialect, and that hands requests on to the same vendor. */
import { expect } from 'vitest'
import {
  ask,
  drain,
  fakeUrl,
  makeShop,
  ORIGIN,
  tick,
  type TestShop,
  world,
} from '../../worker/harness.ts'

/** The words that the shop's own form shows. */
export const WORDS = {
  consent: {
    version: 'form-1',
    texts: {
      en: { email: 'One e-mail.', sms: 'One text message.', marketing: 'News now and then.' },
    },
  },
}

/** Sends JSON to the Worker; throws unless the answer has the status. */
export async function send(
  status: number,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const answer = await ask(path, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (answer.status !== status) throw new Error(`${path}: ${answer.status} ${text}`)
  await drain()
  return text === '' ? undefined : JSON.parse(text)
}

/** The headers of a page of the shop. */
export const ON_PAGE = { Origin: ORIGIN, 'CF-Connecting-IP': '10.9.0.1' }

/** The shop, its destination at a scene of the vendor's fake, and the address of the scene. */
export async function shopBetween(
  fake: string,
  scene: string,
  destination: Record<string, unknown>,
  settings: Record<string, unknown>,
): Promise<{ shop: TestShop; baseUrl: string }> {
  const baseUrl = fakeUrl(fake, scene)
  const { path = '', ...options } = destination
  const shop = await makeShop({
    destinations: [{ ...options, baseUrl: `${baseUrl}${String(path)}` }],
    ...settings,
  })
  return { shop, baseUrl }
}

/** Lets all waiting calls be due, and makes them. */
export async function callAgain(): Promise<void> {
  await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
  await tick()
  await drain()
}

/** Expects that the shop itself has written to no person. */
export const expectNoMessage = () => expect(world.mails).toEqual([])
