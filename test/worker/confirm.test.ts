import { describe, expect, it, vi } from 'vitest'
import { TWILIO } from '../fakes/twilio.ts'
import type { Received } from '../fakes/upstream.ts'
import { SECRET } from '../fakes/webhook.ts'
import { ALL_SHOPS } from '../../worker/homes/sql.ts'
import {
  inShort,
  ask,
  drain,
  fakeUrl,
  linkIn,
  logged,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'

const PATH = '/v1/client/subscriptions'
const DAY = 24 * 60 * 60 * 1000
const browser = { Accept: 'text/html', 'CF-Connecting-IP': '203.0.113.77', 'User-Agent': 'Browser' }
const klaviyo = { type: 'klaviyo', companyId: 'AbC123', catalog: '$custom:::$default' }

const sms = { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' }

/** The paths of the confirmation links, oldest mail first. */
const links = () => world.mails.map(({ text }) => linkIn(text, 'c'))

/** A person in Germany subscribes and gets the confirmation mail. */
async function asked(settings = {}, changes = {}) {
  const shop = await makeShop(settings)
  await shop.subscribe({ country: 'DE', ...changes })
  await drain()
  return { shop, path: links()[0] ?? '' }
}

/** The page without the link to the person's list, which names the second it was made in. */
const withoutTime = (html: string) => html.replace(/\/m\/[^"]+/, '/m/…')

const press = (path: string) => ask(path, { method: 'POST', headers: browser })

/** Moves the last requests back in time, so that the next one does not count as a double click. */
const letTimePass = () =>
  world.env.DB.batch(
    ['subscription', 'confirmation'].map((name) =>
      world.env.DB.prepare(
        `UPDATE ${name} SET request_id = '00000000' || substr(request_id, 9) ${ALL_SHOPS}`,
      ),
    ),
  )

const config = async (shop: TestShop, headers = {}) =>
  (
    await ask(`/v1/client/config?shop=${shop.publicKey}`, {
      headers: { Origin: ORIGIN, ...headers },
    })
  ).json<{ doubleOptIn: boolean }>()

describe('a request that needs double opt-in', () => {
  it('is not served before it is confirmed, and is answered like any other', async () => {
    const shop = await makeShop()
    const answer = async (changes: Record<string, unknown>) => {
      const response = await shop.page('POST', PATH, shop.request(changes))
      const headers = [...response.headers].filter(([name]) => name !== 'x-request-id')
      return JSON.stringify([headers, await inShort(response)])
    }
    const answers = [
      await answer({ country: 'DE' }),
      await answer({ country: 'DE' }),
      await answer({ country: 'SE', email: 'other@example.com' }),
    ]
    expect(new Set(answers).size).toBe(1)
    expect((await table('subscription')).map((one) => one['status']).toSorted()).toEqual([
      'pending',
      'waiting',
    ])
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['ada@example.com'])

    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['ada@example.com', 'other@example.com'])
    expect(await table('subscription')).toMatchObject([{ status: 'pending' }])
  })

  it('begins no restock while nobody else waits', async () => {
    const { shop } = await asked()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', title: 'Tee', url: `${ORIGIN}/p` }])
    expect(await table('restock')).toEqual([])
  })

  it.each([
    ['the country in the request', {}, { country: 'AT' }, {}, 'pending'],
    ['the country of the network', {}, {}, { 'CF-IPCountry': 'DE' }, 'pending'],
    ['the country of the shop', { country: 'DE' }, {}, { 'CF-IPCountry': 'XX' }, 'pending'],
    ['the network, not the number', {}, { country: 'SE' }, { 'CF-IPCountry': 'DE' }, 'pending'],
    ['its own countries only', {}, { country: 'SE' }, { 'CF-IPCountry': 'FR' }, 'waiting'],
    ['the setting for all countries', { doubleOptIn: true }, {}, {}, 'pending'],
    ['no country of an empty list', { doubleOptInCountries: [] }, { country: 'DE' }, {}, 'waiting'],
  ])('is recognized by %s', async (_, settings, changes, headers, status) => {
    const shop = await makeShop(settings)
    await ask(PATH, {
      method: 'POST',
      body: JSON.stringify(shop.request(changes)),
      headers: { Origin: ORIGIN, 'Content-Type': 'application/json', ...headers },
    })
    expect(await table('subscription')).toMatchObject([{ status }])
  })

  it('is announced to the form', async () => {
    const shop = await makeShop()
    expect((await config(shop)).doubleOptIn).toBe(false)
    expect((await config(shop, { 'CF-IPCountry': 'DE' })).doubleOptIn).toBe(true)
  })

  it('is announced with its countries if the form asks for a phone number', async () => {
    const shop = await makeShop({
      channels: ['email', 'sms'],
      smsCountries: ['SE', 'NO'],
      destinations: [
        { type: 'email' },
        { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' },
      ],
    })
    expect(await config(shop, { 'CF-IPCountry': 'NO' })).toMatchObject({
      country: 'NO',
      countries: ['SE', 'NO'],
      doubleOptInCountries: ['DE', 'AT'],
    })
    // A country that the shop does not write to is not preselected.
    expect(await config(shop, { 'CF-IPCountry': 'FR' })).toMatchObject({ country: 'SE' })
    expect(await config(shop, { 'CF-IPCountry': 'T1' })).toMatchObject({ country: 'SE' })
  })

  it('needs no press if the backend vouches for it, and the record says so', async () => {
    const shop = await makeShop({ doubleOptIn: true })
    await shop.subscribe()
    const { shop: _, ...request } = shop.request()
    await shop.api('POST', '/v1/subscriptions', request)
    await shop.api('POST', '/v1/subscriptions', request)
    expect(await table('subscription')).toMatchObject([{ status: 'waiting' }])
    expect(await table('consent')).toMatchObject([
      { action: 'confirmed', method: 'api' },
      { action: 'given', method: 'form' },
    ])
  })

  it('stays pending whatever forms ask for later, from any country', async () => {
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [{ type: 'email' }, sms],
    })
    await shop.subscribe({ country: 'DE' })
    const number = { channels: ['email', 'sms'], phone: '+46701234567' }
    for (const changes of [{ country: 'US' }, { ...number, country: 'US' }, { quantity: 1 }]) {
      await letTimePass()
      await shop.subscribe(changes)
      expect(await table('subscription')).toMatchObject([{ status: 'pending' }])
    }
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails.every(({ subject }) => subject.startsWith('Please confirm'))).toBe(true)
    expect(await table('restock')).toEqual([])
  })

  it('replaces nothing that is confirmed: another channel or number waits on its own', async () => {
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [{ type: 'email' }, sms],
    })
    const both = { channels: ['email', 'sms'], phone: '+46701234567' }
    await shop.subscribe(both)
    const [before] = await table('subscription')
    await shop.subscribe({ ...both, phone: '+46709999999', country: 'DE' })
    expect(await table('subscription')).toEqual([{ ...before, undo: 0 }])

    await shop.subscribe({ sku: 'BOWL' })
    await shop.subscribe({ ...both, sku: 'BOWL', country: 'DE' })
    const bowl = (await table('subscription')).find(({ sku }) => sku === 'BOWL')
    expect(bowl).toMatchObject({ channels: 3, unconfirmed: 2, status: 'waiting' })
    await shop.setStock({ sku: 'BOWL', quantity: 5 })
    await drain()
    expect(world.mails).toHaveLength(1)
    expect(await table('notification')).toMatchObject([{ channels: 1 }])
  })
})

