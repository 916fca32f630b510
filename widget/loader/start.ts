/**
 * Runs on every page: finds sold-out variants, and watches the page for changes. No exception reaches
 * the page, and its console gets one line at most.
 *
 * Most pages show a product in stock, and should load nothing else. So this file contains only what
 * decides that: a glance at the structured data, and asking the Worker for stock. The button, with its
 * styles and texts, is a file of its own (a sold-out page makes one more request, once per release,
 * because the file never changes), and so are the reader of structured data and each platform.
 */
import type {
  ButtonModule,
  Found,
  Painter,
  PlatformModule,
  Settings,
  Shelfbell,
  Spot,
  StructuredModule,
} from '../contract.ts'
import { ask, type Answers } from './availability.ts'
import { findPlaces, WATCHED } from './page.ts'
import { SOLD_OUT, unclear } from './peek.ts'
import { dataOf, platformOf } from './platform.ts'

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
  /** The readers of the page by their files' names; undefined while the file is loading. */
  let readers = new Map<string, (() => Spot[]) | undefined>()
  /** Whether nothing but the structured data can name a product, and the data when last looked at. */
  let unnamed = false
  let seen = ''
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
  const find = (): Spot[] => {
    const spots = readers.get(platformOf())?.() ?? []
    unnamed = !spots[0]
    return unnamed ? (readers.get('structured')?.() ?? []) : spots
  }
  const read = () => (answers ? findPlaces(settings, answers, find) : new Map<Element, Found[]>())
  const all = () => [...read().values()].flat()
  const paint = () =>
    (painting ??= load<ButtonModule>('button').then(
      ({ mount }) => (painter = mount(settings, base, files)),
    ))

  /** Loads the file of a reader, once. */
  async function bringReader(name: string): Promise<void> {
    const { signal } = stop
    const mine = readers
    if (!name || mine.has(name)) return
    mine.set(name, undefined)
    try {
      const { follow } = await load<PlatformModule>(name)
      const structured = () => load<StructuredModule>('structured')
      if (!signal.aborted) {
        mine.set(name, follow({ changed, signal, any: any !== undefined, structured }))
      }
    } catch (error) {
      warn(error)
    }
  }

  /** Loads the reader of structured data if nothing else names a product, and the data is not plain. */
  async function bringStructured(): Promise<void> {
    unnamed = false
    read()
    if (!unnamed || readers.has('structured')) return
    const texts = dataOf()
    if (`${texts}` === seen) return
    seen = `${texts}`
    if (!unclear(texts)) return
    // At the same time, so that the shopper does not wait for one after the other.
    if (SOLD_OUT.test(seen)) paint().catch(() => {})
    await bringReader('structured')
  }

  /** Shows buttons by the page's own data at once, and by the Worker's data when it answers. */
  async function look(): Promise<void> {
    const mine = answers
    try {
      await bringReader(platformOf())
      await bringStructured()
      // Until here, a change of the page needs no further look.
      timer = undefined
      // The page may have changed meanwhile, so it is read again each time.
      do {
        if (!mine || mine !== answers) return
        if (painter || all().some(({ soldOut }) => soldOut)) await (await paint()).show(read)
      } while (await ask(api, all(), mine))
    } catch (error) {
      warn(error)
    }
  }

  function destroy(): void {
    observer.disconnect()
    stop.abort()
    answers = undefined
    readers = new Map()
    seen = ''
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
    timer = 1
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
