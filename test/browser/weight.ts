/**
 * Measures what a page costs: its requests, the main thread's tasks, and layout shifts. A task's
 * length is the main thread's CPU time from a trace, because wall-clock time would include other
 * processes of a busy machine. A throttled CPU is slow by both clocks.
 */
import type { Browser, CDPSession, Page } from '@playwright/test'

/** How much slower a mid-range phone is than a developer's machine. */
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
  /** Time of the main thread in scripts. */
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
  /** Wall-clock time in microseconds. */
  ts: number
  dur?: number
  /** CPU time of the thread in microseconds. */
  tdur?: number
  args: { name?: string; chrome_mojo_event_info?: { mojo_interface_tag?: string } }
}

const CATEGORIES = ['toplevel', '__metadata', 'disabled-by-default-devtools.timeline']

/** Measures a throttled page while `work` runs. The caller closes the page. */
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
    // Entries that were not delivered yet are among the records.
    Object.assign(window, { shifted: () => add(observer.takeRecords()) })
  })
  await session.send('Performance.enable')
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN })
  const before = await scripting(session)
  await browser.startTracing(page, { categories: CATEGORIES })
  try {
    await work()
    // A layout shift is reported with the next frame.
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

/** Collects the requests to `origins`, preflights included. */
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

/** The tasks of the pages' main threads, without those of the test driver. */
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
