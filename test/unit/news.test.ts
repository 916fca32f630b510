/** The mails and SMS about a product: reminders, several products at once, and its end. */
import { describe, expect, it } from 'vitest'
import { TAGS, textsFor } from '../../shared/languages/texts.ts'
import { renderAlert, renderReminder } from '../../worker/message/alert.tsx'
import { renderClosed } from '../../worker/message/closed.tsx'
import { renderDigest } from '../../worker/message/digest.tsx'
import { lookOf } from '../../worker/message/look.ts'
import { renderSms } from '../../worker/message/sms.ts'

const tee = {
  title: 'Harbour tee',
  variantTitle: 'M',
  url: 'https://acme.example/p/tee',
  image: 'https://acme.example/tee.png',
  price: 39,
  currency: 'EUR',
}
const mug = { ...tee, title: 'Mug', variantTitle: 'Blue', url: 'https://acme.example/p/mug' }
const base = (locale: string) => ({
  shop: 'Acme',
  locale,
  unsubscribe: 'https://bell.test/u/token',
  manage: 'https://bell.test/m/token',
})
const link = 'https://bell.test/r/tee'
const other = { product: mug, link: 'https://bell.test/r/mug' }
const noLonger = 'https://bell.test/n/token'

const reminder = (locale: string) =>
  renderReminder({ ...base(locale), product: tee, link, noLonger })
const digest = (locale: string) =>
  renderDigest({ ...base(locale), items: [{ product: tee, link }, other] })
const closed = (locale: string, alternative?: typeof other) =>
  renderClosed({ ...base(locale), product: tee, alternative })

describe.each(TAGS)('in %s', (locale) => {
  const { mail: t } = textsFor(locale)

  it('a reminder has its own words, the product, and a link for those who lost interest', () => {
    const { subject, preheader, html, text } = reminder(locale)
    expect(subject).toContain('Harbour tee')
    expect(subject).not.toBe(renderAlert({ ...base(locale), product: tee, link }).subject)
    expect(preheader).toContain('Acme')
    for (const part of [html, text]) {
      for (const said of [t.reminder.heading, link, noLonger, base(locale).unsubscribe]) {
        expect(part).toContain(said)
      }
      expect(part).toContain(t.reminder.noLonger)
      expect(part).not.toMatch(/undefined|\{[\w.]+\}/)
    }
  })

  it('a digest names each product with its own link', () => {
    const { subject, preheader, html, text } = digest(locale)
    expect(subject).toContain('Acme')
    expect(preheader).toMatch(/Harbour tee.*Mug/)
    for (const part of [html, text]) {
      expect(part.indexOf('Harbour tee')).toBeLessThan(part.lastIndexOf('Mug'))
      expect(part.split(link)).toHaveLength(part === text ? 2 : 3)
      expect(part.split(other.link)).toHaveLength(part === text ? 2 : 3)
      expect(part).not.toMatch(/undefined|\{[\w.]+\}/)
    }
    expect(text).toContain(t.digest.hurry)
  })

  it('the last mail about a product links to an alternative, if the shop names one', () => {
    const without = closed(locale)
    const instead = closed(locale, other)
    expect(without.subject).toContain('Harbour tee')
    for (const part of ['html', 'text'] as const) {
      expect(without[part]).toContain(t.closed.heading)
      expect(without[part]).not.toContain('https://acme.example')
      expect(without[part]).not.toContain(t.closed.instead)
      expect(instead[part]).toContain(t.closed.instead)
      expect(instead[part]).toContain(other.link)
      expect(`${without[part]}${instead[part]}`).not.toMatch(/undefined|\{[\w.]+\}/)
    }
  })

  it('no mail promises to be the only one where a reminder may follow', () => {
    const items = [{ product: tee, link }, other]
    for (const mails of [
      [
        renderAlert({ ...base(locale), product: tee, link }),
        renderAlert({ ...base(locale), product: tee, link, mayFollow: true }),
      ],
      [
        renderDigest({ ...base(locale), items }),
        renderDigest({ ...base(locale), items, mayFollow: true }),
      ],
    ]) {
      const [once, first] = mails.map(({ text }) => text)
      const said = t.reminder.mayFollow.replace('{shop}', 'Acme')
      expect(once).not.toContain(said)
      expect(first).toContain(said)
      expect(first).not.toContain(t.alert.why.replace('{shop}', 'Acme'))
      expect(first).not.toContain(t.digest.why.replace('{shop}', 'Acme'))
    }
  })
})

describe('mails about a product', () => {
  it('show the price and the picture of what can be bought, and not of what cannot', () => {
    expect(closed('en').html).not.toMatch(/<img|€39/)
    expect(closed('en', other).html.match(/<img/g)).toHaveLength(1)
    expect(digest('en').html.match(/<img/g)).toHaveLength(2)
    expect(digest('en').text.match(/€39\.00/g)).toHaveLength(2)
  })

  it('take the look of the shop', () => {
    const look = lookOf({ name: 'Acme', look: { picture: false, colors: { accent: '#0a7d32' } } })
    for (const { html } of [
      renderReminder({ ...base('en'), product: tee, link, noLonger, look }),
      renderDigest({ ...base('en'), items: [{ product: tee, link }, other], look }),
      renderClosed({ ...base('en'), product: tee, alternative: other, look }),
    ]) {
      expect(html).not.toContain('<img')
      expect(html).toContain('#0a7d32')
    }
  })

  it('are read from right to left in Arabic, with names set apart', () => {
    for (const { html } of [reminder('ar'), digest('ar'), closed('ar', other)]) {
      expect(html).toMatch(/^<!DOCTYPE html><html lang="ar" dir="rtl">/)
      expect(html).toContain('<bdi>Acme</bdi>')
      expect(html).toContain('<bdi>Harbour tee</bdi>')
    }
  })
})

describe('an SMS', () => {
  const short = { shop: 'Acme', locale: 'en', product: tee, link }

  it('reminds, names several products with a link each, and says that one will not come back', () => {
    expect(renderSms('reminder', short)).toBe(
      `Still in stock at Acme: Harbour tee, M. ${link} Reply STOP to opt out.`,
    )
    expect(renderSms('alert', { ...short, also: [other] })).toBe(
      `Back in stock at Acme: Harbour tee, M. ${link} Mug, Blue: ${other.link} Reply STOP to opt out.`,
    )
    expect(renderSms('closed', { ...short, stop: 'https://bell.test/u/x' })).toBe(
      'No longer available at Acme: Harbour tee, M. Opt out: https://bell.test/u/x',
    )
    expect(renderSms('closed', { ...short, alternative: other })).toBe(
      `No longer available at Acme: Harbour tee, M. Instead: Mug, Blue ${other.link} Reply STOP to opt out.`,
    )
  })

  it('takes names as they are, also those that look like a place', () => {
    const product = { ...tee, title: '{link}{stop}', variantTitle: undefined }
    expect(renderSms('alert', { ...short, product })).toBe(
      `Back in stock at Acme: {link}{stop}. ${link} Reply STOP to opt out.`,
    )
  })
})
