/**
 * Runs on every page: finds sold-out variants, and watches the page for changes. No exception reaches
 * the page, and its console gets one line at most.
 *
 * Most pages show a product in stock, and should load nothing else. So this file contains only what
 * decides that: reading JSON-LD, and asking the Worker for stock. The button, with its styles and
 * texts, is a file of its own (a sold-out page makes one more request, once per release, because the
 * file never changes), and so is each platform.
 */
import type {
  ButtonModule,
  Found,
  Painter,
  PlatformModule,
  Settings,
  Shelfbell,
  Spot,
} from '../contract.ts'
import { ask, type Answers } from './availability.ts'
import { findPlaces, WATCHED } from './page.ts'
import { platformOf } from './platform.ts'

/** Pages change in bursts; reading the page once after each burst is enough. */
const SETTLE_MS = 50

/** Starts the widget; returns the functions for the page. Reads the page now, or once it has loaded. */
export function start(settings: Settings): Shelfbell {
  const { shop, any } = settings
  const base = settings.base.replace(FILES, '')
  const api = `${base}v1/client/availability?shop=${shop}`
  let files = base + FILES
  const bring = <T>(name: string) => import(/* @vite-ignore */ `${files + name}.js`) as Promise<T>
  /**
   * Loads a file. If it fails, loads the newest of that name, because the loader may be a cached one of
   * an old release. Not if the loader is pinned: the page has no hash of the newest file.
   */
  const load = <T>(name: string) =>
    bring<T>(name).catch((error: unknown) => {
      if (files === settings.base) throw error
      files = `${base}shelfbell-latest/`
      return bring<T>(name)
    })
  let answers: Answers | undefined
  let platform: Promise<(() => Spot[]) | undefined> | undefined
  let find: (() => Spot[]) | undefined
  let painting: Promise<Painter> | undefined
  let painter: Painter | undefined
  let stop = new AbortController()
  let timer: number | undefined
  let quiet = false

  const warn = (error: unknown) => {
    if (!quiet) console.warn('Shelfbell:', error)
    quiet = true
  }
  const changed = () => {
    timer ??= setTimeout(look, SETTLE_MS)
  }
  const observer = new MutationObserver(changed)
  const read = () => (answers ? findPlaces(settings, answers, find) : new Map<Element, Found[]>())
  const all = () => [...read().values()].flat()
  const paint = () =>
    (painting ??= load<ButtonModule>('button').then(
      ({ mount }) => (painter = mount(settings, base, files)),
    ))

  async function adapt(name: string) {
    const { signal } = stop
    try {
      const { follow } = await load<PlatformModule>(name)
      if (!signal.aborted) return follow({ changed, signal, any: any !== undefined })
    } catch (error) {
      warn(error)
    }
    return
  }

  /** Shows buttons by the page's own data at once, and by the Worker's data when it answers. */
  async function look(): Promise<void> {
    timer = undefined
    const mine = answers
    try {
      const name = platform ? '' : platformOf()
      if (name) platform = adapt(name)
      const reader = await platform
      // The page may have changed meanwhile, so it is read again each time.
      do {
        if (!mine || mine !== answers) return
        find = reader
        if (painter || all().some(({ soldOut }) => soldOut)) await (await paint()).show(read)
      } while (await ask(api, all(), mine))
    } catch (error) {
      warn(error)
    }
  }

  function destroy(): void {
    observer.disconnect()
    stop.abort()
    answers = find = platform = undefined
    quiet = false
    if (painter) painter.clear()
    else painting = undefined
  }

  function refresh(): void {
    destroy()
    stop = new AbortController()
    answers = new Map()
    observer.observe(document, {
      childList: true,
      // Firefox keeps the text node when a page replaces a text, for example its structured data.
      characterData: true,
      subtree: true,
      attributeFilter: WATCHED,
    })
    void look()
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', refresh)
  else refresh()

  return {
    refresh,
    destroy,
    close: () => painter?.close(),
    async open(product) {
      try {
        const variants = product
          ? [
              {
                locale: settings.locale,
                externalId: settings.externalId,
                ...product,
                known: product,
              },
            ]
          : all().filter(({ soldOut }) => soldOut)
        if (variants[0]) await (await paint()).open(variants)
      } catch (error) {
        warn(error)
      }
    },
  }
}
