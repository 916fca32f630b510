/**
 * What a page costs, as the browser counts it: what it fetches, what the main thread does for it,
 * and what moves. Tasks are counted by the main thread's own clock, out of a trace: on a machine
 * that others use too, the wall clock would measure them. A slowed-down CPU counts as slow by both.
 */
import type { Browser, CDPSession, Page } from '@playwright/test'

/** A phone in the middle of the market, against a machine like a developer's. */
export const SLOW_DOWN = 4

/** What browsers call a long task. */
export const LONG_TASK_MS = 50

export interface Fetched {
  /** The path, without the release's name. */
  path: string
  /** Bytes over the network with their headers, as compressed as the server sent them. */
  transferred: number
}

export interface Weight {
  fetched: Fetched[]
  /** Of the main thread, in scripts. */
  scriptingMs: number
  /** Tasks of the main thread, the longest first, without those under a millisecond. */
  tasksMs: number[]
  /** The sum of all layout shifts that no input explains. */
  cls: number
}

interface TraceEvent {
  name: string
  pid: number
  tid: number
  /** Microseconds of the clock on the wall. */
  ts: number
  dur?: number
  /** Microseconds of the thread's CPU. */
  tdur?: number
  args: { name?: string; chrome_mojo_event_info?: { mojo_interface_tag?: string } }
}

const CATEGORIES = ['toplevel', '__metadata', 'disabled-by-default-devtools.timeline']

/** Weighs what `work` does on a page that is slowed down; the page is closed by whoever opened it. */
export async function weigh(
  browser: Browser,
  page: Page,
  origins: string[],
  work: () => Promise<unknown>,
): Promise<Weight> {
  const session = await page.context().newCDPSession(page)
  const fetched = await follow(session, origins)
  await page.addInitScript(() => {
    let sum = 0
    const add = (entries: PerformanceEntryList) => {
      for (const { hadRecentInput, value } of entries as (PerformanceEntry & LayoutShift)[]) {
        if (!hadRecentInput) sum += value
      }
      return sum
    }
    const observer = new PerformanceObserver((list) => add(list.getEntries()))
    observer.observe({ type: 'layout-shift', buffered: true })
    // What was not delivered yet is in the records.
    Object.assign(window, { shifted: () => add(observer.takeRecords()) })
  })
  await session.send('Performance.enable')
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN })
  const before = await scripting(session)
  await browser.startTracing(page, { categories: CATEGORIES })
  try {
    await work()
    // What was moved is said with the frame after it.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    )
  } finally {
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  }
  const trace = await browser.stopTracing()
  return {
    fetched,
    scriptingMs: (await scripting(session)) - before,
    tasksMs: tasksIn(trace),
    cls: await page.evaluate(() => (window as unknown as { shifted(): number }).shifted()),
  }
}

interface LayoutShift {
  value: number
  hadRecentInput: boolean
}

/** Fills a list with what comes from `origins`, preflights included. */
async function follow(session: CDPSession, origins: string[]): Promise<Fetched[]> {
  const fetched: Fetched[] = []
  const open = new Map<string, string>()
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    const { origin, pathname } = new URL(request.url)
    if (origins.includes(origin)) open.set(requestId, pathname)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const path = open.get(requestId)?.replace(/^\/shelfbell\/[^/]+/, '')
    if (path) fetched.push({ path, transferred: encodedDataLength })
  })
  await session.send('Network.enable')
  return fetched
}

async function scripting(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000
}

/** The tasks of the pages' main threads, without those in which the test driver spoke to the page. */
function tasksIn(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  const events = traceEvents.filter(({ pid, tid }) => mains.has(`${pid} ${tid}`))
  const driver = events.filter(
    ({ args }) => args.chrome_mojo_event_info?.mojo_interface_tag === 'blink.mojom.DevToolsSession',
  )
  return events
    .filter(({ name }) => name === 'RunTask')
    .filter(
      ({ pid, ts, dur = 0 }) =>
        !driver.some((said) => said.pid === pid && said.ts >= ts && said.ts <= ts + dur),
    )
    .map(({ tdur = 0 }) => tdur / 1000)
    .filter((ms) => ms >= 1)
    .toSorted((a, b) => b - a)
}
