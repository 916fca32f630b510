/**
 * What the workerd process uses, from /proc. The process contains the isolates of both Workers and of
 * Miniflare's D1, KV and queues, SQLite's cache, and V8 itself. Undefined on systems without /proc.
 */
import { readdirSync, readFileSync } from 'node:fs'

// Linux counts CPU time in hundredths of a second wherever Node runs (USER_HZ).
const TICK_MS = 10

/** The process id of the workerd that this process started last. */
export function workerdPid(): number | undefined {
  try {
    const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    const own = numbers.map(Number).filter((pid) => {
      const fields = stat(pid)
      return fields && Number(fields[1]) === process.pid && isWorkerd(pid)
    })
    return own.toSorted((a, b) => a - b).at(-1)
  } catch {
    return undefined
  }
}

/** The peak of its resident memory, in bytes. */
export function peakMemory(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kilobytes =
      /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}

/** CPU time so far, user and system, in milliseconds. */
export function cpuTime(pid: number): number | undefined {
  const fields = stat(pid)
  return fields && (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** Reads `cpuTime` of the present workerd; always undefined if there is none. */
export function cpuMeter(): () => number | undefined {
  const pid = workerdPid()
  return () => (pid === undefined ? undefined : cpuTime(pid))
}

/** The fields of /proc/<pid>/stat after the name (which may contain any text), from the state on. */
function stat(pid: number): string[] | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return line.slice(line.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function isWorkerd(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('workerd')
  } catch {
    return false
  }
}
