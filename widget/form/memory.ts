/**
 * What a shopper wants remembered on their device: one key, `shelfbell`, of the shop page's own
 * `localStorage`, written with a yes only and gone with a no. A page without storage forgets, and
 * nobody notices.
 */
import type { Typed } from './subscription.ts'

/** What was remembered, and that it was. Looks when the form opens, never before. */
export function recall(): Typed {
  try {
    const kept = localStorage.shelfbell as string | undefined
    return kept ? { ...Object.fromEntries(new URLSearchParams(kept)), remember: 'on' } : {}
  } catch {
    return {}
  }
}

/** Remembers, or forgets where the box is not ticked. */
export function keep({ remember, email = '', phone = '', country = '' }: Typed): void {
  try {
    // No JSON: an old library's `toJSON` on the page's objects would be asked.
    if (remember) localStorage.shelfbell = new URLSearchParams({ email, phone, country })
    else delete localStorage.shelfbell
  } catch {
    // Denied or full.
  }
}