describe('the confirmation mail', () => {
  it('contains no advertising, and of what a page sent only a name without links', async () => {
    const product = {
      title: 'Tee https://evil.example/x',
      url: `${ORIGIN}/p`,
      image: `${ORIGIN}/i.png`,
      price: 7,
    }
    await asked({}, { product })
    const [mail] = world.mails
    expect(mail?.subject).toBe('Please confirm your alert at Acme')
    expect(mail?.text).toContain('“Tee')
    for (const part of ['evil.example', '<img', 'i.png', '7.00', `${ORIGIN}/p`]) {
      expect(`${mail?.html}${mail?.text}`).not.toContain(part)
    }
    expect(mail?.headers['List-Unsubscribe']).toMatch(/^<https:\/\/bell\.test\/u\//)
  })

  it('names the product as the catalogue does, in the language of the request', async () => {
    const shop = await makeShop()
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', title: 'Tröja', url: `${ORIGIN}/p` }])
    await shop.subscribe({ country: 'DE', locale: 'sv-SE' })
    await drain()
    expect(world.mails[0]?.text).toContain('Någon har bett Acme')
    expect(world.mails[0]?.text).toContain('”Tröja”')
  })

  it('is sent over the Worker’s own binding if the shop only relays', async () => {
    await asked({ destinations: [klaviyo] })
    expect(world.mails).toHaveLength(1)
    expect(await table('outbox')).toEqual([])
  })

  it('is sent again for a later request, but not for a second click', async () => {
    const { shop } = await asked()
    await shop.subscribe({ country: 'DE' })
    await drain()
    expect(world.mails).toHaveLength(1)
    await letTimePass()
    await shop.subscribe({ country: 'DE' })
    await drain()
    expect(world.mails).toHaveLength(2)
  })

  it('is sent to one address at most three times a day, by all shops together', async () => {
    for (let n = 0; n < 5; n += 1) {
      const shop = await makeShop()
      await shop.subscribe({ country: 'DE' })
      await shop.subscribe({ country: 'DE', sku: 'TEE-L' })
    }
    await drain()
    expect(world.mails).toHaveLength(3)
    expect(await table('subscription')).toHaveLength(10)
    // The others keep their place: their mails are due when the day is over.
    expect(await table('outbox')).toMatchObject([
      { call: 'confirm', state: 'open', reason: 'confirm_ceiling' },
      { call: 'confirm', state: 'open', reason: 'confirm_ceiling' },
    ])
    const tomorrow = Math.ceil(Date.now() / DAY) * DAY + 60_000
    vi.useFakeTimers({ now: tomorrow, toFake: ['Date'] })
    try {
      await tick(tomorrow + 60_000)
      await drain()
    } finally {
      vi.useRealTimers()
    }
    expect(world.mails).toHaveLength(5)
    expect(world.mails.every(({ text }) => text.includes('these products'))).toBe(true)

    await tick(Math.ceil((Date.now() + 9 * DAY) / DAY) * DAY + 3 * 60 * 60 * 1000)
    expect(await table('confirmation')).toEqual([])
  })

  it('is one mail for all that was asked for together, and one press confirms all of it', async () => {
    const shop = await makeShop()
    const sizes = ['TEE-S', 'TEE-M', 'TEE-L', 'TEE-XL']
    for (const sku of sizes) {
      await shop.subscribe({ country: 'DE', sku, product: { title: sku, url: `${ORIGIN}/p` } })
    }
    await drain()
    expect(world.mails).toHaveLength(1)
    for (const sku of sizes) expect(world.mails[0]?.text).toContain(`- ${sku}\n`)

    // A further request joins the mail that is not answered yet.
    await shop.subscribe({
      country: 'DE',
      sku: 'MUG',
      product: { title: 'Mug', url: `${ORIGIN}/p` },
    })
    await drain()
    expect(world.mails).toHaveLength(1)
    const [path = ''] = links()
    const page = await (await ask(path, { headers: browser })).text()
    for (const name of [...sizes, 'Mug']) expect(page).toContain(`<bdi>${name}</bdi>`)
    const done = await (await press(path)).text()
    expect(done).toContain('You’re on the list')
    for (const name of [...sizes, 'Mug']) expect(done).toContain(`<bdi>${name}</bdi>`)
    expect((await table('subscription')).map(({ status }) => status)).toEqual(
      Array(5).fill('waiting'),
    )
    expect(new Set((await table('subscription')).map((one) => one['request_id'])).size).toBe(5)

    // After the press, nobody skips the proof because of an earlier one.
    await shop.subscribe({
      country: 'DE',
      sku: 'CUP',
      product: { title: 'Cup', url: `${ORIGIN}/p` },
    })
    await drain()
    expect(world.mails).toHaveLength(2)
    expect(world.mails[1]?.text).toContain('“Cup”')
    expect(
      (await table('subscription')).filter(({ status }) => status === 'pending'),
    ).toMatchObject([{ sku: 'CUP' }])
  })

  it('names all that the person asked for before it was sent', async () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    try {
      const shop = await makeShop()
      for (const sku of ['TEE-S', 'TEE-M', 'TEE-L']) {
        await shop.subscribe({ country: 'DE', sku, product: { title: sku, url: `${ORIGIN}/p` } })
        vi.setSystemTime(Date.now() + 2 * 60 * 60_000)
      }
      await drain()
    } finally {
      vi.useRealTimers()
    }
    expect(world.mails).toHaveLength(1)
    expect(world.mails[0]?.text).toContain('- TEE-S\n- TEE-M\n- TEE-L\n')
  })

  it('names ten products at most, and how many more there are', async () => {
    const shop = await makeShop()
    for (let n = 10; n < 23; n += 1)
      await shop.subscribe({ country: 'DE', sku: `TEE-${n}`, product: undefined })
    await drain()
    expect(world.mails[0]?.text).toContain('- TEE-19\n- + 3\n')
    expect(world.mails[0]?.text).not.toContain('TEE-20')
  })

  it('is sent again if the person has asked for something else much later', async () => {
    const { shop } = await asked()
    await letTimePass()
    await shop.subscribe({ country: 'DE', sku: 'MUG' })
    await drain()
    expect(world.mails).toHaveLength(2)
    expect(world.mails[1]?.text).toContain('- Tee, M\n- Tee, M\n')
  })

  it('is not sent for what was cancelled meanwhile, and the log says so', async () => {
    const shop = await makeShop()
    await shop.subscribe({ country: 'DE' })
    const [one] = await table('subscription')
    await shop.api('DELETE', `/v1/subscriptions/${String(one?.['id'])}`)
    await drain()
    expect(world.mails).toEqual([])
    expect(await table('outbox')).toEqual([])
    expect(await logged(shop, 'outbox_run')).toEqual([{ 'confirm:email:nothing_to_confirm': 1 }])
    // Asked for again, it is not taken for a double click.
    await shop.subscribe({ country: 'DE' })
    await drain()
    expect(world.mails).toHaveLength(1)
  })
})

