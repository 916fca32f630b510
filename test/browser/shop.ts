/**
 * A shop for one test, with its pages on an origin of its own, created on the running Worker through
 * the API. On a `calmPage`, an uncaught error or a console error fails the test.
 */
import { createServer } from 'node:http'
import { join } from 'node:path'
import { type Page, test as base } from '@playwright/test'
import { answerTo } from './files.ts'
import { WORKER } from './places.ts'

export interface HostShop {
  /** The origin of its pages. */
  origin: string
  publicKey: string
  secretKey: string
  /**
   * Serves a folder with `{{WORKER}}`, `{{SHOP}}`, `{{ORIGIN}}` and the keys of `own` filled in, and the stock as
   * a shop's pages show it: `{{IS SKU}}` is `InStock` or `OutOfStock`, `"{{SELLS SKU}}"` is `true` or `false`.
   */
  serve(folder: string, headers?: Record<string, string>, own?: Record<string, string>): void
  api(method: string, path: string, body?: unknown): Promise<Response>
  setStock(levels: Record<string, number>): Promise<void>
  /** An e-mail address of this test alone, also when the test is repeated. */
  address(name: string): string
  /** The mails sent to an address so far, newest first. */
  mailsTo(address: string): Promise<{ subject: string; html: string; text: string }[]>
}

// Chromium's message when the test driver looks into the inbox's sandboxed frame.
const DRIVER = 'Blocked script execution in'

export const test = base.extend<{ shop: HostShop; calmPage: Page }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright wants a pattern here
  shop: async ({}, use) => {
    let folder = ''
    let extra: Record<string, string> = {}
    let filled: Record<string, string> = {}
    const levels = new Map<string, number>()
    const server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://shop.test')
      const answer = await answerTo(pathname, join(import.meta.dirname, folder), fill)
      if (!answer) return response.writeHead(204).end()
      const { type = 'application/octet-stream', body } = answer
      return response.writeHead(200, { 'Content-Type': type, ...extra }).end(body)
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
    const settings = { name: 'Acme', origins: [origin], country: 'SE', rules: { digestMinutes: 0 } }
    const made = await call('POST', '/v1/admin/shops', 'dev', settings)
    const { publicKey, secretKey } = (await made.json()) as HostShop
    const sells = (sku: string) => (levels.get(sku) ?? 0) > 0
    const fill = (text: string): string =>
      text
        .replace(/\{\{IS ([^}]+)\}\}/g, (_all, sku) => (sells(sku) ? 'InStock' : 'OutOfStock'))
        .replace(/"\{\{SELLS ([^}]+)\}\}"/g, (_all, sku) => `${sells(sku)}`)
        .replace(/\{\{(\w+)\}\}/g, (all, name) => (name in filled ? fill(`${filled[name]}`) : all))
    const shop: HostShop = {
      origin,
      publicKey,
      secretKey,
      serve(name, headers = {}, own = {}) {
        folder = name
        filled = { WORKER, SHOP: publicKey, ORIGIN: origin, ...own }
        extra = Object.fromEntries(
          Object.entries(headers).map(([header, value]) => [header, fill(value)]),
        )
      },
      api: (method, path, body) => call(method, path, secretKey, body),
      async setStock(changed) {
        const list = Object.entries(changed).map(([sku, quantity]) => ({ sku, quantity }))
        for (const { sku, quantity } of list) levels.set(sku, quantity)
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
