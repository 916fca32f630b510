/**
 * `npm run screenshots:looks`: three mails in the demo shop's look, and four of the pages behind their
 * links, at 390 and 640 px, light and dark, into `test-results/looks/`, and all of them at half their size into
 * `docs/mails.png` and `docs/link-pages.png`. Start `npm run dev` first; set
 * `--url` if it is not at port 8787.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from '@playwright/test'
import { lookOf } from '../worker/message/look.ts'
import { launchOptions } from '../test/browser/chromium.ts'
import { mailsOf } from './mails.ts'
import { lookAt } from './seed.ts'

const { values } = parseArgs({
  options: { url: { type: 'string', default: 'http://localhost:8787' } },
})
const { url } = values
const OUT = 'test-results/looks'
const WIDTHS = [640, 390]
const SCHEMES = ['light', 'dark'] as const
const MAILS = ['alert', 'digest', 'closed']
/** The demo's pictures, in place of those of the mails' products. */
const PICTURES = ['tee', 'mug', 'vase']

mkdirSync(OUT, { recursive: true })
const { everyMail } = await mailsOf()
const mails = everyMail('en', lookOf({ name: 'Grynna', look: lookAt(url) }))
const browser = await chromium.launch(await launchOptions())
const pages = await pagesOf(browser)
for (const width of WIDTHS) {
  for (const colorScheme of SCHEMES) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 640 } })
    await page.route(/acme\.example\/products\/(\d+)/, (route) => {
      const [, index = 0] = /products\/(\d+)/.exec(route.request().url()) ?? []
      return route.fulfill({ path: `widget/demo/${PICTURES[Number(index) % 3]}.png` })
    })
    for (const name of MAILS) {
      await page.setContent(mails[name]?.html.replaceAll('Acme', 'Grynna') ?? '')
      await draw(page, `mail-${name}`, width, colorScheme)
    }
    for (const [name, address] of Object.entries(pages)) {
      await page.goto(address)
      await draw(page, `page-${name}`, width, colorScheme)
    }
    await page.close()
  }
}
await sheet(
  'docs/mails.png',
  MAILS.map((name) => `mail-${name}`),
)
await sheet(
  'docs/link-pages.png',
  Object.keys(pages).map((name) => `page-${name}`),
)
await browser.close()

/** Draws screenshots beside each other, a row for each name, at half their size. */
async function sheet(path: string, names: readonly string[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1110, height: 640 } })
  const shown = (name: string) =>
    WIDTHS.flatMap((width) =>
      SCHEMES.map((scheme) => {
        const file = readFileSync(`${OUT}/${name}-${width}-${scheme}.png`).toString('base64')
        return `<img width="${width / 2}" src="data:image/png;base64,${file}">`
      }),
    ).join('')
  const rows = names.map((name) => `<div>${shown(name)}</div>`).join('')
  const style =
    'body{margin:16px;background:#888}div{display:flex;gap:16px;align-items:start;margin-bottom:16px}'
  await page.setContent(`<style>${style}</style>${rows}`)
  await page.screenshot({ path, fullPage: true })
  await page.close()
}

async function draw(page: Page, name: string, width: number, scheme: string): Promise<void> {
  await page.waitForFunction(() => [...document.images].every((one) => one.complete))
  await page.screenshot({ path: `${OUT}/${name}-${width}-${scheme}.png`, fullPage: true })
}

/** The addresses of the pages: of a person who asked for two products and confirmed one. */
async function pagesOf(opened: Browser): Promise<Record<string, string>> {
  const email = `ada-${Date.now()}@example.com`
  const ask = (sku: string) => {
    const query = new URLSearchParams({ sku, title: 'Harbour tee', url: `${url}/demo/tee` })
    return `${url}/notify/pk_demo?${query}`
  }
  const page = await opened.newPage()
  const askFor = async (sku: string) => {
    await page.goto(ask(sku))
    await page.getByLabel('Email address').fill(email)
    await page.keyboard.press('Enter')
    await page.getByRole('status').waitFor()
  }
  const linkIn = async (kind: string) => {
    const answer = await fetch(`${url}/demo/inbox.json`)
    const inbox = (await answer.json()) as { to: string; text: string }[]
    const texts = inbox.filter(({ to }) => to === email).map(({ text }) => text)
    return new RegExp(`http\\S+/${kind}/\\S+`).exec(texts.join('\n'))?.[0]
  }
  await settings({ doubleOptIn: true })
  await askFor('TEE-M')
  let first = await linkIn('c')
  for (; !first; first = await linkIn('c')) await page.waitForTimeout(500)
  await page.goto(first)
  await page.getByRole('button').click()
  const manage = await page.getByRole('link').getAttribute('href')
  await askFor('TEE-L')
  await settings({ doubleOptIn: false })
  await page.close()
  return {
    notify: ask('TEE-M'),
    confirm: first,
    manage: new URL(manage ?? '', url).href,
    unsubscribe: (await linkIn('u')) ?? '',
  }
}

async function settings(body: object): Promise<void> {
  const answer = await fetch(`${url}/v1/shop`, {
    method: 'PATCH',
    headers: { Authorization: 'Bearer sk_demo', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(await answer.text())
}
