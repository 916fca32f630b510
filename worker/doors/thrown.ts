/** Logs an error that a handler threw, and decides which answer it gets. */
import type { Context } from 'hono'
import { isUnavailable } from '../homes/d1.ts'
import { errorName, logLine } from '../log-line.ts'

/** Logs the error, and gives whether the database was not available or the Worker is at fault. */
export function thrown(c: Context, error: Error): 'unavailable' | 'internal' {
  // An error's message may hold what was sent; its name and its stack's frames do not.
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  logLine('error', 'request_threw', {
    id: c.get('requestId'),
    error: errorName(error),
    frames: frames.slice(0, 8).map((line) => line.trim()),
  })
  return isUnavailable(error) ? 'unavailable' : 'internal'
}
