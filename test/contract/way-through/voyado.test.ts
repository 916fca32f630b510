/** A backend that speaks Voyado Engage, a shop that relays, and Engage behind it. */
import { describe, expect, it } from 'vitest'
import { API_KEY } from '../../fakes/voyado.ts'
import type { Received } from '../../fakes/upstream.ts'
import { table } from '../../worker/harness.ts'
import { receivedAt } from '../destinations/suite.ts'
import { callAgain, expectNoMessage, send, shopBetween, WORDS } from './way.ts'

const CONTACTS = '/api/v3/contacts'
const SUBSCRIPTIONS = '/api/v3/inventory/backinstock/subscriptions'
const LEVELS = '/api/v3/inventory/stock-levels'
const GUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)

const said = ({ method, path }: Received) => `${method} ${path}`

async function open(scene = 'good') {
  const destination = { type: 'voyado', apiKey: API_KEY, contactType: 'Contact' }
  const { shop, baseUrl } = await shopBetween('voyado', scene, destination, {
    dialects: { voyado: WORDS },
  })
  const key = { apikey: shop.secretKey }
  const contact = await send(
    201,
    'POST',
    `${CONTACTS}?source=ecom`,
    {
      contactType: 'Contact',
      email: 'ada@example.com',
    },
    key,
  )
  const subscribe = () =>
    send(
      201,
      'POST',
      SUBSCRIPTIONS,
      {
        contactId: (contact as { id: string }).id,
        sku: 'AD_0397_V_685_006_66',
        locale: 'en-US',
        externalId: '12165253-34345',
      },
      key,
    ) as Promise<{ id: string }>
  return { shop, baseUrl, key, subscribe }
}

const WANTED = { sku: 'AD_0397_V_685_006_66', locale: 'en-US', externalId: '12165253-34345' }

describe('from Voyado’s dialect to Voyado', () => {
  it('passes on the contact, the subscription and the stock level, and writes to nobody itself', async () => {
    const { baseUrl, key, subscribe } = await open()
    await subscribe()
    const requests = await receivedAt(baseUrl)
    expect(requests.map(said)).toEqual([
      `GET ${CONTACTS}/id?email=ada%40example.com`,
      `POST ${CONTACTS}?source=Shelfbell`,
      `POST ${SUBSCRIPTIONS}`,
    ])
    expect(requests[1]?.body).toMatchObject({ contactType: 'Contact', email: 'ada@example.com' })
    expect(requests[2]?.body).toEqual({ contactId: GUID, ...WANTED })

    const level = { quantity: 15, ...WANTED }
    await send(202, 'PUT', LEVELS, [level], key)
    const later = (await receivedAt(baseUrl)).slice(3)
    expect(later.map(said)).toEqual([`PUT ${LEVELS}`])
    expect(later[0]?.body).toEqual([level])
    expectNoMessage()
    expect([await table('subscription'), await table('outbox')]).toEqual([[], []])
  })

  it('deletes in Voyado what the backend deletes', async () => {
    const { baseUrl, key, subscribe } = await open()
    const { id } = await subscribe()
    await send(204, 'DELETE', `${SUBSCRIPTIONS}/${id}`, undefined, key)
    const deleted = (await receivedAt(baseUrl)).filter(({ method }) => method === 'DELETE')
    expect(deleted.map(said)).toEqual([
      expect.stringMatching(new RegExp(`^DELETE ${SUBSCRIPTIONS}/[0-9a-f-]{36}$`)),
    ])
    expect([await table('subscription'), await table('outbox')]).toEqual([[], []])
  })

  it('tries again after a 503, and subscribes once', async () => {
    const { baseUrl, subscribe } = await open('busy-at-first')
    await subscribe()
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 1, reason: 'http_503' },
    ])
    await callAgain()
    const made = (await receivedAt(baseUrl)).filter((one) => said(one) === `POST ${SUBSCRIPTIONS}`)
    expect(made).toHaveLength(1)
    expect(await table('outbox')).toEqual([])
  })
})
