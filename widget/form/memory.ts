/**
 * Stores a shopper's contact details on their device, under the key `shelfbell` of the shop page's
 * `localStorage`: only while the shopper's box is ticked. On a page without storage it does nothing.
 */
import type { Typed } from './subscription.ts'

/** The stored details, with `remember` set if there are any. Read when the form opens, never before. */
export function recall(): Typed {
  try {
    const kept = localStorage.shelfbell as string | undefined
    return kept ? { ...Object.fromEntries(new URLSearchParams(kept)), remember: 'on' } : {}
  } catch {
    return {}
  }
}

/** Stores the details, or deletes them if the box is not ticked. */
export function keep({ remember, email = '', phone = '', country = '' }: Typed): void {
  try {
    // Not JSON, because an old library's `toJSON` on the page's objects would be called.
    if (remember) localStorage.shelfbell = new URLSearchParams({ email, phone, country })
    else delete localStorage.shelfbell
  } catch {
    // Storage is denied or full.
  }
}
