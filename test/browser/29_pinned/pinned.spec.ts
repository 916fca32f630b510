/**
 * A shop has pinned a release: its page runs only scripts whose hash it names. The tag is the one
 * that the Worker serves at `/pinned.txt`.
 */
import type { Page } from '@playwright/test'
import * as v from 'valibot'
import { integrityOf, Releases } from '../../../scripts/release.ts'
import { RETRIES } from '../../../widget/contract.ts'
import { form as sv } from '../../../shared/languages/sv/form.ts'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { askedOf, expectGone, restock, subscribe } from '../shopper.ts'

const NOTIFY = { name: 'Bevaka varan' }

// No SMS is sent: it makes the form load its country list.
const SMS = { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' }

/** The tag as the Worker serves it, and the policy in its comment. */
async function pinned(): Promise<{ tag: string; scripts: string }> {
  const tag = await (await fetch(`${WORKER}/pinned.txt`)).text()
  const scripts = /script-src .*/.exec(tag)?.[0] ?? ''
  return { tag: tag.replace('pk_…', '{{SHOP}}'), scripts }
}

/** The strictest policy: the browser refuses every script without a known hash. */
const strict = (scripts: string) => ({
  'Integrity-Policy': 'blocked-destinations=(script)',
  'Content-Security-Policy': `default-src 'none'; ${scripts}; connect-src ${WORKER}`,
})

const listed = async () => {
  const list: unknown = await (await fetch(`${WORKER}/releases.json`)).json()
  return v.parse(Releases, list).releases
}

/** Records the page's console errors and warnings, and its uncaught errors. */
function heard(page: Page) {
  const told = { errors: [] as string[], warnings: [] as string[], thrown: [] as string[] }
  page.on('pageerror', (error) => told.thrown.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') told.errors.push(message.text())
    if (message.type() === 'warning') told.warnings.push(message.text())
  })
  return told
}

test.beforeEach(({ shop }) => shop.setStock({ LAMP: 0 }))

test('a pinned page runs every script of the widget by its hash, up to the form and its texts', async ({
  calmPage: page,
  shop,
}) => {
  const { tag, scripts } = await pinned()
  shop.serve('29_pinned', strict(scripts), { PIECE: tag })
  const { ok } = await shop.api('PATCH', '/v1/shop', {
    channels: ['email', 'sms'],
    destinations: [{ type: 'email' }, SMS],
  })
  expect(ok).toBe(true)
  const asked = askedOf(page, WORKER)
  await page.goto(shop.origin)
  await subscribe(page, shop.address('pinned'), { words: sv })
  expect(new Set(asked.filter((path) => path.endsWith('.js')))).toEqual(
    new Set([
      '/shelfbell.js',
      '/button.js',
      '/ask.js',
      '/texts-sv.js',
      '/form.js',
      '/structured.js',
      '/check.js',
      '/countries.js',
      '/undo.js',
    ]),
  )
  const mail = await restock(shop, 'LAMP', shop.address('pinned'))
  expect(mail.leadsTo).toBe(`${shop.origin}/`)
  await expectGone(page)
})

test('a policy with hashes and no addresses admits the widget', async ({
  calmPage: page,
  shop,
}) => {
  const { tag, scripts } = await pinned()
  const [map = ''] = /'sha256-.+?'/.exec(scripts) ?? []
  const [release] = await listed()
  const hashes = release?.files.map(({ integrity }) => `'${integrity}'`).join(' ')
  shop.serve('29_pinned', strict(`script-src ${map} ${hashes}`), { PIECE: tag })
  await page.goto(shop.origin)
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByLabel('E-postadress')).toBeFocused()
})

test('a pinned page refuses a script whose hash it does not name', async ({ page, shop }) => {
  const { scripts } = await pinned()
  const tag = `<script src="${WORKER}/shelfbell.js" data-shop="{{SHOP}}"></script>`
  shop.serve('29_pinned', strict(scripts), { PIECE: tag })
  await page.goto(shop.origin)
  expect(await page.evaluate(() => window.Shelfbell)).toBeUndefined()
})

