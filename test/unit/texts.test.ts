/** A shop's own texts: what is accepted, how places are filled, and in which language they are found. */
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { pointerOf } from '../../shared/problem.ts'
import { textsFor } from '../../shared/languages/texts.ts'
import { renderAlert, renderReminder } from '../../worker/message/alert.tsx'
import { renderClosed } from '../../worker/message/closed.tsx'
import { renderDigest } from '../../worker/message/digest.tsx'
import type { OwnMail } from '../../worker/message/own.ts'
import { renderSms } from '../../worker/message/sms.ts'
import { MessageSettings, ownMail, ownSms, SenderSettings } from '../../worker/message/texts.ts'

const faultsIn = (input: unknown) => {
  const parsed = v.safeParse(MessageSettings, input, { abortPipeEarly: true })
  return (parsed.issues ?? []).map((issue) => [pointerOf(issue), issue.message])
}

describe('the texts of a shop', () => {
  it('may have the places of their kind, in every part', () => {
    const offer = '{shop} {item} {product} {variant} {price} {expected} {data.size-note}'
    const mail = {
      subject: offer,
      preheader: offer,
      heading: offer,
      text: `${offer}\r\n\r\nTwo`,
      button: 'Buy {product}',
      footer: 'Acme AB\rStockholm',
    }
    const closed = { subject: '{shop} {item} {variant} {data.a}' }
    const settings = {
      alert: { email: { sv_se: mail }, sms: { en: { text: `${offer} {link} {stop}` } } },
      reminder: { email: { en: mail }, sms: { en: { text: offer } } },
      digest: { email: { en: { text: '{shop} {item} {product}' } } },
      closed: { email: { en: closed }, sms: { en: { text: '{product} {link} {stop}' } } },
    }
    const parsed = v.parse(MessageSettings, settings)
    expect(parsed.alert?.email?.['sv-SE']).toMatchObject({
      text: `${offer}\n\nTwo`,
      footer: 'Acme AB\nStockholm',
    })
  })

  it.each([
    ['an unknown place', { subject: 'Hi {name}' }, 'placeholder_unknown'],
    ['a place in another case', { heading: '{Shop}' }, 'placeholder_unknown'],
    ['a place with spaces', { heading: '{ shop }' }, 'placeholder_unknown'],
    ['an open brace', { button: 'Buy {product' }, 'placeholder_unknown'],
    ['a closed brace', { button: 'Buy product}' }, 'placeholder_unknown'],
    ['two braces', { text: '{{shop}}' }, 'placeholder_unknown'],
    ['an empty place', { text: 'a {}' }, 'placeholder_unknown'],
    ['a place of the prototype', { text: '{constructor}' }, 'placeholder_unknown'],
    ['data without a name', { text: '{data.}' }, 'placeholder_unknown'],
    ['data with a name that no page can give', { text: '{data.A_b}' }, 'placeholder_unknown'],
    ['the link of an SMS', { text: '{link}' }, 'placeholder_unknown'],
    ['the words of an SMS against it', { text: '{stop}' }, 'placeholder_unknown'],
    ['nothing', { subject: ' ' }, 'empty'],
    ['a long subject', { subject: 'x'.repeat(201) }, 'too_long'],
    ['a long preheader', { preheader: 'x'.repeat(201) }, 'too_long'],
    ['a long heading', { heading: 'x'.repeat(201) }, 'too_long'],
    ['a long text', { text: 'x'.repeat(2001) }, 'too_long'],
    ['a long button', { button: 'x'.repeat(61) }, 'too_long'],
    ['a long footer', { footer: 'x'.repeat(1001) }, 'too_long'],
    ['a line break in a subject', { subject: 'a\r\nBcc: b@c.example' }, 'control_character'],
    ['a control character', { text: 'a\u0007b' }, 'control_character'],
    ['half a character', { footer: '\ud83d' }, 'text_malformed'],
    ['a number', { subject: 7 }, 'not_text'],
    ['null', { subject: null }, 'not_text'],
    ['a list', { subject: ['a'] }, 'not_text'],
  ])('are refused with %s', (_name, part, code) => {
    const [field = ''] = Object.keys(part)
    expect(faultsIn({ alert: { email: { en: part } } })).toEqual([
      [`/alert/email/en/${field}`, code],
    ])
  })

  it('are refused where a kind, a channel, a language or a field is none', () => {
    for (const [input, fault] of [
      [{ alert: { email: { english: {} } } }, ['/alert/email/english', 'locale_invalid']],
      [{ alert: { email: { nn: {}, no: {} } } }, ['/alert/email', 'locale_repeated']],
      [{ alert: { email: { en: { body: 'x' } } } }, ['/alert/email/en/body', 'unknown_field']],
      [{ alert: { push: {} } }, ['/alert/push', 'unknown_field']],
      [{ offer: {} }, ['/offer', 'unknown_field']],
      [{ digest: { sms: {} } }, ['/digest/sms', 'unknown_field']],
      [{ alert: { email: [] } }, ['/alert/email', 'not_an_object']],
      [{ alert: null }, ['/alert', 'not_an_object']],
      [{ alert: { sms: { en: { text: 'x'.repeat(321) } } } }, ['/alert/sms/en/text', 'too_long']],
      [
        { closed: { email: { en: { text: '{price}' } } } },
        ['/closed/email/en/text', 'placeholder_unknown'],
      ],
      [
        { digest: { email: { en: { text: '{data.a}' } } } },
        ['/digest/email/en/text', 'placeholder_unknown'],
      ],
    ] as const) {
      expect(faultsIn(input)).toEqual([fault])
    }
    for (const input of [null, 'x', 7]) expect(faultsIn(input)).toEqual([['', 'not_an_object']])
  })

  it.each(['confirmation', 'acknowledgement', 'list', 'move'])(
    'cannot change the message %s, which may reach a person who never asked',
    (kind) => {
      expect(faultsIn({ [kind]: { email: { en: { subject: 'Sale!' } } } })).toEqual([
        [`/${kind}`, 'text_fixed'],
      ])
    },
  )

  it.each([
    ['fr-CA', 'fr'],
    ['fr', 'fr'],
    ['en-GB', 'en'],
    ['sv', undefined],
    ['sv-SE', undefined],
    // Neither the shop nor Shelfbell has Hebrew: the person gets English, and that is the shop's.
    ['he', 'en'],
    ['nn-NO', 'nb'],
    ['zh-TW', 'zh-Hant'],
    ['zh', undefined],
    ['constructor', 'en'],
  ])('for a person with the locale %s are those in %s', (locale, language) => {
    const texts = { fr: {}, en: {}, nb: {}, 'zh-Hant': {} }
    expect(ownMail({ alert: { email: texts } }, 'alert', locale)?.language).toBe(language)
    const short = ownSms({ closed: { sms: texts } }, 'closed', locale) as OwnMail | undefined
    expect(short?.language).toBe(language)
    expect(ownMail({ alert: { email: texts } }, 'reminder', locale)).toBeUndefined()
  })

  it('have a sender whose name is one line and whose address is one', () => {
    const accepts = (input: unknown) => v.safeParse(SenderSettings, input).success
    expect(accepts({ name: 'Acme, “Stock” <x>', replyTo: 'help@acme.example' })).toBe(true)
    for (const bad of [
      { name: 'Acme\r\nBcc: a@b.example' },
      { name: '' },
      { replyTo: 'help@acme.example\nBcc: a@b.example' },
      { replyTo: 'nobody' },
      { email: 'a@b.example' },
      null,
    ]) {
      expect(accepts(bad)).toBe(false)
    }
  })
})

