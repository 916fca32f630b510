/**
 * On every page: finds what is sold out, and follows the page. Whatever goes wrong in here stays in
 * here: the page never sees an exception, and its console one line at most.
 *
 * What is in this file and what is not: most pages show a product that is in stock, and they shall
 * load nothing else. So the reading of JSON-LD and the question to the edge are here, which decide
 * that; the button, its looks and its words are a file of their own (a sold-out page pays one more
 * request, once a release: the file never changes), and so is each platform.
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

/** Changes of a page come in bursts; one look after each is enough. */
const SETTLE_MS = 50

/** Starts, and gives back what a page may call; `refresh` has been called, or will be when the page is there. */
export function start(settings: Settings): Shelfbell {
  const { shop, any } = settings
  const base = settings.base.replace(FILES, '')
  const api = `${base}v1/client/availability?shop=${shop}`
  let files = base + FILES
  const bring = <T>(name: string) => import(/* @vite-ignore */ `${files + name}.js`) as Promise<T>
  /**
   * A file; for a loader that was kept over a new release, the newest of that name. Never for one
   * that is pinned: whoever breaks one file could have another run, whose hash the page has not.
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

  /** Shows what the page says at once, and what the edge says when it has answered. */
  async function look(): Promise<void> {
    timer = undefined
    const mine = answers
    try {
      const name = platform ? '' : platformOf()
      if (name) platform = adapt(name)
      const reader = await platform
      // The page may have moved on meanwhile, so it is read again each time.
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
      // Firefox keeps a text's node where the page writes it anew, of its structured data say.
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
