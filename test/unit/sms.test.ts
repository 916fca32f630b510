import { describe, expect, it } from 'vitest'
import { TAGS } from '../../shared/languages/texts.ts'
import { codeOf, readCode } from '../../worker/link/short.ts'
import { renderSms, segmentsOf } from '../../worker/message/sms.ts'

const code = codeOf({
  shopId: '019a0000-0000-7abc-8def-0123456789ab',
  contactId: 'IUbCCE9Ebkc_TOXRVuj3sg',
  subscriptionId: '019a1111-2222-7333-b444-555566667777',
})
const link = `https://shelfbell.example.workers.dev/r/${code}`
const stop = link.replace('/r/', '/u/')
const product = { title: 'T-shirt', variantTitle: 'M', url: 'https://acme.example/p' }
const long = { title: 'x'.repeat(200), url: 'https://acme.example/p' }

describe('an SMS', () => {
  const wide = ['ar', 'ja', 'ko', 'zh-Hans', 'zh-Hant']

  it.each(TAGS.filter((tag) => !wide.includes(tag)))(
    'in %s has only plain letters, so it is short',
    (locale) => {
      expect(segmentsOf(renderSms('alert', { shop: 'Acme', locale, product, link }))).toBe(1)
      const both = { shop: 'y'.repeat(100), locale, product: long, link, stop }
      expect(segmentsOf(renderSms('alert', both))).toBe(2)
    },
  )

  it.each(wide)('in %s takes at most three segments', (locale) => {
    expect(
      segmentsOf(renderSms('alert', { shop: 'Acme', locale, product, link })),
    ).toBeLessThanOrEqual(3)
  })

  it('is cut between letters as people see them', () => {
    const title = '👩‍👩‍👧'.repeat(50)
    const text = renderSms('alert', {
      shop: 'Acme',
      locale: 'en',
      product: { ...long, title },
      link,
    })
    // An SMS is billed by UTF-16 units, and each of these has eight.
    expect(text).toContain(`Acme: ${'👩‍👩‍👧'.repeat(4)}... https`)
    expect(segmentsOf(text)).toBe(3)
  })
})

describe('a short code', () => {
  it('identifies a message in 44 characters', () => {
    expect(code).toMatch(/^[\w-]{44}$/)
    expect(readCode(code)).toEqual({
      shopId: '019a0000-0000-7abc-8def-0123456789ab',
      contact: 'IUbCCE9Ebkc',
      subscription: 'b444-555566667777',
    })
  })

  it.each(['', 'x', code.slice(1), `${code}x`, code.replace(/./, '.'), '-'.repeat(44)])(
    'is not read from %j',
    (text) => {
      expect(readCode(text)).toBeUndefined()
    },
  )
})