test('a form whose file failed to load loads at a later press', async ({ page, shop }) => {
  const { tag, scripts } = await pinned()
  shop.serve('29_pinned', strict(scripts), { PIECE: tag })
  const told = heard(page)
  let asked = 0
  await page.route('**/form.js*', (route) => {
    asked += 1
    return asked > RETRIES ? route.continue() : route.abort()
  })
  await page.goto(shop.origin)
  await expect(async () => {
    await page.getByRole('button', NOTIFY).press('Enter')
    await expect(page.getByLabel('E-postadress')).toBeVisible({ timeout: 200 })
  }).toPass()
  expect(asked).toBe(RETRIES + 1)
  expect(told.thrown).toEqual([])
})

for (const [file, presses] of [
  ['shelfbell.js', 0],
  ['button.js', 0],
  ['form.js', RETRIES + 2],
] as const) {
  test(`a changed ${file} does not run, and nothing runs instead`, async ({ page, shop }) => {
    // The hashes alone must suffice, because not every browser knows the strict policy.
    shop.serve('29_pinned', {}, { PIECE: (await pinned()).tag })
    const told = heard(page)
    await page.route(`**/shelfbell/*/${file}*`, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: `${await response.text()};window.foreign = true` })
    })
    await page.route('**/shelfbell-latest/**', (route) =>
      route.fulfill({
        headers: { 'Access-Control-Allow-Origin': '*' },
        contentType: 'text/javascript',
        body: 'window.foreign = true',
      }),
    )
    await page.goto(shop.origin)
    for (let press = 1; press <= presses; press += 1) {
      const failed = page.evaluate(
        () =>
          new Promise<void>((done) => document.addEventListener('shelfbell:error', () => done())),
      )
      await page.getByRole('button', NOTIFY).press('Enter')
      await failed
    }
    await expect.poll(() => told.errors.length).toBeGreaterThan(0)
    if (file !== 'shelfbell.js') await expect.poll(() => told.warnings.length).toBeGreaterThan(0)
    // The form's file is requested once at each of its addresses; the other files have one address.
    expect(told.errors.length).toBeLessThanOrEqual(presses ? RETRIES + 1 : 1)
    for (const error of told.errors) expect(error).toContain("in the 'integrity' attribute")
    expect(told.thrown).toEqual([])
    expect(await page.evaluate('window.foreign')).toBeUndefined()
    await expect(page.getByRole('button', NOTIFY)).toHaveCount(presses ? 1 : 0)
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
}

const classic = (src: string) => `<script async src="${src}" data-shop="{{SHOP}}"></script>`
const module = (src: string) =>
  `<script type="module">import { start } from '${src}'; start({ shop: '{{SHOP}}' })</script>`

for (const [path, tagOf] of [
  ['shelfbell.js', classic],
  ['shelfbell/{release}/shelfbell.js', classic],
  ['shelfbell/{release}/shelfbell.mjs', module],
] as const) {
  test(`${path} finds the Worker under a path of the shop`, async ({ page, shop }) => {
    const [release] = await listed()
    const src = `/bell/${path.replace('{release}', release?.name ?? '')}`
    shop.serve('29_pinned', {}, { PIECE: tagOf(src) })
    await page.route('**/bell/**', async (route) => {
      const url = route.request().url().replace(`${shop.origin}/bell`, WORKER)
      const headers = { ...route.request().headers(), origin: shop.origin }
      await route.fulfill({ response: await route.fetch({ url, headers }) })
    })
    await page.goto(shop.origin)
    await page.getByRole('button', NOTIFY).click()
    await expect(page.getByLabel('E-postadress')).toBeFocused()
  })
}

test('each file of a release matches its hash, and any page may cache it for ever', async () => {
  const { tag } = await pinned()
  const [release] = await listed()
  for (const { name, integrity, size } of release?.files ?? []) {
    const url = `${WORKER}/shelfbell/${release?.name}/${name}`
    const response = await fetch(url)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([bytes.byteLength, integrityOf(bytes)]).toEqual([size, integrity])
    const named = name === 'shelfbell.js' ? ' integrity=' : ': '
    expect(tag).toContain(`"${url}"${named}"${integrity}"`)
    const cached = 'public, max-age=31536000, immutable'
    expect(response.headers.get('Cache-Control')).toBe(cached)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
  }
  expect(release?.files.length).toBeGreaterThan(20)
  for (const name of ['releases.json', 'pinned.txt']) {
    const { headers } = await fetch(`${WORKER}/${name}`)
    expect(headers.get('Cache-Control')).toBe('no-cache')
  }
})
