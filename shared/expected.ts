/** When a variant is expected back, as people read it: a day. Pure. */

/** Further ahead, a date is a placeholder: feeds write 2099. */
const MOST_DAYS = 730
const DAY_MS = 24 * 60 * 60 * 1000

const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10)

/**
 * The day (`2026-12-24`) of an expected date, as the shop wrote it; undefined if there is none, if its day is
 * over (UTC), or if it is two years away. `now`: milliseconds since 1970.
 */
export function expectedDay(restockAt: string | undefined, now: number): string | undefined {
  const day = restockAt?.slice(0, 10)
  return day && day >= dayAt(now) && day < dayAt(now + MOST_DAYS * DAY_MS) ? day : undefined
}

/** A day in the words of a language: `24 December`; with the year if that is not the year of `now`. */
export function dayIn(day: string, locale: string, now: number): string {
  const isOtherYear = !dayAt(now).startsWith(day.slice(0, 4))
  const { format } = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    ...(isOtherYear && { year: 'numeric' }),
    timeZone: 'UTC',
  })
  return format(new Date(day))
}

/** `Expected: 24 December`, in the words of a language; undefined if there is nothing to say. */
export function expectedIn(
  { language, expected }: { language: string; expected: string },
  restockAt: string | undefined,
  now: number,
): string | undefined {
  const day = expectedDay(restockAt, now)
  return day && `${expected} ${dayIn(day, language, now)}`
}
