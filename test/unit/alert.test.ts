import { describe, expect, it } from 'vitest'
import { renderAcknowledgement } from '../../worker/message/acknowledgement.tsx'
import { renderConfirmation } from '../../worker/message/confirmation.tsx'
import { TAGS, textsFor } from '../../shared/languages/texts.ts'
import { renderAlert } from '../../worker/message/alert.tsx'
import { priceOf } from '../../worker/message/price.ts'

const product = {
  title: 'Harbour tee',
  variantTitle: 'M',
  url: 'https://acme.example/p/tee?size=m&ref=alert',
  image: 'https://acme.example/tee.png',
  price: 39,
  currency: 'EUR',
}
const unsubscribe = 'https://bell.test/u/token'
const manage = 'https://bell.test/m/token'
const link = 'https://bell.test/r/token'
const alert = (locale: string, changes = {}) =>
  renderAlert({
    shop: 'Acme',
    locale,
    product: { ...product, ...changes },
    link,
    unsubscribe,
    manage,
  })

describe('the alert mail', () => {
  it('contains the product, its price and its links, in HTML and in text', () => {
    const { subject, html, text } = alert('en-GB')
    expect(subject).toBe('Back in stock: Harbour tee, M')
    for (const part of ['Harbour tee', 'M', '€39.00', 'acme.example', link, unsubscribe, manage]) {
      expect(html).toContain(part)
      expect(text).toContain(part)
    }
    expect(html).toMatch(/^<!DOCTYPE html><html lang="en" dir="ltr">/)
    expect(html).toContain('<img src="https://acme.example/tee.png" alt="Harbour tee"')
  })

  it.each(TAGS)('is in %s', (language) => {
    const { subject, html, text } = alert(language)
    const asked = {
      shop: 'Acme',
      locale: language,
      items: [{ title: 'Tee' }, { title: 'Mug' }],
      more: 1234,
      unsubscribe,
    }
    const confirmation = renderConfirmation({ ...asked, confirm: link })
    const several = renderAcknowledgement({ ...asked, manage })
    const single = renderAcknowledgement({ ...asked, manage, items: [{ title: 'Tee' }], more: 0 })
    const direction = language === 'ar' ? 'rtl' : 'ltr'
    for (const page of [html, confirmation.html, several.html, single.html]) {
      expect(page).toContain(`<html lang="${language}" dir="${direction}">`)
      expect(page).toContain('Acme')
    }
    expect(subject).toContain('Harbour tee')
    for (const { text: list } of [confirmation, several]) {
      expect(list).toContain('- Tee\n- Mug\n- + ')
    }
    expect(single.text).toContain('Tee')
    expect(single.subject).toContain('Acme')
    expect(single.text.includes('If this wasn’t you')).toBe(language === 'en')
    // No English text and no placeholder is left.
    expect(subject.startsWith('Back in stock')).toBe(language === 'en')
    const all = [{ html, text }, confirmation, several, single]
    expect(JSON.stringify(all)).not.toMatch(/undefined|\$\{|\{\w+\}/)
  })

  it('has Swedish words and prices for a Swedish locale', () => {
    const { subject, html, text } = alert('sv-SE', { price: 299, currency: 'SEK' })
    expect(subject).toBe('Åter i lager: Harbour tee, M')
    expect(html).toContain('<html lang="sv" dir="ltr">')
    expect(text).toContain('299,00\u00a0kr')
    expect(text).toContain('Avsluta alla bevakningar')
  })

  it.each(TAGS)('says that others waited only if it is given that fact, in %s', (locale) => {
    const base = { shop: 'Acme', locale, product, link, unsubscribe, manage }
    const { othersWaiting, hurry } = textsFor(locale).mail.alert
    const alone = renderAlert(base)
    const among = renderAlert({ ...base, othersWaiting: true })
    for (const part of ['html', 'text'] as const) {
      expect(alone[part]).toContain(hurry)
      // Nothing else differs: no gap is left where the sentence stood.
      expect(alone[part].replace(hurry, othersWaiting)).toBe(among[part])
      expect(among[part]).not.toContain(hurry)
    }
  })

  it('isolates names, variants and prices from punctuation of another direction', () => {
    const { html } = alert('ar')
    for (const name of ['Acme', 'Harbour tee', 'M', 'Harbour tee، M']) {
      expect(html).toContain(`<bdi>${name}</bdi>`)
    }
    expect(html).toMatch(/<bdi>[^<]*39[^<]*<\/bdi>|<bdi>[^<]*٣٩[^<]*<\/bdi>/)
  })

  it('separates a link from its label as the language does', () => {
    expect(alert('fr').text).toContain(`Voir mes alertes\u00a0: ${manage}\n`)
    expect(alert('ja').text).toContain(`登録中のお知らせを見る：${manage}\n`)
    expect(alert('zh-TW').text).toContain(`查看商品（acme.example）：${link}\n`)
    for (const locale of TAGS) expect(alert(locale).html).not.toMatch(/<\/a>\s*[.·。]/)
  })

  it('gives its button padding in Outlook too', () => {
    expect(alert('en').html).toMatch(/<td[^>]*mso-padding-alt: 14px 28px[^>]*><a /)
  })

  it('is in English if there is no better language', () => {
    expect(alert('he').subject).toMatch(/^Back in stock/)
  })

  it('escapes HTML in the title of a product', () => {
    const { html } = alert('en', { title: '<img src=x onerror=alert(1)>"' })
    expect(html).not.toContain('<img src=x')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })

  it('needs no picture, variant or price', () => {
    const { html, text } = renderAlert({
      shop: 'Acme',
      locale: 'en',
      product: { title: 'Tee', url: 'https://acme.example/p' },
      link,
      unsubscribe,
      manage,
    })
    expect(html).not.toContain('<img')
    expect(text).toContain(`Tee\nSee it in the shop (acme.example): ${link}\n`)
  })

  it('writes prices as the locale does', () => {
    expect(priceOf({ ...product, price: 1234.5 }, 'de-DE')).toBe('1.234,50\u00a0€')
    expect(priceOf({ ...product, price: 1200, currency: 'JPY' }, 'ja-JP')).toBe('￥1,200')
    expect(priceOf({ title: 'x', url: 'https://x.example' }, 'en')).toBeUndefined()
  })
})
