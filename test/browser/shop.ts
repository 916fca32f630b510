/**
 * A stranger's shop for one test: pages of its own on an origin of its own, registered with the
 * running Worker through the API. An error on a page, or one in its console, fails the test.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { type Page, test as base } from '@playwright/test'
import { WORKER } from './places.ts'

export interface HostShop {
  /** The origin that its pages are served from. */
  origin: string
  publicKey: string
  secretKey: string
  /**
   * Serves a folder with `{{WORKER}}`, `{{SHOP}}` and `{{ORIGIN}}` filled in, and `{{PIECE}}` by what
   * is given for it: a file by its name, and `page.html` at every address that is no file's.
   */
  serve(folder: string, headers?: Record<string, string>, piece?: string): void
  api(method: string, path: string, body?: unknown): Promise<Response>
  setStock(levels: Record<string, number>): Promise<void>
  /** An address that no other test writes to, also when one is repeated. */
  address(name: string): string
  /** The mails sent to an address so far, newest first. */
  mailsTo(address: string): Promise<{ subject: string; html: string; text: string }[]>
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
}

// What Chromium says when the test driver looks into the inbox's sandboxed frame.
const DRIVER = 'Blocked script execution in'

export const test = base.extend<{ shop: HostShop; calmPage: Page }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright wants a pattern here
  shop: async ({}, use) => {
    let folder = ''
    let inserted = ''
    let extra: Record<string, string> = {}
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://shop.test')
      const path = join(import.meta.dirname, folder, extname(pathname) ? pathname : 'page.html')
      // Answers are in files of their own kind, whatever the shop calls them.
      const file = [path, `${path}on`].find((each) => existsSync(each))
      if (!file) return response.writeHead(204).end()
      const type = TYPES[extname(file)] ?? 'application/octet-stream'
      const text = fill(readFileSync(file, 'utf8'))
      return response.writeHead(200, { 'Content-Type': type, ...extra }).end(text)
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const address = server.address()
    const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`

    const call = (method: string, path: string, key: string, body?: unknown) =>
      fetch(WORKER + path, {
        method,
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    const settings = { name: 'Acme', origins: [origin], country: 'SE' }
    const made = await call('POST', '/v1/admin/shops', 'dev', settings)
    const { publicKey, secretKey } = (await made.json()) as HostShop
    const fill = (text: string) =>
      [
        ['{{PIECE}}', inserted],
        ['{{WORKER}}', WORKER],
        ['{{SHOP}}', publicKey],
        ['{{ORIGIN}}', origin],
      ].reduce((filled, [name = '', value = '']) => filled.replaceAll(name, value), text)
    const shop: HostShop = {
      origin,
      publicKey,
      secretKey,
      serve(name, headers = {}, piece = '') {
        folder = name
        inserted = piece
        extra = Object.fromEntries(
          Object.entries(headers).map(([header, value]) => [header, fill(value)]),
        )
      },
      api: (method, path, body) => call(method, path, secretKey, body),
      async setStock(levels) {
        const list = Object.entries(levels).map(([sku, quantity]) => ({ sku, quantity }))
        const response = await call('PUT', '/v1/stock-levels', secretKey, list)
        if (!response.ok) throw new Error(await response.text())
      },
      address: (name) => `${name}-${publicKey.slice(-8).toLowerCase()}@example.com`,
      async mailsTo(to) {
        const mails = (await (await fetch(`${WORKER}/demo/inbox.json`)).json()) as {
          to: string
          subject: string
          html: string
          text: string
        }[]
        return mails.filter((mail) => mail.to === to)
      },
    }
    await use(shop)
    server.close()
  },

  calmPage: async ({ page }, use) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(`page error: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() !== 'error' || message.text().startsWith(DRIVER)) return
      faults.push(`console: ${message.text()}`)
    })
    await use(page)
    if (faults.length > 0) throw new Error(faults.join('\n'))
  },
})

export { expect } from '@playwright/test'