describe('a number that needs double opt-in', () => {
  const number = { channels: ['sms'], phone: '+491701234567', email: undefined }
  const bySms = () => {
    const { sid: accountSid, token: authToken, from } = TWILIO
    const baseUrl = fakeUrl('twilio')
    const destination = { type: 'sms', accountSid, authToken, from, baseUrl, quietHours: false }
    const shop = {
      channels: ['email', 'sms'],
      smsCountries: ['SE', 'DE', 'AT'],
      destinations: [{ type: 'email' }, destination],
    }
    return { shop, baseUrl }
  }
  const webhook = {
    type: 'webhook',
    name: 'texts',
    url: 'https://a.example',
    secret: SECRET,
    channels: ['sms'],
    events: ['restock.matched'],
  }

  /** The paths of the links in the SMS to the fake, oldest first. */
  const texts = async ({ baseUrl }: ReturnType<typeof bySms>) => {
    const answer = await fetch(`${baseUrl}/requests`)
    const requests = await answer.json<Received[]>()
    const bodies = requests.map(({ text }) => new URLSearchParams(text).get('Body') ?? '')
    return bodies.map((body) => ({
      body,
      path: /https:\/\/bell\.test(\/\w\/\S+)/.exec(body)?.[1] ?? '',
    }))
  }

  it('is confirmed by the link of an SMS, whose page has the button', async () => {
    const settings = bySms()
    const shop = await makeShop(settings.shop)
    await shop.subscribe(number)
    await shop.subscribe({ ...number, sku: 'MUG' })
    await drain()
    expect(await table('subscription')).toMatchObject([
      { status: 'pending' },
      { status: 'pending' },
    ])
    const [first, ...others] = await texts(settings)
    expect(others).toEqual([])
    expect(first?.body).toContain('Acme: Please confirm your alert')
    const path = first?.path ?? ''
    const page = await (await ask(path, { headers: browser })).text()
    expect(page).toContain('one SMS from <bdi>Acme</bdi>')
    expect(await table('subscription')).toMatchObject([
      { status: 'pending' },
      { status: 'pending' },
    ])
    for (let time = 0; time < 2; time += 1) {
      const done = await (await press(path)).text()
      expect(done).toContain('You’re on the list')
      // Nothing but the number identifies this person.
      expect(done).toContain('/m/')
    }
    expect(await table('subscription')).toMatchObject([
      { status: 'waiting' },
      { status: 'waiting' },
    ])
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect((await texts(settings)).map(({ body }) => body.slice(0, 15))).toEqual([
      'Acme: Please co',
      'Back in stock a',
    ])
  })

  it('waits for its SMS while the mail confirms the mail address, and the reverse', async () => {
    const settings = bySms()
    const shop = await makeShop(settings.shop)
    await shop.subscribe({ ...number, channels: ['email', 'sms'], email: 'ada@example.com' })
    await drain()
    const [path = ''] = links()
    await press(path)
    expect(await table('subscription')).toMatchObject([
      { channels: 3, unconfirmed: 2, status: 'waiting' },
    ])
    const [bySmsLink] = await texts(settings)
    const page = await press(bySmsLink?.path ?? '')
    // Whoever has the number may not be who entered the mail address: the list is not shown.
    expect(await page.text()).not.toContain('/m/')
    expect(await table('subscription')).toMatchObject([{ channels: 3, unconfirmed: 0 }])
    const proof = (await table('consent')).filter(({ action }) => action === 'confirmed')
    expect(proof.map(({ channel }) => channel)).toEqual(['email', 'sms'])
  })

  it('is not confirmed by the link that another number got', async () => {
    const settings = bySms()
    const shop = await makeShop(settings.shop)
    const both = { channels: ['email', 'sms'], email: 'ada@example.com', country: 'DE' }
    await shop.subscribe({ ...both, phone: '+491701234567' })
    await drain()
    await shop.subscribe({ ...both, phone: '+491709999999' })
    const [first] = await texts(settings)
    expect((await press(first?.path ?? '')).status).toBe(410)
    expect(await table('subscription')).toMatchObject([{ unconfirmed: 3 }])
  })

  it('is removed alone after seven days if only the mail was confirmed', async () => {
    const shop = await makeShop(bySms().shop)
    await shop.subscribe({ ...number, channels: ['email', 'sms'], email: 'ada@example.com' })
    await drain()
    await press(links()[0] ?? '')
    await tick(Date.now() + 8 * DAY)
    const [left] = await table('subscription')
    expect(left).toMatchObject({ channels: 1, unconfirmed: 0, status: 'waiting' })
    expect(Object.keys(JSON.parse(String(left?.['addresses'])))).toEqual(['email'])
    expect((await table('consent')).map(({ channel, action }) => [channel, action])).toEqual([
      ['email', 'confirmed'],
      ['email', 'given'],
    ])
  })

  it('is refused, and not asked for, where no destination can confirm it', async () => {
    const settings = { channels: ['email', 'sms'], destinations: [{ type: 'email' }, webhook] }
    const shop = await makeShop(settings)
    const refused = await shop.page('POST', PATH, shop.request({ ...number, country: 'DE' }))
    expect(await refused.json()).toMatchObject({ errors: [{ pointer: '/phone' }] })
    const seen = async (country: string) =>
      (await config(shop, { 'CF-IPCountry': country })) as unknown as { channels: string[] }
    expect((await seen('DE')).channels).toEqual(['email'])
    expect((await seen('SE')).channels).toEqual(['email', 'sms'])
    const strict = await shop.api('PATCH', '/v1/shop', { doubleOptIn: true })
    expect(await strict.json()).toMatchObject({
      errors: [{ pointer: '/doubleOptIn', code: 'confirmer_missing' }],
    })
  })
})

