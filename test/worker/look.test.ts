import { describe, expect, it } from 'vitest'
import { ask, drain, linkIn, makeShop, ORIGIN, type TestShop, tick, world } from './harness.ts'

const LOOK = {
  logo: { url: 'https://cdn.example/logo.png', width: 120, alt: 'Acme of Malmö' },
  colors: { accent: '#0b5c4a', background: '#f3efe6', text: '#22201c' },
  corner: 3,
  font: 'serif',
}
const SHOP = { imageHosts: ['cdn.example'] }
const wearing = (settings = {}) => makeShop({ ...SHOP, look: LOOK, ...settings })
const browser = { Accept: 'text/html' }
const read = (path: string) => ask(path, { headers: browser })
const post = (path: string, body: string) =>
  ask(path, {
    method: 'POST',
    headers: {
      ...browser,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Sec-Fetch-Site': 'same-origin',
    },
    body,
  })
const newest = () => world.mails.at(-1)?.text

async function expectLook(response: Response) {
  const html = await response.text()
  expect(html).toContain(
    '<img src="https://cdn.example/logo.png" alt="Acme of Malmö" width="120"/>',
  )
  expect(html).toContain('--accent: #0b5c4a')
  expect(html).toContain('Palatino')
  const policy = response.headers.get('Content-Security-Policy')
  expect(policy).toMatch(/^default-src 'none'; .*; img-src https:\/\/cdn\.example$/)
}

/** Asks for an alert by the form, and returns the mail that followed. */
async function asked(shop: TestShop, changes = {}) {
  await shop.subscribe(changes)
  await tick(Date.now() + 60_000)
  await drain()
  return newest()
}

describe('the setting look', () => {
  it('is stored, read back, and removed by null', async () => {
    const shop = await wearing()
    const look = async () => {
      const { settings } = await (
        await shop.api('GET', '/v1/shop')
      ).json<{
        settings: { look?: unknown }
      }>()
      return settings.look
    }
    expect(await look()).toEqual(LOOK)
    expect((await shop.api('PATCH', '/v1/shop', { look: null })).status).toBe(200)
    expect(await look()).toBeUndefined()
  })

  it('names what is wrong with it by pointers, and then changes nothing', async () => {
    const shop = await makeShop()
    const answer = await shop.api('PATCH', '/v1/shop', {
      look: {
        logo: { url: 'https://cdn.example/logo.svg', width: 120 },
        colors: { accent: '#ffd400', onAccent: '#ffffff', text: '#999999' },
      },
    })
    expect(answer.status).toBe(422)
    const { errors } = await answer.json<{ errors: { pointer: string; code: string }[] }>()
    expect(errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/look/logo/url', 'host_not_listed'],
      ['/look/logo/url', 'picture_unsupported'],
      ['/look/colors/text', 'contrast_low'],
      ['/look/colors/onAccent', 'contrast_low'],
    ])
    expect(await (await shop.api('GET', '/v1/shop')).text()).not.toContain('ffd400')
  })

  it('keeps the logo’s host listed', async () => {
    const shop = await wearing()
    const answer = await shop.api('PATCH', '/v1/shop', { imageHosts: [] })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('"/look/logo/url"')
  })
})