const product = {
  title: 'Tee <b>',
  url: 'https://acme.example/p/tee',
  price: 39,
  currency: 'EUR',
}
const base = {
  shop: 'Acme',
  locale: 'en',
  product,
  link: 'https://bell.test/r/x',
  unsubscribe: 'https://bell.test/u/x',
  manage: 'https://bell.test/m/x',
}
const own: OwnMail = {
  language: 'en',
  subject: '{product} is here for {price}',
  preheader: '{shop} & you',
  heading: 'Hello <i>again</i>',
  text: 'First & line.\n\nSize {variant}.\nMore on {expected}.',
  button: 'Get {product}',
  footer: 'Acme AB\nBox 1, {variant}',
}

describe('a mail in the words of the shop', () => {
  it('has them in place of the standard words, escaped, and keeps why it came and how to stop it', () => {
    const { subject, preheader, html, text } = renderAlert({ ...base, own })
    const { alert: t } = textsFor('en').mail
    expect(subject).toBe('Tee <b> is here for €39.00')
    expect(preheader).toBe('Acme & you')
    expect(html).toContain('Hello &lt;i&gt;again&lt;/i&gt;')
    expect(html).toContain('First &amp; line.')
    expect(html).toContain('Get <bdi>Tee &lt;b&gt;</bdi>')
    expect(text).toContain('Hello <i>again</i>\n\nFirst & line.\n\n')
    expect(text).toContain('--\nAcme AB\nYou’re getting')
    for (const part of [html, text]) {
      for (const kept of [base.link, base.unsubscribe, base.manage, t.manage, t.unsubscribe]) {
        expect(part).toContain(kept)
      }
      for (const gone of [t.heading, t.hurry, t.button, 'Good news']) {
        expect(part).not.toContain(gone)
      }
      // Neither a variant nor a date is known, so the lines with them are left out.
      expect(part).not.toMatch(/Size|More on|Box 1|undefined|\{\w+\}/)
    }
  })

  it('keeps the standard words where a place has no value', () => {
    const { subject, text } = renderAlert({
      ...base,
      own: {
        subject: '{product} in {variant}',
        heading: '{data.note}',
        text: '{variant}\n{data.x}',
      },
      data: { note: '', other: 'x' },
    })
    const { alert: t } = textsFor('en').mail
    expect(subject).toBe('Back in stock: Tee <b>')
    expect(text).toContain(t.heading)
    expect(text).toContain(t.hurry)
  })

  it('has what a page said, without links, and the day on which more is expected', () => {
    const { text, html } = renderAlert({
      ...base,
      locale: 'de-AT',
      own: { language: 'de', text: 'Notiz: {data.note}, {data.fake}\nMehr am {expected}' },
      data: { note: 'http://evil.example 0900 123456 <script>', fake: '{shop}' },
      expected: '2026-12-24T23:30:00-08:00',
    })
    expect(text).toContain('Notiz: ... <script>, {shop}\n')
    expect(html).toContain('... &lt;script&gt;')
    expect(text).toContain('Mehr am 24. Dezember 2026')
  })

  it('of a reminder, of several products and of the end are the shop’s, too', () => {
    const mails = [
      renderReminder({ ...base, own, noLonger: 'https://bell.test/n/x' }),
      renderDigest({ ...base, own, items: [base, base] }),
      renderClosed({ ...base, own, alternative: base }),
    ]
    for (const { html } of mails) expect(html).toContain('First &amp; line.')
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Tee <b> is here for €39.00',
      'Several products are back in stock at Acme',
      'Tee <b> is here for €39.00',
    ])
  })

  it('is in the language and direction of the shop’s text, and marks what is in another', () => {
    const hebrew = { language: 'he', heading: 'שלום', text: '{product} חזר.' }
    const { html } = renderAlert({ ...base, locale: 'he', own: hebrew })
    expect(html).toMatch(/^<!DOCTYPE html><html lang="he" dir="rtl">/)
    const { alert: t } = textsFor('en').mail
    expect(html).toContain(`<span lang="en" dir="ltr">${t.unsubscribe}</span>`)
    const part = renderAlert({ ...base, locale: 'he', own: { language: 'he', heading: 'שלום' } })
    expect(part.html).toMatch(/^<!DOCTYPE html><html lang="en" dir="ltr">/)
    expect(part.html).toContain('<span lang="he" dir="rtl">שלום</span>')
    expect(renderAlert({ ...base, locale: 'en-GB', own }).html).not.toContain('<span lang')
  })
})

