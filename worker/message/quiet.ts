/**
 * When an SMS may be sent: not in the quiet hours of the number's country. A number tells the country
 * but not the place in it, so in a country with several time zones no zone may have a quiet hour.
 * Pure, except that the runtime knows the zones.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { DAY_MS, QUIET_STEP_MS } from '../limits.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60

/** Hours of the day without messages, local to the number: from 21 to 8, for example. */
export interface QuietHours {
  from: number
  to: number
}

/** The first time (ms) at which a number (E.164) may get an SMS: `now`, or the end of the quiet hours. */
export function audibleAt(number: string, quiet: QuietHours, now: number): number {
  const offsets = offsetsOf(parsePhoneNumberFromString(number)?.country, now)
  let at = now
  // Every country has an hour left, because quiet hours are twelve at most; the day ends the loop.
  while (isQuiet(offsets, quiet, at) && at < now + DAY_MS) {
    at = (Math.floor(at / QUIET_STEP_MS) + 1) * QUIET_STEP_MS
  }
  return at
}

/** Whether it is a quiet hour at any of the offsets from UTC (minutes). */
function isQuiet(offsets: number[], { from, to }: QuietHours, at: number): boolean {
  return offsets.some((offset) => {
    const minute =
      (((Math.floor(at / MINUTE_MS) + offset) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES
    const hour = Math.floor(minute / 60)
    return from < to ? hour >= from && hour < to : hour >= from || hour < to
  })
}

// TypeScript does not know the method yet; it is in ECMA-402's Locale Info.
type WithZones = Intl.Locale & { getTimeZones?(): string[] | undefined }

/** The offsets from UTC in a country, each once, in minutes; a number of no country counts as UTC's. */
function offsetsOf(country: string | undefined, now: number): number[] {
  const locale: WithZones | undefined = country ? new Intl.Locale(`und-${country}`) : undefined
  const zones = locale?.getTimeZones?.() ?? []
  return zones.length > 0 ? [...new Set(zones.map((zone) => offsetOf(zone, now)))] : [0]
}

// Making one costs more than using it, and there are some four hundred zones.
const clocks = new Map<string, Intl.DateTimeFormat>()

function offsetOf(timeZone: string, now: number): number {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  clocks.set(timeZone, clock)
  const name = clock.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /^GMT([+-])(\d{2}):?(\d{2})?/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
