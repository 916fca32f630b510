/** Times as other systems write them. Pure. */
import { DAY_MS } from '../limits.ts'
import { done, failed, type Result } from '../result.ts'

/** How the times of a file are to be read, where they do not say it themselves. */
export interface DateReading {
  /** The IANA name of the zone of times that name none. */
  timeZone: string
  /** The order of `24/12/2026` (`dmy`) and `12/24/2026` (`mdy`). */
  order?: 'dmy' | 'mdy' | undefined
}

/** Why a time is of no use. `date_old`: before 2000, as an empty time becomes in many systems. */
export type DateFault = 'date_invalid' | 'date_ambiguous' | 'date_old' | 'date_in_future'

// No shop has a waiting list from before that, and 0 is 1970.
const EARLIEST = Date.UTC(2000, 0, 1)

/** A time in milliseconds since 1970. `now`, too. A day ahead is allowed: its zone may be wrong. */
export function timeIn(text: string, reading: DateReading, now: number): Result<number, DateFault> {
  const found = /^\d{10}(?:\d{3})?$/.test(text) ? ofNumber(text) : ofText(text, reading)
  if (typeof found === 'string') return failed(found)
  if (!Number.isFinite(found)) return failed('date_invalid')
  if (found < EARLIEST) return failed('date_old')
  if (found > now + DAY_MS) return failed('date_in_future')
  return done(Math.min(found, now))
}

/** Seconds since 1970, or milliseconds. */
const ofNumber = (text: string): number => Number(text) * (text.length === 10 ? 1000 : 1)

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?$/i
const BY_DAY = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/

function ofText(text: string, reading: DateReading): number | DateFault {
  const iso = ISO.exec(text)
  if (iso) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso
    const ms = Math.floor(Number(`0.${fraction ?? 0}`) * 1000)
    const local = wall([year, month, day, hour, minute, second], ms)
    return zone === undefined ? inZone(local, reading.timeZone) : local - offsetOf(zone)
  }
  const parts = BY_DAY.exec(text)
  if (!parts) return 'date_invalid'
  const [, first, second, year, ...time] = parts
  // Dots are written in this order alone.
  const order = text.includes('.') ? 'dmy' : reading.order
  if (!order) return 'date_ambiguous'
  const [day, month] = order === 'dmy' ? [first, second] : [second, first]
  return inZone(wall([year, month, day, ...time], 0), reading.timeZone)
}

/** The time on a clock, as if it were UTC; NaN for the 31st of February. */
function wall(parts: (string | undefined)[], ms: number): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((one) =>
    Number(one ?? 0),
  )
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms))
  const same = at.getUTCMonth() === month - 1 && at.getUTCDate() === day && hour < 24 && minute < 60
  return same ? at.getTime() : Number.NaN
}

/** How far a zone such as `+02:00` is ahead of UTC, in milliseconds. */
function offsetOf(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? []
  if (!sign) return 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** The time at which the clocks of a zone showed `local`. In a repeated hour, the first. */
function inZone(local: number, timeZone: string): number {
  if (timeZone === 'UTC' || !Number.isFinite(local)) return local
  // The offset of a time nearby may differ across a change of the clocks, so it is taken twice.
  const guess = local - aheadAt(local, timeZone)
  return local - aheadAt(guess, timeZone)
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** How far the clocks of a zone are ahead of UTC at a time, in milliseconds. */
function aheadAt(at: number, timeZone: string): number {
  const known = formatters.get(timeZone)
  const format =
    known ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  if (!known) formatters.set(timeZone, format)
  const of = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const { year, month, day, hour, minute, second } = of
  const shown = wall([year, month, day, hour, minute, second], 0)
  return shown - Math.floor(at / 1000) * 1000
}

/** Whether a text names a time zone. */
export function isTimeZone(text: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: text }).format(0) !== ''
  } catch {
    return false
  }
}
