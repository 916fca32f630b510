import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Consent } from '../../shared/consent.ts'
import {
  type ConsentShop,
  consentTexts,
  isShown,
  messagesAllowed,
} from '../../shared/languages/consent-texts.ts'
import { languageOf } from '../../shared/languages/look-up.ts'
import { TAGS } from '../../shared/languages/texts.ts'
import { pointerOf } from '../../shared/problem.ts'
import { StockLevels } from '../../shared/stock.ts'
import { Locale } from '../../shared/text.ts'
import { outcomeOfError } from '../../worker/connectors/destinations/email/services/cloudflare/cloudflare.ts'
import { retryAfter } from '../../worker/connectors/answer.ts'
import { newId, timeOf } from '../../worker/ids.ts'
import { fateOf } from '../../worker/delivery/rules.ts'
import { chunks } from '../../worker/chunks.ts'
import { isPublicHttps } from '../../worker/connectors/public-address.ts'
import { clientOf, truncateIp } from '../../worker/ip.ts'
import { e164 } from '../../worker/address/phone.ts'
import { channelBits, channelsFromBits } from '../../worker/address/channels.ts'

const NOW = 1_800_000_000_000

describe('a locale', () => {
  it.each([
    ['sv-se', 'sv-SE'],
    ['EN', 'en'],
    ['zh-hant-tw', 'zh-Hant-TW'],
  ])('%s is kept as %s', (raw, kept) => expect(v.parse(Locale, raw)).toBe(kept))

  it('falls back to its language, then to that of the shop', () => {
    const texts = ['en', 'sv', 'en-GB']
    const found = (locale: string, own: string) =>
      languageOf(locale, texts) ?? languageOf(own, texts)
    expect(found('en-GB', 'sv')).toBe('en-GB')
    expect(found('en-US', 'sv')).toBe('en')
    expect(found('de-DE', 'sv-SE')).toBe('sv')
    expect(found('de', 'fr')).toBeUndefined()
    expect(found('constructor', 'fr')).toBeUndefined()
  })
})

