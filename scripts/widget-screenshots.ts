/**
 * `npm run screenshots:widget`: takes screenshots of every state of the widget, at 390 and 1280 px,
 * light and dark, into `test-results/widget/`. Start `npm run dev` first; set `--url` if it is not at
 * port 8787; `--only TEXT` takes only screenshots with that text in their names. The widget's files
 * are the built ones; the pages and the Worker's answers are simulated.
 */
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { launchOptions } from '../test/browser/chromium.ts'

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8787' },
    only: { type: 'string', default: '' },
  },
})
const OUT = 'test-results/widget'
const HOST = `${values.url}/made-up-shop`

interface State {
  name: string
  lang?: string
  /** Settings of the shop, besides the common ones. */
  config?: object
  /** The answer to a subscription. */
  answer?: { status: number; body: object }
  /** Further HTML of the page. */
  body?: string
  available?: boolean
  /** Attributes of the script tag. */
  script?: string
  dark?: string
  options?: BrowserContextOptions
  act?: (page: Page) => Promise<unknown>
}

const consent = {
  version: 'v1',
  texts: {
    email: 'Acme will send one e-mail when this product is back, and then deletes your address.',
    sms: 'Acme will send one text message when this product is back. Your operator’s rates apply.',
    marketing: 'Yes, also send me news and offers. I can stop that at any time.',
  },
}
const GERMAN = {
  email:
    'Acme schickt eine E-Mail, sobald der Artikel wieder da ist, und löscht die Adresse danach.',
  sms: 'Acme schickt eine SMS, sobald der Artikel wieder da ist.',
  marketing: 'Ja, ich möchte auch Neuigkeiten und Angebote. Das kann ich jederzeit beenden.',
}
const ARABIC = {
  email: 'سترسل أكمي رسالة واحدة عندما يتوفر المنتج من جديد، ثم تحذف عنوانك.',
  sms: 'سترسل أكمي رسالة نصية واحدة عندما يتوفر المنتج من جديد.',
  marketing: 'نعم، أرسلوا إليّ الأخبار والعروض أيضًا.',
}
const BOTH = { channels: ['email', 'sms'], consent, country: 'SE', maxQuantity: 5 }

const open = async (page: Page) => {
  await page.locator('shelf-bell button').first().click()
  await page.locator('form input').first().waitFor()
}
const press = (page: Page) => page.locator('form .main').click()
const send = async (page: Page, address = 'ada@example.com') => {
  await open(page)
  await page.locator('form input').first().fill(address)
  await press(page)
}
const sent = async (page: Page) => {
  await send(page)
  await page.locator('form .tick').waitFor()
}

const VARIANTS = `<script type="application/ld+json">${JSON.stringify({
  '@type': 'ProductGroup',
  name: 'Harbour tee',
  image: `${HOST}/tee.png`,
  hasVariant: ['S', 'M', 'L'].map((size) => ({
    '@type': 'Product',
    sku: `TEE-${size}`,
    size,
    color: 'Navy',
    offers: { price: 39, priceCurrency: 'EUR', availability: 'https://schema.org/OutOfStock' },
  })),
})}</script>`

const STATES: State[] = [
  { name: 'button' },
  { name: 'in-stock', available: true },
  { name: 'form', act: open },
  { name: 'form-both', config: BOTH, act: open },
  {
    name: 'faulty-field',
    config: BOTH,
    act: async (page) => {
      await send(page, 'ada.example.com')
      await page.locator('[aria-invalid]').waitFor()
    },
  },
  { name: 'variants', body: VARIANTS, act: open },
  { name: 'inline', script: 'data-form="inline"', act: open },
  { name: 'inline-done', script: 'data-form="inline"', act: sent },
  { name: 'done', act: sent },
  { name: 'confirm', config: { doubleOptIn: true }, act: sent },
  {
    name: 'offline',
    act: async (page) => {
      await page.route('**/v1/client/subscriptions', (route) => route.abort())
      await send(page)
      await page.locator('[role=alert] .fault').waitFor()
    },
  },
  {
    name: 'sold-again',
    answer: { status: 409, body: { code: 'in_stock' } },
    act: async (page) => {
      await send(page)
      await page.locator('[role=alert] .fault').waitFor()
    },
  },
  {
    name: 'german',
    lang: 'de',
    config: { ...BOTH, locale: 'de', consent: { version: 'v1', texts: GERMAN } },
    act: open,
  },
  {
    name: 'arabic',
    lang: 'ar',
    config: { ...BOTH, locale: 'ar', consent: { version: 'v1', texts: ARABIC } },
    act: open,
  },
]