describe('the pages in a shop’s look', () => {
  it('are all those that a person reaches', async () => {
    const shop = await wearing({ doubleOptIn: true })
    await expectLook(await read(`/notify/${shop.publicKey}?sku=TEE-M`))
    await expectLook(await read(`/notify/${shop.publicKey}`))
    await expectLook(await read(`/mine/${shop.publicKey}`))
    await expectLook(await post(`/mine/${shop.publicKey}`, 'email=nobody'))
    await expectLook(await post(`/mine/${shop.publicKey}`, 'email=nobody%40example.com'))

    const mail = await asked(shop)
    const confirm = linkIn(mail, 'c')
    const page = await read(confirm)
    expect(page.status).toBe(200)
    const [, shown = ''] = /name="shown" value="([^"]+)"/.exec(await page.clone().text()) ?? []
    await expectLook(page)
    const confirmed = await post(confirm, `shown=${shown}`)
    const manage = linkIn(await confirmed.clone().text(), 'm')
    await expectLook(confirmed)
    await expectLook(await read(manage))
    await expectLook(await post(manage, 'email=ada%40other.example'))
    await tick(Date.now() + 60_000)
    await drain()
    await expectLook(await read(linkIn(newest(), 'a')))
    await expectLook(await read(linkIn(mail, 'u')))
    await expectLook(await post(linkIn(mail, 'u'), ''))

    await shop.api('POST', '/v1/team', { email: 'olga@acme.example' })
    await drain()
    await expectLook(await read(linkIn(newest(), 't')))
  })

  it('are also those that say why a link leads nowhere', async () => {
    const shop = await wearing()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    const click = linkIn(newest(), 'r')
    expect(click).not.toBe('')
    const origins = ['https://moved.example']
    expect((await shop.api('PATCH', '/v1/shop', { origins })).status).toBe(200)
    const outdated = await read(click)
    expect(outdated.status).toBe(410)
    await expectLook(outdated)
  })

  it('stay plain, and load nothing, where no shop is known or it has no logo', async () => {
    const plain = await makeShop()
    for (const path of ['/notify/pk_nobody', '/u/nothing', `/mine/${plain.publicKey}`]) {
      const page = await read(path)
      expect(await page.text()).not.toContain('<img')
      expect(page.headers.get('Content-Security-Policy')).not.toContain('img-src')
    }
    const dressed = await wearing()
    const api = await dressed.api('GET', '/v1/shop')
    expect(api.headers.get('Content-Security-Policy')).not.toContain('img-src')
  })
})

describe('the mails in a shop’s look', () => {
  it('wear it if they go to people who are on a list', async () => {
    const shop = await wearing()
    await shop.subscribe()
    await post(`/mine/${shop.publicKey}`, 'email=ada%40example.com')
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    expect(world.mails).toHaveLength(2)
    for (const { html } of world.mails) {
      expect(html).toContain('src="https://cdn.example/logo.png"')
      expect(html).toContain('background-color: #0b5c4a')
      expect(html).toContain('Palatino')
    }
  })

  it('show no product’s picture if the shop wants none', async () => {
    const product = {
      title: 'Tee',
      url: `${ORIGIN}/p/tee`,
      image: `${ORIGIN}/tee.png`,
    }
    const pictures: boolean[] = []
    for (const picture of [true, false]) {
      const shop = await makeShop({ look: { picture } })
      await shop.subscribe({ product })
      await shop.setStock({ sku: 'TEE-M', quantity: 1 })
      await drain()
      pictures.push(world.mails.at(-1)?.html.includes('/tee.png') ?? false)
    }
    expect(pictures).toEqual([true, false])
  })

  it('stay bare if they go to an address that nobody has proved to be the reader’s', async () => {
    const bare: Record<string, string>[] = []
    for (const look of [undefined, { ...LOOK, picture: true }]) {
      const mails: Record<string, string> = {}
      const shop = await makeShop({ ...SHOP, ...(look && { look }), doubleOptIn: true })
      await asked(shop)
      mails['confirmation'] = world.mails.at(-1)?.html ?? ''
      const other = await makeShop({ ...SHOP, ...(look && { look }), acknowledge: true })
      await asked(other)
      mails['acknowledgement'] = world.mails.at(-1)?.html ?? ''
      const manage = linkIn(newest(), 'm')
      await post(manage, 'email=ada%40other.example')
      await tick(Date.now() + 60_000)
      await drain()
      mails['move'] = world.mails.at(-1)?.html ?? ''
      bare.push(
        Object.fromEntries(
          Object.entries(mails).map(([kind, html]) => [
            kind,
            html.replaceAll(/(https:\/\/bell\.test\/\w\/)[\w.-]+/g, '$1…'),
          ]),
        ),
      )
    }
    const [without, dressed] = bare
    expect(dressed).toEqual(without)

    const links = (html = '') => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
    expect(links(dressed?.['confirmation'])).toEqual([
      'https://bell.test/c/…',
      'https://bell.test/u/…',
    ])
    for (const html of Object.values(dressed ?? {})) {
      expect(html).not.toContain('<img')
      expect(html).not.toMatch(/19[.,]90|€|EUR/)
      expect(html).not.toMatch(/0b5c4a|f3efe6|22201c|Palatino|cdn\.example/)
      expect(html).not.toMatch(/url\(|background=/)
    }
  })
})