describe('the confirmation link', () => {
  it('changes nothing when it is followed, and opens a page with a button', async () => {
    const { path } = await asked()
    const before = await table('subscription')
    const response = await ask(path, { headers: browser })
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<form method="post">')
    expect(await table('subscription')).toEqual(before)
    expect(await table('consent')).toHaveLength(1)
  })

  it('puts the person on the list once, with proof, when its button is pressed twice', async () => {
    const { shop, path } = await asked()
    const answers = [await press(path), await press(path)]
    const pages = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const [first, second] = pages.map(withoutTime)
    expect(first).toBe(second)
    expect(first).toContain('/m/…">See your alerts</a>')
    expect(pages[0]).toContain('You’re on the list')
    expect(await table('subscription')).toMatchObject([{ status: 'waiting' }])
    const confirmed = (await table('consent')).filter((one) => one['action'] === 'confirmed')
    expect(confirmed).toMatchObject([
      { method: 'link', ip: '203.0.113.0', user_agent: 'Browser', at: expect.any(Number) },
    ])

    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toHaveLength(2)
    expect(await (await press(path)).text()).toContain('You’re on the list')
    expect(await table('subscription')).toEqual([])
  })

  it('leads to the person’s own list once its button is pressed, and not before', async () => {
    const { path } = await asked()
    expect(await (await ask(path, { headers: browser })).text()).not.toContain('/m/')
    const page = await (await press(path)).text()
    const link = linkIn(page, 'm')
    expect(await (await ask(link)).text()).toContain('Tee, M')
  })

  it('names the product as the catalogue does, before, after, and when it is served', async () => {
    const shop = await makeShop()
    const entry = { sku: 'TEE-M', title: 'Tröja', variantTitle: 'M', url: `${ORIGIN}/p` }
    await shop.api('PUT', '/v1/products', [entry])
    const product = { title: 'BUY NOW', url: `${ORIGIN}/p` }
    await shop.subscribe({ country: 'DE', product, locale: 'de' })
    await drain()
    const [path = ''] = links()
    const before = await (await ask(path, { headers: browser })).text()
    expect(before).toContain('sobald „<bdi>Tröja, M</bdi>“ wieder vorrätig ist')
    const done = await (await press(path)).text()
    expect(done).toContain('wenn „<bdi>Tröja, M</bdi>“ wieder vorrätig ist')
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(await table('subscription')).toEqual([])
    expect(withoutTime(await (await press(path)).text())).toBe(withoutTime(done))
    expect(before + done).not.toContain('BUY NOW')
  })

  it('promises no newer message when it has expired', async () => {
    const { path } = await asked()
    vi.useFakeTimers({ now: Date.now() + 8 * DAY, toFake: ['Date'] })
    try {
      const response = await ask(path, { headers: browser })
      expect(response.status).toBe(410)
      expect(await response.text()).toContain('ask again on the product page')
      expect(await (await ask(path)).json()).toMatchObject({
        code: 'request_expired',
        detail: 'Ask again on the product page.',
      })
    } finally {
      vi.useRealTimers()
    }
  })

  it('causes the call to the platform, which is not made before', async () => {
    const { shop, path } = await asked({ destinations: [klaviyo] })
    expect(world.queued).toEqual([])
    await press(path)
    await press(path)
    expect(await table('outbox')).toMatchObject([{ call: 'subscribe', destination: 'klaviyo' }])
    expect(world.queued).toHaveLength(1)
    await shop.subscribe({ country: 'DE' })
    expect(await table('outbox')).toHaveLength(1)
  })

  it('reports only confirmed channels and their consents to a destination', async () => {
    const told = fakeUrl('webhook')
    const hook = { type: 'webhook', url: `${told}/hook`, secret: SECRET }
    const listening = { ...hook, events: ['subscription.created'] }
    const shop = await makeShop({
      channels: ['email', 'sms'],
      smsCountries: ['DE'],
      destinations: [{ type: 'email' }, sms, listening],
    })
    await shop.subscribe({ country: 'DE', channels: ['email', 'sms'], phone: '+491701234567' })
    expect((await table('outbox')).map(({ call }) => call)).toEqual(['confirm', 'confirm'])
    await drain()
    await press(links()[0] ?? '')
    await drain()
    const answer = await fetch(`${told}/requests`)
    const [event, ...others] = await answer.json<Received[]>()
    expect(others).toEqual([])
    expect(event?.text).toContain('"email":"ada@example.com"')
    expect(event?.text).not.toContain('1701234567')
    expect(event?.text).not.toContain('sms')
  })

  it('says that the product is already back, and adds nobody to the list', async () => {
    const { shop, path } = await asked()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    for (let time = 1; time <= 2; time += 1) {
      const page = await (await press(path)).text()
      expect(page).toContain('It’s already back in stock')
      expect(page).toContain(`<a href="${ORIGIN}/p/tee">`)
    }
    expect(await table('subscription')).toMatchObject([{ status: 'pending' }])
    expect(await table('consent')).toHaveLength(1)
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    expect(await (await press(path)).text()).toContain('You’re on the list')
  })

  it('confirms only what its page showed, and offers what was added meanwhile', async () => {
    const { shop, path } = await asked()
    const page = await (await ask(path, { headers: browser })).text()
    const shown = /name="shown" value="([^"]+)"/.exec(page)?.[1] ?? ''
    await shop.subscribe({
      country: 'DE',
      sku: 'MUG',
      product: { title: 'Mug', url: `${ORIGIN}/p` },
    })
    const answer = await ask(path, {
      method: 'POST',
      headers: { ...browser, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ shown }).toString(),
    })
    const done = await answer.text()
    expect(done).toContain('when “<bdi>Tee, M</bdi>” is back')
    expect(done).toContain('as soon as “<bdi>Mug</bdi>” is back')
    expect((await table('subscription')).map(({ sku, status }) => [sku, status])).toEqual([
      ['TEE-M', 'waiting'],
      ['MUG', 'pending'],
    ])
  })

  it('cannot unsubscribe, and an unsubscribe link cannot confirm', async () => {
    const { path } = await asked()
    const stop = linkIn(world.mails[0]?.text ?? '', 'u')
    expect((await press(path.replace('/c/', '/u/'))).status).toBe(404)
    expect((await press(stop.replace('/u/', '/c/'))).status).toBe(404)
    expect(await table('subscription')).toMatchObject([{ status: 'pending' }])
  })

  it('is answered 410 after the person unsubscribed', async () => {
    const { path } = await asked()
    const stop = linkIn(world.mails[0]?.text ?? '', 'u')
    await press(stop)
    const response = await press(path)
    expect(response.status).toBe(410)
    expect(await response.text()).toContain('There’s nothing to confirm')
    expect(await table('subscription')).toEqual([])
  })
})