describe('an SMS in the words of the shop', () => {
  const stop = 'https://bell.test/u/x'

  it('always has its link and how to stop, where the shop puts them or at the end', () => {
    const sms = (text: string, more = {}) => renderSms('alert', { ...base, ...more, own: { text } })
    expect(sms('{product}: {link} Bye')).toBe(
      'Tee <b>: https://bell.test/r/x Bye Reply STOP to opt out.',
    )
    expect(sms('{stop} {shop} has it')).toBe(
      'Reply STOP to opt out. Acme has it https://bell.test/r/x',
    )
    expect(sms('It is here', { stop })).toBe(`It is here https://bell.test/r/x Opt out: ${stop}`)
    expect(sms('In {variant} {link}')).toMatch(/^Back in stock at Acme/)
    const also = [{ product: { ...product, title: 'Mug' }, link: 'https://bell.test/r/y' }]
    expect(sms('{item} is here: {link}', { also })).toBe(
      'Tee <b> is here: https://bell.test/r/x Mug: https://bell.test/r/y Reply STOP to opt out.',
    )
  })

  it('about the end has the alternative, if there is one', () => {
    const closed = { ...base, own: { text: '{product} is gone.' } }
    expect(renderSms('closed', closed)).toBe('Tee <b> is gone. Reply STOP to opt out.')
    expect(renderSms('closed', { ...closed, alternative: base })).toBe(
      'Tee <b> is gone. Instead: Tee <b> https://bell.test/r/x Reply STOP to opt out.',
    )
  })
})