describe('the consent texts', () => {
  const own = { version: '3', texts: { sv: { email: 'Säg till.' } } }

  it('are those of the shop in its languages, and the standard ones in others', () => {
    const shop = { name: 'Acme', defaultLocale: 'en', consent: own }
    const texts = { email: 'Säg till.' }
    expect(consentTexts(shop, 'sv-SE')).toEqual({ version: '3', texts, locale: 'sv' })
    expect(consentTexts(shop, 'de')).toMatchObject({ version: 'standard-2', locale: 'de' })
  })

  it('name their language, also if it is not the requested one', () => {
    const shop = { name: 'Acme', defaultLocale: 'sv-SE', consent: own }
    expect(consentTexts(shop, 'ar').locale).toBe('sv')
    expect(consentTexts({ name: 'Acme', defaultLocale: 'he' }, 'he').locale).toBe('en')
  })

  it('are the English standard texts for a language without texts', () => {
    const shop = { name: 'Acme', defaultLocale: 'he' }
    expect(consentTexts(shop, 'he').texts.email).toContain('I agree that Acme emails me once')
  })

  it.each(['no', 'no-NO', 'nn', 'nb-NO'])('are Norwegian for %s', (locale) => {
    expect(consentTexts({ name: 'Acme', defaultLocale: 'en' }, locale).locale).toBe('nb')
    const texts = { no: { email: 'Si fra.' } }
    const shop = { name: 'Acme', defaultLocale: 'en', consent: { version: '3', texts } }
    expect(consentTexts(shop, locale).texts).toEqual({ email: 'Si fra.' })
  })

  it('name the shop in every language, and say how to stop an SMS', () => {
    const all = TAGS.map((tag) => consentTexts({ name: 'Acme', defaultLocale: 'en' }, tag))
    expect(all.map(({ locale }) => locale)).toEqual(TAGS)
    for (const { texts } of all) {
      expect(texts.email).toContain('Acme')
      expect(texts.sms).toMatch(/Acme.*STOP/s)
    }
    expect(new Set(all.map(({ texts }) => texts.email)).size).toBe(all.length)
  })

  it('promise STOP only where somebody hears it, and add what American carriers ask for', () => {
    const shop = { name: 'Acme', defaultLocale: 'en' }
    const sms = (country?: string, stopSmsBy?: 'link') =>
      consentTexts({ ...shop, stopSmsBy }, 'en', country).texts.sms
    expect(sms('SE')).toContain('by replying STOP')
    expect(sms('SE')).not.toContain('rates')
    for (const country of ['US', 'CA', 'PR']) {
      expect(sms(country)).toMatch(/Message and data rates may apply\..*STOP.*HELP/)
      expect(consentTexts(shop, 'es', country).texts.sms).toMatch(/tarifas.*STOP.*HELP/)
    }
    for (const country of ['SE', 'US']) {
      expect(sms(country, 'link')).toContain('with the link in the message')
      expect(sms(country, 'link')).not.toMatch(/STOP|HELP/)
    }
  })

  it('are accepted if they are a standard text for SMS, or the shop’s own to the letter', () => {
    const shop = { name: 'Acme', defaultLocale: 'en' }
    const wasShown = (
      by: Parameters<typeof isShown>[0],
      locale: string,
      channel: 'email' | 'sms',
      text: string,
      version = by.consent?.version ?? 'standard-2',
    ) => isShown(by, locale, { purpose: 'alert', channel, version, text })
    for (const country of ['SE', 'US']) {
      const { texts } = consentTexts(shop, 'de', country)
      expect(wasShown(shop, 'de', 'sms', texts.sms ?? '')).toBe(true)
      expect(wasShown({ ...shop, stopSmsBy: 'link' }, 'de', 'sms', texts.sms ?? '')).toBe(true)
      expect(wasShown(shop, 'en', 'sms', texts.sms ?? '')).toBe(false)
      expect(wasShown(shop, 'de', 'email', texts.sms ?? '')).toBe(false)
    }
    const { texts } = consentTexts({ ...shop, stopSmsBy: 'link' }, 'en')
    expect(wasShown(shop, 'en', 'sms', texts.sms ?? '')).toBe(true)
    const mine = { ...shop, consent: { version: '3', texts: { en: { sms: 'Text me.' } } } }
    expect(wasShown(mine, 'en', 'sms', 'Text me.')).toBe(true)
    expect(wasShown(mine, 'en', 'sms', texts.sms ?? '')).toBe(false)
    expect(wasShown(mine, 'en', 'sms', 'Text me.', '2')).toBe(false)
  })
})

describe('consent to reminders', () => {
  const plans = [undefined, { afterHours: [24] }, { afterHours: [24, 72] }]
  const standing = { name: 'Acme', defaultLocale: 'en' }
  const shops = plans.map((reminders) => ({ ...standing, reminders }))
  const agreed = (
    shop: ConsentShop,
    locale: string,
    channel: 'email' | 'sms',
    country?: string,
  ): Consent => {
    const { version, texts } = consentTexts(shop, locale, country)
    return { purpose: 'alert', channel, version, text: texts[channel] ?? '' }
  }

  it.each(TAGS)('is asked for in other words and under another version in %s', (locale) => {
    for (const [at, shop] of shops.entries()) {
      for (const [channel, country, stopSmsBy] of [
        ['email', 'SE', undefined],
        ['sms', 'SE', undefined],
        ['sms', 'US', undefined],
        ['sms', 'SE', 'link'],
      ] as const) {
        const consent = agreed({ ...shop, stopSmsBy }, locale, channel, country)
        expect(consent.text).not.toMatch(/[{}]/)
        // Whatever the shop plans now, the words that the person read count.
        for (const now of shops) expect(messagesAllowed(now, locale, consent)).toBe(at + 1)
        expect(shops.map((now) => isShown(now, locale, consent))).toEqual(
          shops.map((now) => now === shop),
        )
      }
    }
    const mails = shops.map((shop) => agreed(shop, locale, 'email'))
    expect(new Set(mails.map(({ text }) => text)).size).toBe(3)
    expect(mails.map(({ version }) => version)).toEqual([
      'standard-2',
      'standard-2-two',
      'standard-2-three',
    ])
  })

  it('is never taken from words that say less than their version', () => {
    const [once, , thrice] = shops.map((shop) => agreed(shop, 'en', 'email'))
    const claimed = { ...once, version: thrice?.version ?? '' } as Consent
    for (const shop of shops) expect(messagesAllowed(shop, 'en', claimed)).toBe(1)
    expect(
      messagesAllowed(shops[2] ?? standing, 'en', { ...thrice, words: 'caller' } as Consent),
    ).toBe(1)
  })

  it('is as much as the shop declares where its pages show its own text, and one by default', () => {
    const own = { version: '3', texts: { en: { email: 'Tell me, and remind me.' } } }
    const consent = { ...agreed({ ...standing, consent: own }, 'en', 'email') }
    const allowed = (messages?: 1 | 2 | 3, changes: Partial<Consent> = {}) =>
      messagesAllowed(
        { ...standing, reminders: { afterHours: [24, 72] }, consent: { ...own, messages } },
        'en',
        { ...consent, ...changes },
      )
    expect([allowed(), allowed(1), allowed(2), allowed(3)]).toEqual([1, 1, 2, 3])
    for (const changes of [
      { text: 'Tell me.' },
      { version: '2' },
      { purpose: 'marketing' },
    ] as const) {
      expect(allowed(3, changes)).toBe(1)
    }
  })
})

