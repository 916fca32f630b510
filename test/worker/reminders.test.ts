/** The setting for reminders, and how many messages each person agreed to. remind.test.ts has what is sent. */
import { describe, expect, it } from 'vitest'
import { makeShop, table, type TestShop } from './harness.ts'

const PLAN = { afterHours: [24, 72] }

/** How many messages each given consent allows, by the sku. */
const allowed = async () => {
  const rows = await table('consent')
  return rows
    .filter(({ action }) => action === 'given')
    .toSorted((a, b) => Number(a['sku']) - Number(b['sku']))
    .map(({ version, messages }) => [version, messages])
}

const change = async (shop: TestShop, settings: Record<string, unknown>) => {
  const answer = await shop.api('PATCH', '/v1/shop', settings)
  expect(answer.status).toBe(200)
}

/** Subscribes from a page with the text that it shows. */
async function agree(shop: TestShop, sku: string) {
  const path = `/v1/client/config?shop=${shop.publicKey}&locale=en`
  const shown = await shop.page('GET', path)
  const { consent } = await shown.json<{ consent: { version: string; texts: { email: string } } }>()
  const { version, texts } = consent
  const consents = [{ purpose: 'alert', channel: 'email', version, text: texts.email }]
  return { sku, locale: 'en', consents }
}

const send = async (shop: TestShop, request: Record<string, unknown>) => {
  const answer = await shop.page('POST', '/v1/client/subscriptions', shop.request(request))
  expect(answer.status).toBe(202)
}

describe('the setting for reminders', () => {
  it.each([
    [{ afterHours: [] }, '/reminders/afterHours'],
    [{ afterHours: [24, 48, 72] }, '/reminders/afterHours'],
    [{ afterHours: [72, 24] }, '/reminders/afterHours'],
    [{ afterHours: [24, 24] }, '/reminders/afterHours'],
    [{ afterHours: [0] }, '/reminders/afterHours/0'],
    [{ afterHours: [337] }, '/reminders/afterHours/0'],
    [{ afterHours: [1.5] }, '/reminders/afterHours/0'],
    [{ afterHours: 24 }, '/reminders/afterHours'],
    [{}, '/reminders/afterHours'],
    [[24], '/reminders'],
  ])('refuses %j', async (reminders, pointer) => {
    const shop = await makeShop()
    const answer = await shop.api('PATCH', '/v1/shop', { reminders })
    expect(answer.status).toBe(422)
    const { errors } = await answer.json<{ errors: { pointer: string }[] }>()
    expect(errors.map((one) => one.pointer)).toEqual([pointer])
  })
})

describe('a consent', () => {
  it('records how many messages the words allow that the person read, before and after a change', async () => {
    const shop = await makeShop()
    await send(shop, await agree(shop, '1'))
    const openPage = await agree(shop, '2')
    await change(shop, { reminders: PLAN })
    await send(shop, openPage)
    const planned = await agree(shop, '3')
    await send(shop, planned)
    await change(shop, { reminders: { afterHours: [24] } })
    await send(shop, { ...planned, sku: '4' })
    await send(shop, await agree(shop, '5'))
    await change(shop, { reminders: null })
    await send(shop, await agree(shop, '6'))
    expect(await allowed()).toEqual([
      ['standard-2', 1],
      ['standard-2', 1],
      ['standard-2-three', 3],
      ['standard-2-three', 3],
      ['standard-2-two', 2],
      ['standard-2', 1],
    ])
  })

  it('to the shop’s own text allows one message, or as many as the shop declares', async () => {
    const consent = { version: '7', texts: { en: { email: 'Tell me.' } } }
    const shop = await makeShop({ consent, reminders: PLAN })
    await send(shop, await agree(shop, '1'))
    await change(shop, { consent: { ...consent, version: '8', messages: 2 } })
    await send(shop, await agree(shop, '2'))
    expect(await allowed()).toEqual([
      ['7', 1],
      ['8', 2],
    ])
  })

  it('in a backend’s own words allows one message', async () => {
    const shop = await makeShop({ reminders: PLAN })
    const words = { purpose: 'alert', channel: 'email', version: 'call', text: 'Yes, three mails.' }
    const { shop: _shop, ...request } = shop.request({ consents: [words] })
    const answer = await shop.api('POST', '/v1/subscriptions', request)
    expect(answer.status).toBe(202)
    expect(await allowed()).toEqual([['call', 1]])
  })
})
