/** A shop's own texts in its settings, and in the messages that people get. */
import { describe, expect, it } from 'vitest'
import { drain, makeShop, table, world } from './harness.ts'

const messages = {
  alert: {
    email: {
      en: { subject: '{product} is here', text: 'At last.' },
      'sv-SE': { subject: 'Nu finns {product}' },
    },
    sms: { en: { text: '{product} is here' } },
  },
}

describe('the texts of a shop', () => {
  it('stand in the mails of those whose language they fit, and nobody else’s', async () => {
    const shop = await makeShop({ messages })
    for (const [email, locale] of [
      ['ada@example.com', 'en-GB'],
      ['bo@example.com', 'sv'],
      ['cy@example.com', 'sv-SE'],
      ['di@example.com', 'fr-CA'],
    ]) {
      await shop.subscribe({ email, locale })
    }
    await shop.setStock({ sku: 'TEE-M', quantity: 9 })
    await drain()
    const subjects = world.mails.map(({ to, subject }) => [to, subject])
    expect(Object.fromEntries(subjects)).toEqual({
      'ada@example.com': 'Tee is here',
      'bo@example.com': 'Åter i lager: Tee, M',
      'cy@example.com': 'Nu finns Tee',
      'di@example.com': 'De retour\u00a0: Tee, M',
    })
  })

  it('are read back as they are stored, and removed as a whole', async () => {
    const shop = await makeShop({ messages, sender: { name: 'Acme Stock' } })
    const read = async () => (await shop.api('GET', '/v1/shop')).json<Record<string, unknown>>()
    expect(await read()).toMatchObject({ settings: { messages, sender: { name: 'Acme Stock' } } })
    await shop.api('PATCH', '/v1/shop', { messages: null, sender: null })
    const [row] = await table<{ settings: string }>('shop')
    expect(JSON.parse(row?.settings ?? '')).not.toHaveProperty('messages')
    expect(JSON.parse(row?.settings ?? '')).not.toHaveProperty('sender')
  })

  it('are refused with a pointer, and change nothing', async () => {
    const shop = await makeShop({ messages })
    const before = await table('shop')
    const bad = { alert: { email: { en: { subject: 'Hi {name}' } } } }
    const answer = await shop.api('PATCH', '/v1/shop', { messages: bad })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      errors: [{ pointer: '/messages/alert/email/en/subject', code: 'placeholder_unknown' }],
    })
    expect(await table('shop')).toEqual(before)
  })

  it('are no larger than a shop’s row holds', async () => {
    const shop = await makeShop()
    const text = '字'.repeat(2000)
    const tags = 'ar cs da de en es fi fr it ja ko nb nl pl pt sv tr he el bg'.split(' ')
    const email = Object.fromEntries(tags.map((tag) => [tag, { text, footer: text.slice(1000) }]))
    const ok = await shop.api('PATCH', '/v1/shop', { messages: { alert: { email } } })
    expect(ok.status).toBe(200)
    const kinds = { alert: { email }, reminder: { email }, digest: { email } }
    const answer = await shop.api('PATCH', '/v1/shop', { messages: kinds })
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { errors: [{ pointer: '', code: 'settings_too_large' }] },
    ])
  })
})