describe('a request that nobody confirms', () => {
  it('is deleted after seven days, while other subscriptions stay', async () => {
    const { shop } = await asked()
    await shop.subscribe({ email: 'other@example.com' })
    await tick(Date.now() + 6 * DAY)
    expect(await table('subscription')).toHaveLength(2)
    for (let time = 1; time <= 2; time += 1) await tick(Date.now() + 7 * DAY + 1000)
    expect(await table('subscription')).toMatchObject([{ status: 'waiting' }])
    expect(await table('consent')).toHaveLength(1)
  })
})

describe('asking again, as the staff of the shop may', () => {
  const again = (shop: TestShop, id: unknown) =>
    shop.api('POST', `/v1/subscriptions/${String(id)}/confirmation`)

  it('sends another message at once, within the ceiling, and the history says so', async () => {
    const { shop } = await asked()
    const [one] = await table('subscription')
    for (let time = 2; time <= 4; time += 1) {
      expect((await again(shop, one?.['id'])).status).toBe(202)
      await drain()
    }
    expect(world.mails).toHaveLength(3)
    expect(await table('outbox')).toMatchObject([{ call: 'confirm', reason: 'confirm_ceiling' }])
    // The message that waits already is enough.
    expect((await again(shop, one?.['id'])).status).toBe(202)
    expect(await table('outbox')).toHaveLength(1)
    const answer = await shop.api('GET', `/v1/subscriptions/${String(one?.['id'])}/history`)
    const { history } = await answer.json<{ history: { text: string }[] }>()
    expect(history.map(({ text }) => text)).toEqual([
      'Subscribed (email, form).',
      'The message that asks to confirm through email waits: confirm_ceiling.',
    ])
    await press(links()[0] ?? '')
    expect(await table('subscription')).toMatchObject([{ status: 'waiting' }])
  })

  it('is answered 409 if nothing is left to confirm, and 404 for another shop', async () => {
    const { shop } = await asked()
    const other = await makeShop()
    const [one] = await table('subscription')
    expect((await again(other, one?.['id'])).status).toBe(404)
    expect((await again(shop, 'nothing')).status).toBe(404)
    await press(links()[0] ?? '')
    const done = await again(shop, one?.['id'])
    expect([done.status, await done.json()]).toMatchObject([409, { code: 'nothing_to_confirm' }])
    expect(await table('outbox')).toEqual([])
  })
})