/** States in one screenshot each, besides those in two widths and two schemes. */
const FURTHER: State[] = [
  ...(['form-both', 'faulty-field', 'done', 'button'] as const).flatMap((name) =>
    STATES.filter((state) => state.name === name).flatMap((state) => [
      {
        ...state,
        name: `${name}-320`,
        options: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2 },
      },
      // 200 % zoom at 1280 by 800 gives the page this size.
      {
        ...state,
        name: `${name}-zoom`,
        options: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
      },
      {
        ...state,
        name: `${name}-forced`,
        options: { viewport: { width: 800, height: 800 }, forcedColors: 'active' as const },
      },
      {
        ...state,
        name: `${name}-forced-dark`,
        options: {
          viewport: { width: 800, height: 800 },
          forcedColors: 'active' as const,
          colorScheme: 'dark' as const,
        },
      },
    ]),
  ),
  ...['button', 'form-both'].flatMap((name) =>
    STATES.filter((state) => state.name === name).map((state) => ({
      ...state,
      name: `${name}-3840`,
      options: { viewport: { width: 3840, height: 2160 } },
    })),
  ),
  {
    name: 'form-both-zoom-scrolled',
    config: BOTH,
    act: async (page) => {
      await open(page)
      await page.locator('form [name=remember]').focus()
    },
    options: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  },
  {
    name: 'form-light-page-in-the-dark',
    dark: ' ',
    act: open,
    options: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  },
]

mkdirSync(OUT, { recursive: true })
const browser = await chromium.launch(await launchOptions())
for (const state of STATES) {
  for (const width of [390, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const size = { width, height: width < 500 ? 780 : 800 }
      const options = { viewport: size, colorScheme, deviceScaleFactor: 1 }
      await picture({ ...state, name: `${state.name}-${width}-${colorScheme}`, options })
    }
  }
}
for (const state of FURTHER) await picture(state)
await browser.close()

async function picture(state: State): Promise<void> {
  const { name, options, act } = state
  if (!name.includes(values.only)) return
  const page = await browser.newPage({ reducedMotion: 'reduce', ...options })
  await page.route(`${HOST}/**`, (route) =>
    route.request().url().endsWith('.png')
      ? route.fulfill({ path: 'widget/demo/tee.png' })
      : route.fulfill({ contentType: 'text/html', body: hostPage(state) }),
  )
  await page.route('**/v1/client/config?*', (route) =>
    route.fulfill({
      headers: { 'Access-Control-Allow-Origin': '*' },
      json: {
        channels: ['email'],
        locale: 'en',
        doubleOptIn: false,
        privacyUrl: `${HOST}/privacy`,
        consent,
        ...state.config,
      },
    }),
  )
  await page.route('**/v1/client/subscriptions', (route) =>
    route.fulfill({
      status: state.answer?.status ?? 202,
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Headers': 'Content-Type',
      },
      json: state.answer?.body ?? {},
    }),
  )
  await page.goto(`${HOST}/tee`)
  await page.waitForFunction(() => 'Shelfbell' in window)
  if (!state.available) await page.locator('shelf-bell button').first().waitFor()
  await act?.(page)
  await page.mouse.move(0, 0)
  await page.screenshot({ path: `${OUT}/${name}.png` })
  await page.close()
}

/** An ordinary shop page: a font, some space, and dark if the system is dark. */
function hostPage({
  lang = 'en',
  body,
  available = false,
  dark = 'dark',
  script = '',
}: State): string {
  const marked = `<div data-shelfbell-sku="TEE-M" data-shelfbell-available="${available}"
    data-shelfbell-title="Harbour tee" data-shelfbell-variant="Navy / M"
    data-shelfbell-image="${HOST}/tee.png"></div>`
  return `<!doctype html><html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}">
    <meta charset="utf-8" /><meta name="viewport" content="width=device-width" />
    <meta name="color-scheme" content="light ${dark}" /><title>Harbour tee</title>
    <style>
      :root { font: 16px/1.6 system-ui, sans-serif }
      body { max-width: 60rem; margin: 0 auto; padding: 1.5rem }
      main { display: grid; gap: 2rem; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)) }
      img { width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: 6px }
      h1 { margin: 0; line-height: 1.2 }
    </style>
    <main><img src="${HOST}/tee.png" alt="" /><div><h1>Harbour tee</h1><p>€39</p>
    <p>Heavy striped cotton, sewn on the pier and a little long, so that it stays put.</p>
    ${body ? '<div id="bell"></div>' : marked}
    <p>Knitted in Borås from long-fibred cotton.</p></div></main>${body ?? ''}
    <script src="${values.url}/shelfbell.js" data-shop="pk_demo" data-target="#bell" ${script}></script></html>`
}