describe('a phone number', () => {
  it.each([
    ['070-123 45 67', 'SE', '+46701234567'],
    ['+46 (0)70 123 45 67', undefined, '+46701234567'],
    ['0046701234567', 'SE', '+46701234567'],
    ['(415) 555-2671', 'US', '+14155552671'],
    ['070-123 45 67', undefined, undefined],
    ['12 34', 'SE', undefined],
    ['+46 70 123 45 67 89 10', 'SE', undefined],
    ['+999 123 456 789', 'SE', undefined],
    ['call me', 'SE', undefined],
    ['070-123 45 67', 'XX', undefined],
  ])('%s in the country %s is kept as %s', (raw, country, kept) =>
    expect(e164(raw, country)).toBe(kept),
  )
})

describe('an outbox call', () => {
  const retry = { kind: 'retry' as const, reason: 'http_503' }

  it('ends when it is accepted or refused', () => {
    expect(fateOf({ kind: 'accepted', id: 'm1' }, 1, NOW, 0)).toEqual({
      state: 'finished',
      messageId: 'm1',
    })
    expect(fateOf({ kind: 'refused', reason: 'no' }, 1, NOW, 0)).toEqual({
      state: 'dead',
      reason: 'no',
    })
  })

  it.each([
    [1, 15_000, 30_000],
    [2, 30_000, 60_000],
    [5, 240_000, 480_000],
    [11, 10_800_000, 21_600_000],
    [13, 10_800_000, 21_600_000],
  ])('is tried again after attempt %i, between %i and %i ms later', (attempts, least, most) => {
    const due = (random: number) => fateOf(retry, attempts, NOW, random)
    expect(due(0)).toMatchObject({ state: 'open', attempts, dueAt: NOW + least })
    expect(due(1)).toMatchObject({ state: 'open', attempts, dueAt: NOW + most })
  })

  it('waits at least as long as the other side asks', () => {
    const asked = { ...retry, afterSeconds: 3600 }
    expect(fateOf(asked, 1, NOW, 0)).toMatchObject({ dueAt: NOW + 3_600_000 })
  })

  it('is given up after fourteen attempts', () => {
    expect(fateOf(retry, 14, NOW, 0)).toEqual({ state: 'dead', reason: 'http_503' })
  })

  it('moves to its fallback after a third attempt with an answer', () => {
    const answered = { ...retry, answered: true as const }
    expect(fateOf(answered, 2, NOW, 0, 'email')).toMatchObject({ state: 'open' })
    expect(fateOf(answered, 3, NOW, 0, 'email')).toMatchObject({ state: 'moved', to: 'email' })
  })

  it('does not move to its fallback after a third attempt without an answer', () => {
    const silent = { kind: 'retry' as const, reason: 'timeout' }
    // The row is marked as silent, so it never moves later either.
    const stays = { state: 'open', attempts: 3, silent: true }
    expect(fateOf(silent, 3, NOW, 0, 'email')).toMatchObject(stays)
  })

  it('is never given up while the other side has to act', () => {
    const parked = { kind: 'parked' as const, reason: 'variant_not_found' }
    expect(fateOf(parked, 14, NOW, 0)).toMatchObject({ state: 'open', attempts: 0 })
  })
})

