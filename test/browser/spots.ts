/**
 * What a platform's file finds on a page, without loader, Worker and shop: many small pages are read in
 * the time of one visit. The files are those of the running `npm run dev`, and so is the reader of structured
 * data.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { Found, PlatformModule, StructuredModule } from '../../widget/contract.ts'

const BUILT = join(import.meta.dirname, '../../dist/dev/shelfbell-latest')

/** A page of a shop. */
export interface ShopPage {
  /** Its address, from the origin on. */
  path: string
  /** Its body; `head` is what stands in front of it. */
  body: string
  head?: string
  /** Further files of the shop by their paths, as JSON; any other is missing. */
  files?: Record<string, unknown>
  any?: boolean
  /** False if the structured data cannot be read. */
  reader?: boolean
  /** What happens on the page afterwards: code that runs in it; `read` reads the page in between. */
  act?: string
}

/** A place: `anchor` is the id, class or name of its element. */
export interface Seen {
  anchor: string | undefined
  variants: Found[]
}

export const ORIGIN = 'http://shop.test'

/** Reads pages one after the other, and expects on each what stands beside it. */
export async function readAll(
  page: Page,
  file: string,
  cases: Record<string, [shown: ShopPage, expected: Seen[]]>,
): Promise<void> {
  for (const [name, [shown, expected]] of Object.entries(cases)) {
    expect.soft(await spotsOf(page, file, shown), name).toEqual(expected)
  }
}

/** Opens the page and reads it until nothing is being loaded any more. */
async function spotsOf(page: Page, file: string, shown: ShopPage): Promise<Seen[]> {
  const { path, body, head = '', files = {} } = shown
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname, search } = new URL(route.request().url())
    const asked = pathname + search
    const contentType = 'text/html; charset=utf-8'
    if (asked === path) {
      return route.fulfill({ contentType, body: `<!doctype html>${head}<body>${body}</body>` })
    }
    const built = /^\/built\/(\w+\.js)$/.exec(pathname)?.[1]
    if (built && (shown.reader !== false || built === `${file}.js`)) {
      const code = readFileSync(join(BUILT, built), 'utf8')
      return route.fulfill({ contentType: 'text/javascript', body: code })
    }
    if (asked in files) return route.fulfill({ json: files[asked] })
    return route.fulfill({ status: 404, contentType, body: 'Not found' })
  })
  await page.goto(ORIGIN + path)
  return page.evaluate(
    async ({ name, any, act }) => {
      let loading = 0
      const loaded = async <T>(wait: Promise<T>): Promise<T> => {
        loading += 1
        return wait.finally(() => (loading -= 1))
      }
      const real = window.fetch
      window.fetch = (...args) => loaded(real(...args))
      // A body comes later than its answer.
      for (const how of ['json', 'text'] as const) {
        const read = Response.prototype[how]
        Response.prototype[how] = function (this: Response) {
          return loaded(read.call(this))
        }
      }
      const bring = <T>(module: string) => import(`/built/${module}.js`) as Promise<T>
      const { follow } = await bring<PlatformModule>(name)
      const read = follow({
        changed() {},
        signal: new AbortController().signal,
        any,
        structured: () => loaded(bring<StructuredModule>('structured')),
      })
      const settle = async () => {
        let quiet = 0
        while (quiet < 3) {
          read()
          await new Promise((done) => setTimeout(done))
          quiet = loading ? 0 : quiet + 1
        }
      }
      await settle()
      if (act) {
        await new Function('read', `return (async () => { ${act} })()`)(settle)
        await settle()
      }
      return read().map(({ anchor, variants }) => ({
        anchor: anchor ? anchor.id || anchor.className || anchor.localName : undefined,
        variants,
      }))
    },
    { name: file, any: shown.any ?? false, act: shown.act },
  )
}

/** JSON inside a script of the page. */
export const json = (data: unknown, attributes = 'type="application/json"') =>
  `<script ${attributes}>${JSON.stringify(data)}</script>`
