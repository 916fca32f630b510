import { describe, expect, it } from 'vitest'
import { makeShop, ORIGIN, table } from './harness.ts'

const klaviyo = {
  type: 'klaviyo',
  privateKey: 'pk_live_0123456789abcdef',
  catalog: '$shopify:::$default',
}

describe('the settings API', () => {
  it('returns all settings, with defaults and masked secrets', async () => {
    const shop = await makeShop({ destinations: [klaviyo] })
    const response = await shop.api('GET', '/v1/shop')
    expect(await response.json()).toEqual({
      id: shop.id,
      publicKey: shop.publicKey,
      settings: {
        name: 'Acme',
        origins: [ORIGIN],
        oversell: 'by_quantity',
        defaultLocale: 'en',
        country: 'SE',
        channels: ['email'],
        doubleOptIn: false,
        doubleOptInCountries: ['DE', 'AT'],
        acknowledge: false,
        imageHosts: [],
        notices: { listAbove: 50 },
        limits: {
          openPerContact: 100,
          newContactsPerHour: 1000,
          messagesPerPersonPerDay: 3,
          smsPerNumberPerDay: 5,
          smsPerRangePerHour: 200,
        },
        expireAfterDays: 365,
        reports: { attributionDays: 7 },
        catalog: 'open',
        rules: {
          digestMinutes: 0,
          threshold: 0,
          stableForSeconds: 0,
          soldOutForSeconds: 0,
          coolDownHours: 0,
          keepUnmatched: false,
          pace: { mode: 'everyone' },
          approval: 'never',
          products: [],
        },
        destinations: [
          {
            type: 'klaviyo',
            name: 'klaviyo',
            privateKey: '••••cdef',
            catalog: '$shopify:::$default',
            channels: ['email'],
            mode: 'relay',
            updateStock: false,
            feed: false,
            metric: 'Back In Stock',
            revision: '2026-07-15',
            smsConsent: 'transactional',
            rate: { perSecond: 350, perMinute: 3500 },
            baseUrl: 'https://a.klaviyo.com',
          },
        ],
        dialects: {},
        sources: [],
      },
    })
  })

  it('keeps the secrets when a shop sends back the settings that it read', async () => {
    const shop = await makeShop({ destinations: [klaviyo] })
    const [before] = await table('shop')
    const { settings } = await (await shop.api('GET', '/v1/shop')).json<{ settings: object }>()
    const response = await shop.api('PATCH', '/v1/shop', { ...settings, name: 'Acme Two' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      settings: { name: 'Acme Two', destinations: [{ privateKey: '••••cdef' }] },
    })
    const stored = (row: Record<string, unknown> | undefined) =>
      JSON.parse(String(row?.['settings'])).destinations[0].privateKey
    const [after] = await table('shop')
    expect(stored(after)).toBe(stored(before))
  })

  it('changes only the given settings, and restores a default for null', async () => {
    const shop = await makeShop({ rules: { threshold: 5 } })
    const patch = async (change: unknown) => {
      const response = await shop.api('PATCH', '/v1/shop', change)
      return (await response.json<{ settings: Record<string, unknown> }>()).settings
    }
    expect(await patch({ name: 'B' })).toMatchObject({ name: 'B', rules: { threshold: 5 } })
    expect(await patch({ rules: null })).toMatchObject({ name: 'B', rules: { threshold: 0 } })
  })

  it('changes nothing when one setting is invalid', async () => {
    const shop = await makeShop()
    const before = await table('shop')
    const response = await shop.api('PATCH', '/v1/shop', { channels: ['sms'] })
    expect(await response.json()).toMatchObject({
      errors: [{ pointer: '/channels/0', code: 'channel_without_destination' }],
    })
    expect(await table('shop')).toEqual(before)
  })
})