describe('Retry-After', () => {
  it.each([
    ['7', 7],
    [' 120 ', 120],
    [new Date(NOW + 30_000).toUTCString(), 30],
    [new Date(NOW - 30_000).toUTCString(), 0],
    ['soon', undefined],
    [null, undefined],
  ])('of %s means %s seconds', (header, seconds) => expect(retryAfter(header, NOW)).toBe(seconds))
})

describe('an error of the mail binding', () => {
  it.each([
    ['E_RECIPIENT_SUPPRESSED', 'refused', 'e_recipient_suppressed'],
    ['E_HEADER_NOT_ALLOWED', 'refused', 'e_header_not_allowed'],
    ['E_SENDER_NOT_VERIFIED', 'parked', 'e_sender_not_verified'],
    ['E_DAILY_LIMIT_EXCEEDED', 'retry', 'e_daily_limit_exceeded'],
    ['ada@example.com', 'retry', 'send_failed'],
    [undefined, 'retry', 'send_failed'],
  ])('%s means %s', (code, kind, reason) => {
    expect(outcomeOfError(Object.assign(new Error('no'), { code }))).toMatchObject({ kind, reason })
  })
})

describe('the small helpers', () => {
  it('convert channels to bits and back', () => {
    expect(channelBits(['email', 'sms'])).toBe(3)
    expect(channelsFromBits(2)).toMatchObject(['sms'])
    expect(channelsFromBits(3)).toMatchObject(['email', 'sms'])
  })

  it.each([
    ['203.0.113.77', '203.0.113.0'],
    ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::'],
    ['2001:db8::1', '2001:db8::'],
    ['::1', '::'],
    [undefined, undefined],
  ])('keep of the IP address %s only %s', (ip, kept) => expect(truncateIp(ip)).toBe(kept))

  it.each([
    ['203.0.113.77', '203.0.113.77'],
    ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3:8d3::/64'],
    ['2001:db8:85a3:8d3::1', '2001:db8:85a3:8d3::/64'],
    ['2001:DB8:85A3:08D3:0000::2', '2001:db8:85a3:8d3::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::', '2001:db8:0:1::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::ffff:203.0.113.77', '203.0.113.77'],
    ['::ffff:cb00:714d', '203.0.113.77'],
    ['no address', 'no address'],
    [undefined, 'unknown'],
  ])('count the IP address %s as the client %s', (ip, client) => expect(clientOf(ip)).toBe(client))

  it.each([
    ['https://a.klaviyo.com', true],
    ['http://a.klaviyo.com', false],
    ['https://localhost', false],
    ['https://127.0.0.1', false],
    ['https://2130706433', false],
    ['https://0x7f.1', false],
    ['https://[::1]', false],
    ['https://169.254.169.254', false],
    ['https://db.internal', false],
    ['https://printer', false],
    ['nonsense', false],
  ])('say of %s whether it is a public address: %s', (address, isPublic) =>
    expect(isPublicHttps(address)).toBe(isPublic),
  )

  it('make ids that contain their time and sort by it', () => {
    expect(timeOf(newId(NOW))).toBe(NOW)
    expect(newId(NOW) < newId(NOW + 1)).toBe(true)
  })

  it('cut a list into chunks that are full except for the last', () => {
    expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
    expect(chunks([], 2)).toEqual([])
  })

  it('escape a pointer as RFC 6901 says', () => {
    const Odd = v.object({ 'a/b~c': v.string() })
    const { issues } = v.safeParse(Odd, { 'a/b~c': 1 })
    expect(issues?.map(pointerOf)).toEqual(['/a~1b~0c'])
    expect(v.safeParse(StockLevels, [{ sku: 'A', quantity: 0.5 }]).issues?.map(pointerOf)).toEqual([
      '/0/quantity',
    ])
  })
})
