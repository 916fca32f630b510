/** Dates as they are written in a language. */

/**
 * The day on which a shop expects a variant, written out in full: `14 December 2026`. `expected` is a date,
 * or a date and time, in ISO 8601; its day is the one that the shop wrote, in whichever time zone.
 */
export function expectedIn(about: { expected?: string | undefined; locale: string }) {
  if (about.expected === undefined) return undefined
  const day = new Date(`${about.expected.slice(0, 10)}T00:00Z`)
  if (Number.isNaN(day.getTime())) return undefined
  return new Intl.DateTimeFormat(about.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(day)
}
