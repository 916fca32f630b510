/** A storefront that speaks Voyado's API for Centra, a shop that relays, and that API behind it. */
import { describe, expect, it } from 'vitest'
import { fakeUrl, makeShop, table } from '../../worker/harness.ts'
import { receivedAt } from '../destinations/suite.ts'
import { callAgain, expectNoMessage, WORDS } from './way.ts'

describe('from the dialect of Voyado for Centra to Voyado for Centra', () => {
  it('passes on the six values of the storefront as they are', async () => {
    const baseUrl = fakeUrl('voyado-centra', 'good')
    const shop = await makeShop({
      dialects: { voyadoCentra: { ...WORDS, stores: ['acme-1'] } },
      destinations: [
        {
          type: 'voyado-centra',
          url: `${baseUrl}/centra/subscriptions`,
          tenantId: 'acme',
          centraStoreId: '1',
          locales: ['sv-SE', 'en-US'],
        },
      ],
    })
    const values = {
      email: 'ada@example.com',
      sku: '1234SIZEM',
      newsletter: true,
      store: 'acme-1',
      locale: 'sv-SE',
      externalId: '4',
    }
    const answer = await shop.page('POST', `/voyado-centra/${shop.publicKey}`, values)
    expect(answer.ok).toBe(true)
    await callAgain()
    expect((await receivedAt(baseUrl)).map(({ body }) => body)).toEqual([values])
    expect(await table('outbox')).toEqual([])
    await shop.setStock({ sku: '1234SIZEM', quantity: 2, externalId: '4' })
    await callAgain()
    expectNoMessage()
    expect(await table('subscription')).toEqual([])
  })
})
