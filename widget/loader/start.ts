/**
 * Runs on every page: finds sold-out variants, and watches the page for changes. No exception reaches
 * the page, and its console gets one line at most.
 *
 * Most pages show a product in stock, and should load nothing else. So this file contains only what
 * decides that: a glance at the structured data. What asks the Worker is a file of its own, and so are the
 * button with its styles and texts, the reader of structured data and each platform. Each is loaded once per
 * release, because it never changes.
 */
import type {
  ButtonModule,
  Painter,
  PlatformModule,
  Settings,
  Shelfbell,
  Spot,
  StructuredModule,
} from '../contract.ts'
import type { Answers, AskModule } from './ask.ts'
import { findSpots, WATCHED } from './page.ts'
import { isUnclear, SOLD_OUT } from './peek.ts'
import { dataOf, platformOf } from './platform.ts'

/** Pages change in bursts; reading the page once after each burst is enough. */
const SETTLE_MS = 50

/**
 * Starts the widget; returns the functions for the page. Reads the page now, or once it has loaded, and
 * the settings each time: a page may replace its script tag.
 */
export function start(settings: () => Settings): Shelfbell {
  const { shop, any, base: folder } = settings()
  const base = folder.replace(FILES, '')
  const api = `${base}v1/client/availability?shop=${shop}`
  let files = base + FILES
  const bring = <T>(name: string) => import(/* @vite-ignore */ `${files + name}.js`) as Promise<T>
  /**
   * Loads a file. If it fails, loads the newest of that name, because the loader may be a cached one of
   * an old release. Not if the loader is pinned: the page has no hash of the newest file.
   */
  const load = <T>(name: string) =>
    bring<T>(name).catch((error: unknown) => {
      if (files === folder) throw error
      files = `${base}shelfbell-latest/`
      return bring<T>(name)
    })
  let painting: Promise<Painter> | undefined
  let painter: Painter | undefined
  let stop = new AbortController()
  let quiet = false
  let read = (): Spot[] => []

  const warn = (error: unknown) => {
    if (!quiet) console.warn('Shelfbell:', error)
    quiet = true
  }
  const all = () => read().flatMap(({ variants }) => variants)
  const paint = () =>
    (painting ??= load<ButtonModule>('button').then(
      ({ mount }) => (painter = mount(settings, base, files, load)),
    ))

  function destroy(): void {
    stop.abort()
    if (painter) painter.clear()
    else painting = undefined
  }

  /** Begins anew: all that was found out about the page is in here. */
  function refresh(): void {
    destroy()
    stop = new AbortController()
    quiet = false
    const { signal } = stop
    const answers: Answers = new Map()
    /** The readers of the page by their files' names; null while the file is loading. */
    const readers: Record<string, (() => Spot[]) | null> = {}
    /** The structured data when last looked at: pages change often, their data rarely. */
    let seen = ''
    /** A look that is to come, or that is loading: then a change of the page needs no other. */
    let timer: number | undefined = 1

    const changed = () => {
      timer ??= setTimeout(look, SETTLE_MS)
    }
    const find = () => {
      const spots = readers[platformOf()]?.()
      return spots?.[0] ? spots : readers['ordinary']?.()
    }
    // An answer may come when the widget is gone.
    read = () => (signal.aborted ? [] : findSpots(settings(), answers, find))

    /** Loads the file of a reader, once. */
    async function adapt(name: string): Promise<void> {
      if (!name || name in readers) return
      readers[name] = null
      try {
        const { follow } = await load<PlatformModule>(name)
        const structured = () => load<StructuredModule>('structured')
        if (!signal.aborted) {
          readers[name] = follow({ changed, signal, any: any !== undefined, structured })
        }
      } catch (error) {
        warn(error)
      }
    }

    /** Asks the Worker about the next variants. If it does not answer, the page's word counts. */
    const ask = () =>
      load<AskModule>('ask')
        .then((file) => file.ask(api, all(), answers))
        .catch((error: unknown) => {
          warn(error)
          return all().map(
            ({ market, sku, soldOut }) => soldOut ?? answers.set(market + sku, ['unknown']),
          )
        })

    /**
     * Shows buttons by what the page says and the Worker answers. The page's word alone is not enough: the
     * shop may not offer the variant. Its button loads while the Worker is asked.
     */
    async function look(): Promise<void> {
      try {
        await adapt(platformOf())
        const texts = read()[0] || 'ordinary' in readers ? [] : dataOf()
        if (seen !== (seen = `${texts}`) && isUnclear(texts)) {
          // At the same time, so that the shopper does not wait for one after the other.
          if (SOLD_OUT.test(seen)) paint().catch(() => {})
          await adapt('ordinary')
        }
        timer = undefined
        // The page may have changed meanwhile, so it is read again each time.
        do {
          if (painter || all().some(({ soldOut }) => soldOut))
            await (await paint()).show(read, changed)
          else if (all().some(({ missed }) => missed)) paint().catch(() => {})
        } while (all().some(({ soldOut }) => soldOut === undefined) && (await ask()))
      } catch (error) {
        warn(error)
      }
    }

    const observer = new MutationObserver(changed)
    signal.addEventListener('abort', () => observer.disconnect())
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
    identify: (who) => {
      if (window.Shelfbell) window.Shelfbell.who = who
    },
    close: () => painter?.close(),
    open: (product) =>
      paint()
        .then((mounted) => mounted.open(product, read))
        .catch(warn),
  }
}
